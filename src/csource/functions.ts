/** Where a function definition lies in its file. */
export interface FunctionSpan {
  readonly name: string;
  /** First character of the signature. */
  readonly start: number;
  /** The opening brace of the body. */
  readonly body: number;
  /** Just past the closing brace. */
  readonly end: number;
}

const NAME_BEFORE_PARAMETERS = /(\w+)\s*$/;

/** Offset of the `(` that matches the `)` at `close`, or -1. */
function openingParenthesis(code: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const character = code.charAt(at);
    if (character === ')') depth++;
    else if (character === '(' && --depth === 0) return at;
  }
  return -1;
}

/**
 * Splits a file into its function definitions without parsing it.
 * @param code Text without comments, literal contents, directives and hidden branches.
 * @returns The spans in order, and the offset of the first brace that matches none.
 */
export function findFunctions(code: string): { functions: FunctionSpan[]; unbalanced: number | undefined } {
  const functions: FunctionSpan[] = [];
  let depth = 0;
  let declarationStart = 0;
  let opened = 0;
  let pending: { name: string; start: number; body: number } | undefined;
  // Some ten thousand of them: `matchAll` would make three objects of each.
  const mark = /[{};]/g;
  while (mark.test(code)) {
    const at = mark.lastIndex - 1;
    const character = code.charAt(at);
    if (character === ';') {
      if (depth === 0) declarationStart = at + 1;
    } else if (character === '{') {
      if (depth++ > 0) continue;
      opened = at;
      pending = signatureBefore(code, declarationStart, at);
    } else {
      if (depth === 0) return { functions, unbalanced: at };
      if (--depth > 0) continue;
      if (pending) functions.push({ ...pending, end: at + 1 });
      pending = undefined;
      declarationStart = at + 1;
    }
  }
  return { functions, unbalanced: depth > 0 ? opened : undefined };
}

function signatureBefore(
  code: string,
  from: number,
  brace: number,
): { name: string; start: number; body: number } | undefined {
  const signature = code.slice(from, brace).trimEnd();
  if (!signature.endsWith(')')) return undefined;
  const open = openingParenthesis(code, from + signature.length - 1);
  const name = open < from ? undefined : NAME_BEFORE_PARAMETERS.exec(code.slice(from, open))?.[1];
  if (!name) return undefined;
  const start = from + (signature.length - signature.trimStart().length);
  return { name, start, body: brace };
}

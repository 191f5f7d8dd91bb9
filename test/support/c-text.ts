/**
 * A C text as it is indented in the test: without the first line end, the common indentation and what stands
 * before the closing backquote.
 */
export function c(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw(strings, ...values)
    .replace(/^\n/, '')
    .replace(/\n[ ]*$/, '\n');
  const indents = text
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [/^ */.exec(line)?.[0].length ?? 0]));
  const common = Math.min(...indents);
  return text
    .split('\n')
    .map((line) => line.slice(Math.min(common, /^ */.exec(line)?.[0].length ?? 0)))
    .join('\n');
}

/** 1-based number of the one line that holds the snippet. */
export function lineOf(text: string, snippet: string): number {
  const lines = text.split('\n');
  const hits = lines.flatMap((line, index) => (line.includes(snippet) ? [index + 1] : []));
  if (hits.length !== 1) throw new Error(`"${snippet}" is in ${hits.length} lines`);
  return hits[0] ?? 0;
}

/** The text of a function, from its name's line to the brace in the first column. */
export function functionText(text: string, name: string): string {
  const head = new RegExp(`^[\\w *]*\\b${name}\\([^;{]*\\)\\s*\\{`, 'm').exec(text);
  if (!head) throw new Error(`no function ${name}`);
  return `${text.slice(head.index, text.indexOf('\n}', head.index))}\n}\n`;
}

import type { ChangeRecipe, Part } from '../../catalogue/change-recipe.js';
import { startWithComments } from '../../csource/own-lines.js';
import type { SourceFile } from '../../csource/source-file.js';
import { fill } from '../../templates.js';
import type { PartContext, PartState } from '../part-state.js';

/** New functions, before all that call it. */
export function findDefinition(
  { recipe, fn, values }: PartContext,
  { names, template, place, title }: Extract<Part, { kind: 'define' }>,
): PartState {
  const { file } = fn;
  const known = names.flatMap((name) => file.definitions(name).slice(0, 1));
  const [first] = known;
  if (first && known.length === names.length) return { kind: 'present', at: first.start };
  const used = names.find((name) => new RegExp(`\\b${name}\\b`).test(file.code));
  if (used !== undefined)
    return {
      kind: 'wrong',
      at: first?.start ?? fn.start,
      reason: `is in a file that has a part of ${names.join(', ')}`,
    };
  const declaration = place === 'behind-declarations' ? lastDeclaration(file) : undefined;
  const lines = fill(template, values);
  if (declaration !== undefined) {
    const ending = file.lines.lineEndingAt(declaration);
    const text = `${ending}${ending}${lines.join(ending)}`;
    return { kind: 'absent', at: declaration, edits: [{ start: declaration, end: declaration, text }] };
  }
  const next = place === 'before' ? fn : file.functions[0];
  if (!next || next.start > firstUse(file, recipe))
    return { kind: 'no-place', at: fn.start, reason: `stands after what needs ${title}` };
  const floor = file.functions.findLast(({ end }) => end <= next.start)?.end ?? 0;
  const at = startWithComments(file, next.start, floor);
  const ending = file.lines.lineEndingAt(at);
  const text = `${lines.join(ending)}${ending}${ending}`;
  return { kind: 'absent', at, edits: [{ start: at, end: at, text }] };
}

/** The end of the line of the last forward declaration before the first function. */
function lastDeclaration(file: SourceFile): number | undefined {
  const first = file.functions[0]?.start ?? 0;
  const found = [...file.code.slice(0, first).matchAll(/^static\b[^;{}=]*\([^;{}=]*\)\s*;/gm)].at(-1);
  return found && file.lines.endOf(found.index + found[0].length);
}

/** Where the first function begins that the recipe changes. */
function firstUse(file: SourceFile, { changes }: ChangeRecipe): number {
  const names = changes.flatMap(({ variants }) =>
    variants.flatMap(({ functions, parts }) =>
      parts.some(({ kind }) => kind === 'define') ? [] : functions,
    ),
  );
  return Math.min(...names.flatMap((one) => file.definitions(one).map(({ start }) => start)));
}

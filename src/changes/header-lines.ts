import type { HeaderLine } from '../catalogue/change-recipe.js';
import { maskLexically } from '../csource/lexical-mask.js';
import { Lines } from '../csource/lines.js';
import type { Edit } from '../csource/splice.js';
import { changeProblems } from '../problem/change-problems.js';
import type { Problem } from '../problem/problem.js';
import { fill } from '../templates.js';

/** What has to change in migration.h, or what stands against it. */
export interface HeaderPlan {
  readonly edits: readonly Edit[];
  readonly problems: readonly Problem[];
}

/** Plans the lines of migration.h that are not there. */
export function headerEdits(
  { path, text }: { readonly path: string; readonly text: string },
  lines: readonly HeaderLine[],
): HeaderPlan {
  const code = maskLexically(text).code;
  const place = { file: path };
  const found = lines.map(
    (line) => lineEdit(text, code, line) ?? changeProblems.headerUnfit(ROOM[line.kind], place),
  );
  return {
    edits: found.flatMap((one) => ('text' in one && one.text !== '' ? [one] : [])),
    problems: found.flatMap((one) => ('code' in one ? [one] : [])),
  };
}

/** What a line goes by. */
const ROOM: Readonly<Record<HeaderLine['kind'], string>> = {
  include: 'an include to go by',
  prototype: 'an #endif at its end',
  member: 'the member to go by, once',
};

function lineEdit(text: string, code: string, line: HeaderLine): Edit | undefined {
  switch (line.kind) {
    case 'include':
      return includeEdit(text, code, line);
    case 'prototype':
      return prototypeEdit(text, code, line);
    case 'member':
      return memberEdit(text, code, line);
  }
}

/** Of a line that is there already. */
const NOTHING: Edit = { start: 0, end: 0, text: '' };

function includeEdit(
  text: string,
  code: string,
  { header, unless }: Extract<HeaderLine, { kind: 'include' }>,
): Edit | undefined {
  const includes = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm)].filter(
    ({ index }) => code.charAt(text.indexOf('#', index)) === '#',
  );
  if (includes.some(([, name = '']) => unless.includes(name))) return NOTHING;
  const last = includes.at(-1);
  if (!last) return undefined;
  const lines = new Lines(text);
  const at = lines.endOf(last.index);
  return { start: at, end: at, text: `${lines.lineEndingAt(at)}#include "${header}"` };
}

function prototypeEdit(
  text: string,
  code: string,
  { template, name }: Extract<HeaderLine, { kind: 'prototype' }>,
): Edit | undefined {
  if (new RegExp(`\\b${name}\\s*\\(`).test(code)) return NOTHING;
  const end = [...code.matchAll(/^[ \t]*#[ \t]*endif\b/gm)].at(-1)?.index;
  if (
    end === undefined ||
    code
      .slice(end)
      .replace(/^.*\n?/, '')
      .trim() !== ''
  )
    return undefined;
  const lines = new Lines(text);
  const ending = lines.lineEndingAt(end);
  const [prototype = ''] = fill(template, {});
  const before = end > 0 && lines.isBlank(end - 1) ? '' : ending;
  return { start: end, end, text: `${before}${prototype}${ending}${ending}` };
}

function memberEdit(
  text: string,
  code: string,
  { template, name, before }: Extract<HeaderLine, { kind: 'member' }>,
): Edit | undefined {
  if (new RegExp(`\\b${name}\\s*;`).test(code)) return NOTHING;
  const [own, second] = [...code.matchAll(new RegExp(`^[ \\t]+int64_t ${before};`, 'gm'))];
  if (!own || second) return undefined;
  const lines = new Lines(text);
  const indent = lines.indentOf(own.index);
  const ending = lines.lineEndingAt(own.index);
  const added = fill(template, {}).map((line) => `${indent}${line}${ending}`);
  return { start: own.index, end: own.index, text: added.join('') };
}

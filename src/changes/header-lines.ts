import type { HeaderLine } from '../catalogue/change-recipe.js';
import { includes } from '../csource/includes.js';
import { SourceFile } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';
import { changeProblems } from '../problem/change-problems.js';
import type { Problem } from '../problem/problem.js';
import { sourceDefect } from '../problem/source-problems.js';
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
  const file = new SourceFile(path, text);
  const place = { file: path };
  if (file.defect) {
    const line = file.lineOf(file.defect.offset);
    return { edits: [], problems: [sourceDefect(file.defect.kind, { ...place, line })] };
  }
  const found = lines.map(
    (line) => lineEdit(file, line) ?? changeProblems.headerUnfit(ROOM[line.kind], place),
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
  member: 'the member to go by, once and in every build',
};

function lineEdit(file: SourceFile, line: HeaderLine): Edit | undefined {
  switch (line.kind) {
    case 'include':
      return includeEdit(file, line);
    case 'prototype':
      return prototypeEdit(file, line);
    case 'member':
      return memberEdit(file, line);
  }
}

/** Of a line that is there already. */
const NOTHING: Edit = { start: 0, end: 0, text: '' };

function includeEdit(
  file: SourceFile,
  { header, unless }: Extract<HeaderLine, { kind: 'include' }>,
): Edit | undefined {
  const present = includes(file);
  if (present.some((one) => unless.includes(one.header))) return NOTHING;
  const last = present.at(-1);
  if (!last) return undefined;
  return { start: last.end, end: last.end, text: `${file.lines.lineEndingAt(last.end)}#include "${header}"` };
}

function prototypeEdit(
  { lexical: code, lines }: SourceFile,
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
  const ending = lines.lineEndingAt(end);
  const [prototype = ''] = fill(template, {});
  const before = end > 0 && lines.isBlank(end - 1) ? '' : ending;
  return { start: end, end, text: `${before}${prototype}${ending}${ending}` };
}

function memberEdit(
  file: SourceFile,
  { template, name, before }: Extract<HeaderLine, { kind: 'member' }>,
): Edit | undefined {
  const { lexical, lines } = file;
  if (new RegExp(`\\b${name}\\s*;`).test(lexical)) return NOTHING;
  const [own, second] = [...lexical.matchAll(new RegExp(`^[ \\t]+int64_t ${before};`, 'gm'))];
  if (!own || second || file.conditionalAt(own.index)) return undefined;
  const indent = lines.indentOf(own.index);
  const ending = lines.lineEndingAt(own.index);
  const added = fill(template, {}).map((line) => `${indent}${line}${ending}`);
  return { start: own.index, end: own.index, text: added.join('') };
}

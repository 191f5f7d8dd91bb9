import type { CleanRow } from './clean.js';
import type { MutantRow } from './mutants.js';
import type { WrongPortRow } from './wrong-ports.js';

/** Rows of cells under each other, numbers to the right. */
function aligned(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = (rows.at(-1) ?? []).map((cell) => typeof cell === 'number');
  return texts
    .map((row) =>
      row
        .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function cleanTable(rows: readonly CleanRow[]): string {
  const cells = rows.map(({ tree, errors, warnings, notes }) => [tree, errors, warnings, notes]);
  return [
    aligned([['tree', 'errors', 'warnings', 'notes'], ...cells]),
    ...failuresOf(rows.map(({ tree, failures }) => ({ title: tree, failures }))),
  ].join('\n');
}

export function wrongPortTable(rows: readonly WrongPortRow[]): string {
  const cells = rows.map(({ release, method, rules, right, wrong, named, errors }) => [
    release,
    method,
    right,
    wrong,
    named,
    errors,
    rules.join(' '),
  ]);
  return [
    aligned([['release', 'method', 'right', 'wrong', 'named', 'errors', 'rules'], ...cells]),
    ...failuresOf(
      rows.map(({ release, method, failures }) => ({ title: `${release}, ${method}`, failures })),
    ),
  ].join('\n');
}

/** How many mutants of each kind each rule caught; below, what was missed and what was left out. */
export function mutantTable(rows: readonly MutantRow[]): string {
  const counted = rows.filter(({ same }) => same === undefined);
  const kinds = [...new Set(counted.map(({ kind }) => kind))].sort();
  const rules = [...new Set(counted.flatMap((row) => row.rules))].sort();
  const cells = kinds.map((kind) => {
    const own = counted.filter((row) => row.kind === kind);
    return [
      kind,
      own.length,
      own.filter(({ caught }) => caught).length,
      ...rules.map((rule) => own.filter((row) => row.rules.includes(rule)).length),
    ];
  });
  const missed = counted.filter(({ caught }) => !caught);
  const left = rows.filter(({ same }) => same !== undefined);
  return [
    // Rules that are columns would be wider than any terminal, so they are numbered.
    ...rules.map((rule, index) => `${index + 1}: ${rule}`),
    '',
    aligned([['kind', 'mutants', 'caught', ...rules.map((_, index) => index + 1)], ...cells]),
    '',
    ...left.map(({ release, detail, same }) => `LEFT OUT: ${release}, ${detail}: ${same}`),
    ...missed.map(({ release, kind, detail }) => `MISSED: ${release}, ${kind}, ${detail}`),
  ].join('\n');
}

function failuresOf(rows: readonly { title: string; failures: readonly string[] }[]): string[] {
  return rows.flatMap(({ title, failures }) => failures.map((failure) => `FAILED: ${title}: ${failure}`));
}

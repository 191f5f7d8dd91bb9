import type { Recipe } from '../../catalogue/recipe.js';
import type { Verdict } from '../../port/port-result.js';
import type { Colours } from './colour.js';

/** The table of a port: one line a call, the name and status on the first of a checkpoint. */
export function verdictTable(recipe: Recipe, verdicts: readonly Verdict[], colour: Colours): string {
  const rows = verdicts.flatMap((verdict) => rowsOf(verdict));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines: string[] = [];
  let side = '';
  for (const row of rows) {
    const [name = '', status = '', place = '', fn = '', why = ''] = row;
    const checkpoint = recipe.checkpoints.find((one) => one.name === name);
    if (checkpoint && checkpoint.side !== side) {
      side = checkpoint.side;
      lines.push(colour.strong(side));
    }
    const paint =
      status === 'unplaced'
        ? colour.bad
        : ['inserted', 'replaced', 'moved'].includes(status)
          ? colour.good
          : colour.dim;
    const cells = [
      name.padEnd(widths[0] ?? 0),
      paint(status.padEnd(widths[1] ?? 0)),
      place.padEnd(widths[2] ?? 0),
      fn.padEnd(widths[3] ?? 0),
      colour.dim(why),
    ];
    lines.push(`  ${cells.join('  ').trimEnd()}`);
  }
  return `${lines.join('\n')}\n`;
}

function rowsOf(verdict: Verdict): string[][] {
  if (verdict.sites.length === 0) return [[verdict.name, verdict.status, '', '', verdict.reason ?? '']];
  return verdict.sites.map((site, index) => [
    index === 0 ? verdict.name : '',
    index === 0 ? verdict.status : '',
    `${site.file}:${site.line}`,
    site.function,
    site.why,
  ]);
}

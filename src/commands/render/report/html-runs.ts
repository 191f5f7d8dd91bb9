import { durationText } from '../../../report/duration.js';
import type { Change, Comparison, Figure, Run, RunsSummary } from '../../../report/runs-model.js';
import { KIND_TEXT } from '../../../report/wording.js';
import { filteredTable, numberCell, textCell } from './html-table.js';
import { type Markup, markup } from './markup.js';
import { countsText, lackText, outcomeText } from './run-words.js';

/** Many runs: what their figures have in common, then each with its totals. @param top how many devices to show; null for all */
export function runsSection({ runs, figures: all }: RunsSummary, top: number | null): Markup {
  const figures = devicesLast(
    all,
    ({ kind }) => kind,
    ({ statistics }) => statistics.median,
  );
  const completed = runs.filter(({ outcome }) => outcome === 'completed').length;
  return markup`<section aria-labelledby="runs">
<h2 id="runs">${completed} of ${runs.length} runs completed</h2>
${filteredTable({
  key: 'figures',
  caption: 'Figures of the completed runs',
  columns: [
    ...figureColumns,
    ...['Runs', 'Least', 'Median', 'p95', 'Most', 'Spread'].map((name) => ({ name, numbers: true })),
  ],
  rows: figures.map((figure) => ({
    facts: { text: figure.name, class: figure.kind },
    cells: [...figureCells(figure), ...statisticsCells(figure)],
  })),
  classesAre: 'Kind',
  classes: kindsOf(figures),
  top: topOf(figures, top),
})}
${filteredTable({
  key: 'run-list',
  caption: 'Runs',
  columns: [
    { name: 'Run' },
    { name: 'Of' },
    { name: 'Outcome' },
    { name: 'Logs of' },
    { name: 'Downtime', numbers: true },
    { name: 'Pause', numbers: true },
    { name: 'Why' },
    { name: 'Findings' },
  ],
  rows: runs.map(runRow),
  classesAre: 'Kind',
  classes: [],
  top: null,
})}
</section>
`;
}

/** Totals and phases as they are, then the devices, the largest first. */
function devicesLast<Row>(
  rows: readonly Row[],
  kindOf: (row: Row) => Figure['kind'],
  sizeOf: (row: Row) => number,
): Row[] {
  const devices = rows.filter((row) => kindOf(row) === 'device');
  return [
    ...rows.filter((row) => kindOf(row) !== 'device'),
    ...devices.sort((one, other) => sizeOf(other) - sizeOf(one)),
  ];
}

/** Totals and phases are always shown. */
function topOf(figures: readonly Figure[], top: number | null): number | null {
  return top === null ? null : figures.filter(({ kind }) => kind !== 'device').length + top;
}

const figureColumns = [{ name: 'Figure' }, { name: 'Of' }, { name: 'Kind' }, { name: 'Where' }];

function figureCells({ name, kind, side, id, of }: Figure): Markup[] {
  // Such as `precopy device save non-iterable cpu#0`.
  const which = kind === 'device' ? ` (${id.split(' ').slice(2, 4).join(', ')})` : '';
  return [
    markup`<th scope="row">${name}${which}</th>`,
    textCell(KIND_TEXT[of]),
    textCell(kind),
    textCell(side ?? '–'),
  ];
}

function statisticsCells({
  statistics: { count, least, median, p95, most, spread },
  leftOut,
}: Figure): Markup[] {
  const runs = leftOut > 0 ? `${count} of ${count + leftOut}` : String(count);
  return [numberCell(count, runs), ...[least, median, p95, most, spread].map(durationCell)];
}

function durationCell(duration: number | null): Markup {
  return numberCell(duration, duration === null ? '–' : durationText(duration));
}

function kindsOf(figures: readonly Figure[]): string[] {
  return [...new Set(figures.map(({ kind }) => kind))];
}

function runRow(run: Run) {
  const { name, kind, outcome, sides, downtime, pause, findings } = run;
  const cells = [
    markup`<th scope="row">${name}</th>`,
    textCell(KIND_TEXT[kind]),
    textCell(outcomeText(outcome)),
    textCell(sides.join(', ')),
    durationCell(downtime),
    durationCell(pause),
    textCell(lackText(run)),
    textCell(countsText(Object.entries(findings))),
  ];
  return { facts: { text: name }, cells };
}

/** What changed since the baseline. @param top how many devices to show; null for all */
export function comparisonSection(comparison: Comparison, top: number | null): Markup {
  const { baseline, gone, added } = comparison;
  const changes = devicesLast(
    comparison.changes,
    ({ figure }) => figure.kind,
    ({ change }) => Math.abs(change),
  );
  const figures = changes.map(({ figure }) => figure);
  return markup`<section aria-labelledby="comparison">
<h2 id="comparison">Compared with <code>${baseline}</code></h2>
${filteredTable({
  key: 'changes',
  caption: 'Changes of the medians',
  columns: [
    ...figureColumns,
    ...['Before', 'Now', 'Change', 'Ratio'].map((name) => ({ name, numbers: true })),
    { name: 'More than the spread' },
  ],
  rows: changes.map((change) => ({
    facts: { text: change.figure.name, class: change.figure.kind },
    cells: changeCells(change),
  })),
  classesAre: 'Kind',
  classes: kindsOf(figures),
  top: topOf(figures, top),
})}
${onlyIn('the baseline', gone)}${onlyIn('these runs', added)}
</section>
`;
}

function changeCells({ figure, before, change, ratio, exceedsSpread }: Change): Markup[] {
  const sign = change > 0 ? '+' : '';
  const ratioText = ratio === null ? '–' : `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(1)} %`;
  const exceeds = exceedsSpread === null ? 'one run has no spread' : exceedsSpread ? 'yes' : 'no';
  return [
    ...figureCells(figure),
    durationCell(before.median),
    durationCell(figure.statistics.median),
    numberCell(change, `${sign}${durationText(change)}`),
    numberCell(ratio, ratioText),
    textCell(exceeds),
  ];
}

function onlyIn(where: string, ids: readonly string[]): Markup | null {
  if (ids.length === 0) return null;
  const summary = markup`<summary>${ids.length} figures only in ${where}</summary>`;
  return markup`<details>${summary}<ul class="findings">${ids.map((id) => markup`<li>${id}</li>`)}</ul></details>`;
}

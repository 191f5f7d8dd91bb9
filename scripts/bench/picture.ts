import { type Markup, markup } from '../../src/commands/render/report/markup.js';
import { colourRules } from '../../src/commands/render/report/palette.js';
import { rounded, text, WIDTH } from '../../src/commands/render/report/svg-shapes.js';
import { type Measured, ratioOf } from './measure.js';
import type { Measurements } from './measurements.js';

/** One bar: how many times as long as the yardstick. */
interface Bar {
  readonly name: string;
  readonly ratio: number;
  readonly kind: 'ours' | 'others' | 'part';
  /** What came of it, in words. */
  readonly outcome: string;
}

interface Chart {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const LEFT = 330;
/** Where the longest bar may end; behind it stands what came of it. */
const RIGHT = 560;
const STEP = 26;
const HEAD = 46;

/** The picture docs/bench.svg: the ratios as bars, with what each came to. */
export function benchPicture(measured: Measurements): string {
  const charts = [releaseChart(measured), ...backportChart(measured)];
  const height = charts.reduce((sum, { bars }) => sum + HEAD + STEP * bars.length, 0) + 68;
  let y = 24;
  const drawn = charts.map((chart) => {
    const one = chartAt(chart, y);
    y += HEAD + STEP * chart.bars.length;
    return one;
  });
  const { machine, day } = measured;
  const facts = `${day}, ${machine.processor}, ${machine.cores} cores, ${machine.system}`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">
<title id="title">How long qemu-downtime takes, against nothing at all and against the usual tools</title>
<desc id="description">${charts.map(told).join(' ')}</desc>
<style>
${colourRules()}
text { font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; fill: var(--ink); }
.title { font-size: 15px; font-weight: 600; }
.faint { fill: var(--faint); }
.end { text-anchor: end; }
.paper { fill: var(--paper); }
.ours { fill: #2f6fc4; }
.others { fill: #b4541f; }
.part { fill: #6b7280; }
</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
${drawn}${text(20, height - 32, 'Blue: this program. Orange: the usual tools. Grey: nothing at all, or a part of the work.', 'faint')}${text(20, height - 14, facts, 'faint')}
</svg>
`.text;
}

function releaseChart({ rows, release, rounds }: Measurements): Chart {
  const bars = rows.map((row): Bar => {
    const kind = isOurs(row.name) ? 'ours' : row.judgement || row.left ? 'others' : 'part';
    return { name: row.name, ratio: ratioOf(row, rows), kind, outcome: outcomeOf(row) };
  });
  return { title: `QEMU ${release}: × ${rows[0]?.name ?? ''}, medians of ${rounds}`, bars };
}

function backportChart({ backports, releases }: Measurements): Chart[] {
  const [own] = backports;
  if (!own) return [];
  const bars = backports.map(({ name, milliseconds, revisions, clean, calls }): Bar => {
    const ratio = milliseconds / revisions / (own.milliseconds / own.revisions);
    const ported = clean === undefined ? [] : [`${clean} of ${revisions} clean`];
    const placed = calls ? [`${calls.right} right, ${calls.wrong} wrong, ${calls.missing} missing`] : [];
    const kind = isOurs(name) || name.startsWith('  ') ? 'ours' : 'others';
    return { name: name.trim(), ratio, kind, outcome: [...ported, ...placed].join('; ') };
  });
  return [
    { title: `A revision of ${releases.count}, ${releases.first} to ${releases.last}: × ${own.name}`, bars },
  ];
}

function isOurs(name: string): boolean {
  return name.startsWith('qemu-downtime ');
}

function outcomeOf({ judgement, builds }: Measured): string {
  if (!judgement) return '';
  const { right, wrong, missing } = judgement;
  const compiles = builds === undefined ? '' : builds ? '; builds' : '; does not build';
  return `${right} right, ${wrong.length} wrong, ${missing.length} missing${compiles}`;
}

function chartAt({ title, bars }: Chart, top: number): Markup {
  const longest = Math.max(1, ...bars.map(({ ratio }) => ratio));
  return markup`${text(20, top + 8, title, 'title')}
${bars.map(({ name, ratio, kind, outcome }, index) => {
  const y = top + 22 + STEP * index;
  const width = rounded(Math.max(1, ((RIGHT - LEFT) * ratio) / longest));
  return markup`${text(LEFT - 10, y + 13, name, 'end')}<rect class="${kind}" x="${LEFT}" y="${y}" width="${width}" height="18"/>${text(LEFT + width + 8, y + 13, said(ratio, outcome))}
`;
})}`;
}

function said(ratio: number, outcome: string): string {
  return `${ratio.toFixed(2)} ×${outcome === '' ? '' : `: ${outcome}`}`;
}

/** A chart for those who cannot see it. */
function told({ title, bars }: Chart): string {
  const parts = bars.map(({ name, ratio, outcome }) => {
    return `${name} ${ratio.toFixed(2)}${outcome === '' ? '' : ` (${outcome})`}`;
  });
  return `${title}: ${parts.join(', ')}.`;
}

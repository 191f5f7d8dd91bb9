import { durationText } from '../../../report/duration.js';
import type { Figure, RunsSummary } from '../../../report/runs-model.js';
import { KIND_TEXT } from '../../../report/wording.js';
import { ticks } from './axis.js';
import { type Markup, markup } from './markup.js';
import { type Panel, rounded, text, WIDTH } from './svg-shapes.js';

const LEFT = 230;
const RIGHT = WIDTH - 200;
const HEIGHT = 26;
const TOP = 92;

/** The median of each total and phase as a bar, with a line from the least to the most. */
export function figuresPanel({ runs, figures }: RunsSummary): Panel {
  const completed = runs.filter(({ outcome }) => outcome === 'completed').length;
  const shown = figures.filter(({ kind }) => kind !== 'device');
  const most = shown.reduce((longest, { statistics }) => Math.max(longest, statistics.most), 1);
  const x = (duration: number): number => rounded(LEFT + (duration / most) * (RIGHT - LEFT));
  const bottom = TOP + shown.length * HEIGHT;
  const axis = ticks(0, most, 6).map(
    ({ at, label }) => markup`<line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${TOP}" y2="${bottom}"/>
${text(x(at), TOP - 6, label, 'faint middle')}`,
  );
  const head = [
    text(20, 32, `${completed} of ${runs.length} runs completed`, 'title'),
    text(20, 54, 'bar: median; line: from the least to the most', 'faint'),
  ];
  return {
    height: bottom + 24,
    markup: markup`${head}${axis}${shown.map((figure, row) => figureBar(figure, x, TOP + row * HEIGHT))}`,
  };
}

function figureBar(
  { id, kind, of, side, name, statistics }: Figure,
  x: (at: number) => number,
  y: number,
): Markup {
  const { least, median, p95, most } = statistics;
  const middle = y + HEIGHT / 2;
  const label = kind === 'phase' && side !== null ? `${side}: ${name}` : `${KIND_TEXT[of]}: ${name}`;
  const colour = kind === 'phase' ? (id.split(' ').at(-1) ?? '') : 'completion';
  const figures = `${durationText(median)}, p95 ${durationText(p95)}`;
  return markup`${text(LEFT - 10, middle + 4, label, 'end')}
<rect class="slice ${colour}" x="${LEFT}" y="${y + 5}" width="${Math.max(1, rounded(x(median) - LEFT))}" height="${HEIGHT - 10}"/>
<line class="range" x1="${x(least)}" x2="${x(most)}" y1="${middle}" y2="${middle}"/>
${text(RIGHT + 12, middle + 4, figures, 'faint')}\n`;
}

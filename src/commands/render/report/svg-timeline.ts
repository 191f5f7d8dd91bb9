import { spanText } from '../../../report/duration.js';
import type { Migration } from '../../../report/model.js';
import { type TimedPhase, timedPhases } from '../../../report/shown.js';
import { phaseName } from '../../../report/wording.js';
import { ticks } from './axis.js';
import { migrationTitle, totals } from './headline.js';
import { type Markup, markup } from './markup.js';
import { type Panel, rounded, text, WIDTH } from './svg-shapes.js';
import {
  type Lane,
  laneName,
  type Mark,
  percentText,
  type Slice,
  type Timeline,
  timelineOf,
} from './timeline.js';

const LEFT = 150;
const RIGHT = WIDTH - 20;
const PHASE_HEIGHT = 24;
const DEVICE_HEIGHT = 12;
const LEGEND_HEIGHT = 18;
/** Of a character in a bar, roughly: a label that might not fit is left out; the legend has it. */
const CHARACTER_WIDTH = 6.4;

/** A migration's title, totals, timeline and phases. */
export function migrationPanel(migration: Migration): Panel {
  const timeline = timelineOf(migration);
  const figures = totals(migration).map(({ name, value }) => `${name} ${value}`);
  const head = [
    text(20, 32, migrationTitle(migration), 'title'),
    text(20, 54, figures.join('; ') || 'no totals'),
    text(
      20,
      72,
      timeline ? noteText(timeline) : 'The logs have no times: nothing to draw to scale.',
      'faint',
    ),
  ];
  const drawing = timeline ? timelinePanel(timeline) : { height: 0, markup: markup`` };
  const key = legend(timedPhases(migration));
  return {
    height: 88 + drawing.height + key.height,
    markup: markup`${head}<g transform="translate(0 88)">${drawing.markup}</g>
<g transform="translate(0 ${88 + drawing.height})">${key.markup}</g>`,
  };
}

/** The names of lanes have no room for what is left out. */
function noteText({ note, lanes }: Timeline): string {
  const short = lanes.filter(({ left }) => left > 0).map(laneName);
  return [...(note === null ? [] : [note]), ...short].join('; ');
}

function timelinePanel(timeline: Timeline): Panel {
  const { from, to, lanes, marks } = timeline;
  const x = (at: number): number => LEFT + ((at - from) / (to - from)) * (RIGHT - LEFT);
  const top = 18;
  let y = top;
  const drawn = lanes.map((lane) => {
    const panel = lanePanel(lane, x, y);
    const placed = { lane, from: y, to: y + panel.height, markup: panel.markup };
    y = placed.to;
    return placed;
  });
  const axis = ticks(from, to, 8).map(
    ({
      at,
      label,
    }) => markup`<line class="grid" x1="${rounded(x(at))}" x2="${rounded(x(at))}" y1="${top}" y2="${y}"/>
${text(x(at), 10, label, 'faint middle')}`,
  );
  const lines = marks.map((mark) => {
    const own = drawn.filter(({ lane }) => lane.side === mark.side);
    return own.length === 0 ? null : markLine(mark, x, own[0]?.from ?? 0, own.at(-1)?.to ?? 0);
  });
  return { height: y + 12, markup: markup`${axis}${lines}${drawn.map((lane) => lane.markup)}` };
}

function markLine({ name, at }: Mark, x: (at: number) => number, from: number, to: number): Markup {
  const place = rounded(x(at));
  return markup`<line class="mark" x1="${place}" x2="${place}" y1="${from}" y2="${to}"><title>${name}</title></line>\n`;
}

function lanePanel({ label, rows }: Lane, x: (at: number) => number, top: number): Panel {
  const height = label.endsWith('devices') ? DEVICE_HEIGHT : PHASE_HEIGHT;
  const drawn = rows.map((row, index) =>
    row.map((slice) => bar(slice, x, top + 4 + index * height, height - 2)),
  );
  return {
    height: rows.length * height + 8,
    markup: markup`${text(LEFT - 10, top + 4 + height / 2 + 3, label, 'faint end')}${drawn}`,
  };
}

/** Never too thin to be seen, so that nothing that took time goes missing. */
function bar(slice: Slice, x: (at: number) => number, y: number, height: number): Markup {
  const left = x(slice.start);
  const width = Math.max(1.5, x(slice.end) - left);
  const fits = height > DEVICE_HEIGHT && slice.name.length * CHARACTER_WIDTH + 8 < width;
  const place = markup`x="${rounded(left)}" y="${y}" width="${rounded(width)}" height="${height}"`;
  return markup`<rect class="slice ${slice.kind}${width > 4 && ' edged'}${!slice.isExact && ' inexact'}" ${place}><title>${slice.detail}</title></rect>
${fits && text(left + 5, y + height / 2 + 4, slice.name, 'inside')}`;
}

/** Where the parts of an entry are: the swatch from the left, the end of the duration, the end of the share. */
interface Column {
  readonly left: number;
  readonly duration: number;
  readonly share: number;
}

/** The source's phases on the left; the others on the right, whose durations can be intervals. */
function legend(phases: readonly TimedPhase[]): Panel {
  const source = phases.filter(({ lane }) => lane === 'source');
  const others = phases.filter(({ lane }) => lane !== 'source');
  return {
    height: (Math.max(source.length, others.length) + 1) * LEGEND_HEIGHT + 20,
    markup: markup`${source.length > 0 && text(405, 10, 'of the downtime', 'end faint')}${others.length > 0 && text(940, 10, 'of the pause', 'end faint')}
${source.map((phase, row) => entry(phase, { left: 20, duration: 350, share: 405 }, row))}
${others.map((phase, row) => entry(phase, { left: 450, duration: 885, share: 940 }, row))}`,
  };
}

function entry({ id, duration, share: part }: TimedPhase, column: Column, row: number): Markup {
  const y = (row + 1) * LEGEND_HEIGHT;
  return markup`<rect class="slice ${id}" x="${column.left}" y="${y}" width="11" height="11"/>
${text(column.left + 18, y + 10, phaseName(id))}${text(column.duration, y + 10, spanText(duration), 'end')}
${part !== null && text(column.share, y + 10, percentText(part), 'end faint')}
`;
}

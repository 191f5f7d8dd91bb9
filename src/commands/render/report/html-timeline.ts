import { durationText } from '../../../report/duration.js';
import type { Side } from '../../../report/model.js';
import { ticks } from './axis.js';
import { type Markup, markup } from './markup.js';
import { type Lane, laneName, type Mark, type Slice, type Timeline } from './timeline.js';

/**
 * The timeline as boxes placed in percent: to zoom in is to widen the box around them. To a screen reader it is a list that the
 * arrow keys go through; a box is one stop of the tab key, not hundreds.
 */
export function timelineBox(timeline: Timeline, title: string): Markup {
  const { from, to } = timeline;
  const place = (at: number): string => `${(((at - from) / (to - from)) * 100).toFixed(5)}%`;
  const axis = ticks(from, to, 6).map(
    ({ at, label }) => markup`<span class="tick" style="left:${place(at)}">${label}</span>`,
  );
  const lanes = timeline.lanes.map((lane) => laneBox(lane, timeline));
  const source = markBox('source', timeline);
  const destination = markBox('destination', timeline);
  return markup`<div class="timeline" data-from="${from}" data-to="${to}">
<div class="tools script-only">
<button type="button" data-zoom="in">Zoom in</button>
<button type="button" data-zoom="out">Zoom out</button>
<button type="button" data-zoom="whole">Whole</button>
<span class="faint">Keys in the timeline: arrows move, + and - zoom, Enter fits, 0 shows the whole.</span>
</div>
<div class="view">
<div class="canvas">
<div class="axis" aria-hidden="true">${axis}</div>
<div role="listbox" aria-label="Timeline: ${title}">
${source}${lanes}${destination}</div>
</div>
</div>
<div class="tip" hidden></div>
</div>`;
}

function laneBox(lane: Lane, timeline: Timeline): Markup {
  const height = lane.label.endsWith('devices') ? 'devices' : 'phases';
  const boxes = lane.rows.map(
    (row) => markup`<div class="row ${height}">${row.map((slice) => sliceBox(slice, timeline))}</div>`,
  );
  return group(laneName(lane), markup`${boxes}`);
}

function group(label: string, content: Markup): Markup {
  return markup`<div class="lane" role="group" aria-label="${label}">
<span class="lane-name faint" aria-hidden="true">${label}</span>${content}</div>\n`;
}

function sliceBox({ kind, name, detail, isExact, start, end }: Slice, { from, to }: Timeline): Markup {
  const percent = (length: number): string => `${((length / (to - from)) * 100).toFixed(5)}%`;
  const place = markup`style="left:${percent(start - from)};width:${percent(end - start)}"`;
  return option(`slice ${kind}${isExact ? '' : ' inexact'}`, detail, place, markup`<span>${name}</span>`);
}

function markBox(side: Side, { marks, from, to }: Timeline): Markup | null {
  const own = marks.filter((mark) => mark.side === side);
  if (own.length === 0) return null;
  const boxes = own.map(({ name, at }: Mark) => {
    const place = markup`style="left:${(((at - from) / (to - from)) * 100).toFixed(5)}%"`;
    return option('mark', `${name}, at ${durationText(at)}`, place, markup``);
  });
  return group(`${side}: checkpoints`, markup`<div class="row marks">${boxes}</div>`);
}

function option(classes: string, detail: string, place: Markup, content: Markup): Markup {
  const role = markup`role="option" aria-selected="false" tabindex="-1"`;
  return markup`<div class="${classes}" ${role} aria-label="${detail}" ${place}>${content}</div>\n`;
}

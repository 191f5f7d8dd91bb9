import { durationText, spanText } from '../../../report/duration.js';
import type { Migration, Span } from '../../../report/model.js';
import { shareBase, type TimedPhase, timedPhases } from '../../../report/shown.js';
import { phaseName } from '../../../report/wording.js';
import { migrationTitle, totals } from './headline.js';
import { deviceTable } from './html-devices.js';
import { findingList } from './html-findings.js';
import { bar, numberCell, textCell } from './html-table.js';
import { timelineBox } from './html-timeline.js';
import { type Markup, markup } from './markup.js';
import { clockLine, returnPathLine } from './report-words.js';
import { percentText, timelineOf } from './timeline.js';

/** A migration: its totals, timeline, phases, devices, and what there is to know about them. */
export function migrationSection(migration: Migration, top: number | null): Markup {
  const timeline = timelineOf(migration);
  const heading = `migration-${migration.number}`;
  const title = migrationTitle(migration);
  const { findings } = migration;
  const phases = timedPhases(migration);
  const figures = totals(migration);
  return markup`<section aria-labelledby="${heading}">
<h2 id="${heading}">${title}</h2>
${figures.length > 0 ? totalList(figures) : markup`<p>No totals${migration.outcome !== 'completed' && `: it is ${migration.outcome}`}.</p>`}
${findings.length > 0 && findingList(findings)}
${timeline ? timelineBox(timeline, title) : markup`<p>The logs have no times: there is nothing to draw to scale.</p>`}
${hostsText(migration, timeline?.note ?? null)}
${phases.length > 0 && phaseTable(migration.number, phases)}
${deviceTable(migration, top)}
</section>
`;
}

function totalList(figures: ReturnType<typeof totals>): Markup {
  const items = figures.map(
    ({ name, value, by }) =>
      markup`<div><dt>${name}</dt><dd><strong>${value}</strong> <span class="faint">${by}</span></dd></div>\n`,
  );
  return markup`<dl class="totals">${items}</dl>`;
}

/** What is known of the clocks, how that is drawn, and whether the source waited for the destination. */
function hostsText(migration: Migration, note: string | null): Markup | null {
  const clocks = clockLine(migration);
  const path = returnPathLine(migration);
  if (clocks === undefined && path === undefined) return null;
  const isDrawnBetween = migration.clock.kind === 'bounded' || migration.clock.kind === 'unknown';
  return markup`<p class="faint">${clocks && `Clocks: ${clocks}`}${isDrawnBetween && note && `; ${note}`}${clocks && '. '}
${path && `Return path: ${path}.`}</p>`;
}

function phaseTable(number: number, phases: readonly TimedPhase[]): Markup {
  const most = phases.reduce((longest, { duration }) => Math.max(longest, longestOf(duration)), 1);
  const columns = ['Phase', 'Where', 'Duration', 'Share', 'Unexplained', 'From', 'To'];
  const numbers = ['Duration', 'Share', 'Unexplained'];
  return markup`<div class="wide" role="region" aria-label="Phases of migration ${number}" tabindex="0">
<table>
<caption>Phases of migration ${number}; those of two sides overlap and do not add up</caption>
<thead><tr>${columns.map(
    (name) => markup`<th scope="col" class="${numbers.includes(name) ? 'number' : 'words'}">${name}</th>`,
  )}</tr></thead>
<tbody>
${phases.map((phase) => phaseRow(phase, most))}</tbody>
</table>
</div>`;
}

function longestOf({ least, most }: Span): number {
  return most ?? least;
}

function phaseRow({ id, lane, duration, share, rows, from, to }: TimedPhase, most: number): Markup {
  return markup`<tr>
<th scope="row"><span class="swatch ${id}"></span>${phaseName(id)}</th>
${textCell(lane)}${numberCell(duration.least, spanText(duration), bar(id, longestOf(duration) / most))}
${numberCell(share, share === null ? '–' : `${percentText(share)} of ${shareBase(lane)}`)}
${numberCell(rows?.unexplained ?? null, rows ? durationText(rows.unexplained) : '–')}
${textCell(markup`<code>${from}</code>`)}${textCell(markup`<code>${to}</code>`)}
</tr>\n`;
}

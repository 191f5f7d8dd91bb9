import type { Report } from '../../../report/model.js';
import { shownMigrations } from '../../../report/shown.js';
import { type Markup, markup } from './markup.js';
import { colourRules } from './palette.js';
import { headline } from './report-words.js';
import type { Reporter } from './reporter.js';
import { figuresPanel } from './svg-figures.js';
import { type Panel, text, WIDTH } from './svg-shapes.js';
import { migrationPanel } from './svg-timeline.js';

/** A picture of each migration on a time axis, or of many runs the figures they have in common. */
export const svg: Reporter = (report) => {
  const { runs } = report;
  const migrations = shownMigrations(report).map(migrationPanel);
  const figures = runs ? [figuresPanel(runs)] : [];
  const panels = report.chosen === null ? [...figures, ...migrations] : migrations;
  const height = panels.reduce((sum, panel) => sum + panel.height, 0) || 60;
  const size = markup`width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${label(report)}">
<style>
${colourRules()}
${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
${panels.length === 0 && text(20, 34, 'No migration was found.')}${stacked(panels)}</svg>
`.text;
};

/** All that a screen reader tells of a picture. */
function label(report: Report): string {
  const [only, ...more] = shownMigrations(report);
  const title = 'Where the downtime went';
  return only && more.length === 0 ? `${title}: ${headline(only)}` : title;
}

const STYLE = markup`text { font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; fill: var(--ink); }
.title { font-size: 17px; font-weight: 600; }
.faint { fill: var(--faint); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.paper { fill: var(--paper); }
.grid { stroke: var(--line); }
.mark { stroke: var(--faint); stroke-dasharray: 2 3; }
.slice { fill: var(--slice); }
.edged { stroke: var(--paper); }
.outlier { stroke: var(--ink); stroke-width: 1; }
.inexact { stroke: var(--ink); stroke-dasharray: 5 4; }
.range { stroke: var(--ink); stroke-width: 2; }
.inside { font-size: 11px; fill: #ffffff; }`;

function stacked(panels: readonly Panel[]): Markup[] {
  let y = 0;
  return panels.map((panel) => {
    const placed = markup`<g transform="translate(0 ${y})">${panel.markup}</g>\n`;
    y += panel.height;
    return placed;
  });
}

import { FIGURES, type Figure } from '../../../report/figures.js';
import type { Input, Limit, Report } from '../../../report/model.js';
import { shownMigrations } from '../../../report/shown.js';
import { migrationTitle } from './headline.js';
import { findingList } from './html-findings.js';
import { migrationSection } from './html-migration.js';
import { page } from './html-page.js';
import { comparisonSection, runsSection } from './html-runs.js';
import { type Markup, markup } from './markup.js';
import { limitLine } from './report-words.js';
import type { Reporter } from './reporter.js';

/** A report as one page. */
export const html: Reporter = (report) => page(pageTitle(report), body(report));

function pageTitle(report: Report): string {
  const [only, ...more] = shownMigrations(report);
  return only && more.length === 0 ? `Downtime: ${migrationTitle(only)}` : 'Downtime of live migrations';
}

function body(report: Report): Markup {
  const { inputs, findings, runs, comparison, limit, top, toolVersion } = report;
  const migrations = shownMigrations(report);
  const summary = report.chosen === null ? runs : null;
  return markup`<header>
<h1>Where the downtime went</h1>
${inputs.length > 0 && markup`<ul class="inputs faint">${inputs.map(inputItem)}</ul>`}
</header>
<main>
${limit && verdict(limit)}
${findings.length > 0 && markup`<h2>About the logs</h2>${findingList(findings)}`}
${summary && runsSection(summary, top)}
${comparison && comparisonSection(comparison, top)}
${migrations.map((migration) => migrationSection(migration, top))}
${migrations.length === 0 && summary === null && markup`<p>No migration was found.</p>`}
${migrations.length > 0 && figureList()}
</main>
<footer class="faint">qemu-downtime ${toolVersion}</footer>`;
}

/** What the figures contain, folded away. */
function figureList(): Markup {
  return markup`<details class="figures">
<summary>What the figures contain, and what not</summary>
<dl>${FIGURES.map(figureItem)}</dl>
</details>`;
}

function figureItem({ id, title, contains, leavesOut }: Figure): Markup {
  return markup`<dt id="figure-${id}">${title}</dt>
<dd>${contains}${leavesOut !== undefined && markup` <span class="faint">Not in it: ${leavesOut}.</span>`}</dd>
`;
}

function inputItem({ side, name, lines, events, form }: Input): Markup {
  return markup`<li>${side}: <code>${name}</code>, ${events} events in ${lines} lines${form && ` (${form})`}</li>\n`;
}

function verdict(limit: Limit): Markup {
  return markup`<p class="verdict ${limit.verdict === 'kept' ? 'plain' : 'error'}">${limitLine(limit)}</p>`;
}

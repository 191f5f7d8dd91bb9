import type { Collected, CollectedRevision } from '../../../collect/model.js';
import { page } from '../report/html-page.js';
import { filteredTable, numberCell, textCell } from '../report/html-table.js';
import { type Markup, markup } from '../report/markup.js';
import type { CollectReporter } from './reporter.js';
import {
  migrationOf,
  migrationText,
  modesOf,
  portText,
  secondsText,
  stateText,
  verdictText,
  verifyText,
} from './wording.js';

/** One page of all revisions, in the manner of a report's. */
export const html: CollectReporter = (collected, { toolVersion }) => {
  const failed = collected.revisions.filter((one) => !one.passed);
  return page(
    verdictText(collected),
    markup`<header>
<h1>Downtime checkpoints, revision by revision</h1>
</header>
<main>
<p class="verdict ${collected.passed ? 'plain' : 'error'}">${verdictText(collected)}</p>
${table(collected)}
${failed.length > 0 && markup`<h2>What failed, and why</h2>${failed.map(failure)}`}
</main>
<footer class="faint">qemu-downtime ${toolVersion}</footer>`,
  );
};

function table(collected: Collected): Markup {
  const { revisions } = collected;
  const modes = modesOf(collected);
  return filteredTable({
    key: 'revisions',
    caption: 'Revisions; of a migration that passed the downtime that QEMU says',
    columns: [
      { name: 'Revision' },
      { name: 'QEMU' },
      { name: 'Result' },
      { name: 'Port' },
      { name: 'Lint errors', numbers: true },
      { name: 'Warnings', numbers: true },
      { name: 'Verify' },
      ...modes.map((name) => ({ name, numbers: true })),
      { name: 'Time', numbers: true },
    ],
    rows: revisions.map((one) => ({
      facts: { text: one.revision, class: stateText(one) },
      cells: cellsOf(one, modes),
    })),
    top: null,
    classesAre: 'Result',
    classes: [...new Set(revisions.map(stateText))].sort(),
  });
}

function cellsOf(one: CollectedRevision, modes: readonly string[]): Markup[] {
  const { revision, commit, version, passed, lint, verify } = one;
  return [
    markup`<th scope="row"><code>${revision}</code>${commit !== null && markup` <span class="faint">${commit.slice(0, 12)}</span>`}</th>`,
    textCell(version ?? '–'),
    textCell(passed ? stateText(one) : markup`<strong>${stateText(one)}</strong>`),
    textCell(portText(one)),
    countCell(lint?.errors),
    countCell(lint?.warnings),
    textCell(verifyText(one)),
    ...modes.map((mode) => {
      const migration = migrationOf(one, mode);
      const shown = migrationText(migration);
      return numberCell(migration?.status === 'passed' ? migration.downtime : null, shown);
    }),
    numberCell(verify?.seconds ?? null, secondsText(one)),
  ];
}

function countCell(count: number | undefined): Markup {
  return numberCell(count ?? null, count === undefined ? '–' : String(count));
}

function failure({ revision, problems }: CollectedRevision): Markup {
  return markup`<h3><code>${revision}</code></h3>
<ul class="findings">${problems.map((problem) => markup`<li class="error">${problem}</li>\n`)}</ul>
`;
}

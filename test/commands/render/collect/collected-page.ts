import type { CollectedRevision } from '../../../../src/collect/model.js';
import { collectReporters } from '../../../../src/commands/render/collect/index.js';
import { colours } from '../../../../src/commands/render/colour.js';

export const GOOD: CollectedRevision = {
  name: 'stable-7.2',
  revision: 'refs/heads/stable-7.2',
  commit: 'a'.repeat(40),
  version: '7.2.22',
  passed: true,
  port: 'ported',
  lint: { errors: 0, warnings: 1, notes: 0 },
  verify: {
    level: 'migrate',
    passed: true,
    seconds: 200.4,
    migrations: [
      { mode: 'precopy', status: 'passed', downtime: 3 },
      { mode: 'failed', status: 'passed', downtime: null },
      { mode: 'postcopy', status: 'not-runnable', downtime: null },
    ],
  },
  problems: [],
};

export const BAD: CollectedRevision = {
  ...GOOD,
  name: 'stable-4.2',
  revision: 'stable-4.2',
  passed: false,
  lint: null,
  verify: null,
  problems: ['lint.json is missing'],
};

/** A page of a revision that passed and one that failed. */
export function collectedPage(): string {
  const collected = { level: 'migrate', passed: false, revisions: [GOOD, BAD] };
  return collectReporters.html(collected, { paint: colours('never', false), toolVersion: '0.1.0' });
}

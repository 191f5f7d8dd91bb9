import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratchFolder } from '../tree/write/scratch-tree.js';

export const COMMIT = 'abcdef0123456789abcdef0123456789abcdef01';
/** What the port made of it. */
export const NEW_COMMIT = 'fedcba9876543210fedcba9876543210fedcba98';

/** Documents as the commands write them, as far as they are looked at. */
export const DOCUMENTS = {
  backport: {
    schema: 'qemu-downtime/backport@1',
    results: [
      {
        onto: 'refs/heads/a',
        base: COMMIT,
        version: '7.2.0',
        status: 'ported',
        ref: 'refs/heads/qemu-downtime/a',
        newCommit: NEW_COMMIT,
      },
    ],
  },
  lint: {
    schema: 'qemu-downtime/lint@1',
    results: [
      { revision: 'refs/heads/qemu-downtime/a', errors: 0, warnings: 2, notes: 1, findings: [] as object[] },
    ],
  },
  verify: {
    schema: 'qemu-downtime/verify@1',
    tree: 'refs/heads/qemu-downtime/a',
    level: 'migrate',
    passed: true,
    stages: [
      { name: 'build', seconds: 100.25 },
      { name: 'migrations', seconds: 8 },
    ],
    migrations: [
      { mode: 'precopy', status: 'passed', downtime: 3 },
      { mode: 'postcopy', status: 'not-runnable', reason: 'no userfaultfd' },
    ],
  },
};

export const MANIFEST = {
  schema: 'qemu-downtime/pipeline@1',
  level: 'migrate',
  jobs: [{ name: 'a', revision: 'stable a', commit: COMMIT }],
};

/**
 * A folder of results: one revision that passed.
 * @param changes files that are otherwise: text as it is, what is else as JSON, undefined for none
 */
export function madeResults(changes: Readonly<Record<string, unknown>> = {}): string {
  const folder = scratchFolder();
  const files: Readonly<Record<string, unknown>> = {
    'pipeline.json': MANIFEST,
    'a/backport.json': DOCUMENTS.backport,
    'a/lint.json': DOCUMENTS.lint,
    'a/verify.json': DOCUMENTS.verify,
    'a/port.mbox': `From ${NEW_COMMIT} Mon Sep 17 00:00:00 2001\n`,
    ...changes,
  };
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

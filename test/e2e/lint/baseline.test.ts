import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rewrite } from '../../support/fixture-trees.js';
import { cli, shell } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import {
  CALL,
  linted,
  MIGRATION,
  misplacedTree,
  putBack,
  putIn,
  rulesOf,
  suppressBoth,
} from './lint-scene.js';

describe('a baseline', () => {
  async function withBaseline(): Promise<{ root: string; file: string }> {
    const root = await misplacedTree();
    const file = join(scratchFolder(), 'known.json');
    const before = stateOf(root);
    const run = await cli(['lint', '--write-baseline', file, root]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^2 errors, 0 warnings, 0 notes/m);
    expect(run.stderr).toBe(`note: ${file} holds 2 findings; --baseline leaves out what is there\n`);
    expectUntouched(root, before);
    return { root, file };
  }

  it('leaves out what it holds, and says how much', async () => {
    const { root, file } = await withBaseline();
    const run = await cli(['lint', '--baseline', file, root]);
    expect([run.code, run.stdout]).toEqual([0, 'nothing new (2 known from the baseline)\n']);
    expect((await linted(0, ['--baseline', file, root])).results[0]).toMatchObject({ known: 2, errors: 0 });
  });

  it('comes from standard input too', async () => {
    const { root, file } = await withBaseline();
    const run = await shell(`"$@" < '${file}'`, ['lint', '--baseline', '-', root]);
    expect([run.code, run.stdout]).toEqual([0, 'nothing new (2 known from the baseline)\n']);
  });

  it('still holds when everything moves down, and blanks change', async () => {
    const { root, file } = await withBaseline();
    rewrite(
      root,
      MIGRATION,
      (text) => `/*\n * more\n */\n\n${text.replace(CALL, CALL.replace('    ', '\t'))}`,
    );
    const run = await cli(['lint', '--baseline', file, root]);
    expect([run.code, run.stdout]).toEqual([0, 'nothing new (2 known from the baseline)\n']);
  });

  it('does not hide what is new, be it a second one of the same kind', async () => {
    const { root, file } = await withBaseline();
    rewrite(root, MIGRATION, (text) => text.replace('"src-downtime-end"', '"src-downtime-stop"'));
    const other = await linted(1, ['--baseline', file, root]);
    expect(other.results[0].known).toBe(2);
    expect(rulesOf(other)).toContain('unknown-checkpoint');
    rewrite(root, MIGRATION, (text) =>
      text.replace('"src-downtime-stop"', '"src-downtime-end"').replace(CALL, CALL + CALL),
    );
    const second = await linted(1, ['--baseline', file, root]);
    expect(second.results[0].findings.length).toBeGreaterThan(0);
  });

  it('says what it holds in vain, and how to write it anew', async () => {
    const { root, file } = await withBaseline();
    putBack(root);
    const run = await cli(['lint', '--baseline', file, root]);
    expect([run.code, run.stdout]).toEqual([0, 'nothing new (1 known from the baseline)\n']);
    expect(run.stderr).toBe(
      `note: 1 of 2 findings in ${file} is found no more; --write-baseline ${file} writes it anew, with all that is found now\n`,
    );
    const { stale } = await linted(0, ['--baseline', file, root]);
    const { findings } = JSON.parse(readFileSync(file, 'utf8'));
    expect(stale).toEqual([findings.find((one: { rule: string }) => one.rule === 'misplaced').fingerprint]);
    expect((await cli(['lint', '--write-baseline', file, root])).code).toBe(0);
    const fresh = await cli(['lint', '--baseline', file, root]);
    expect([fresh.stdout, fresh.stderr]).toEqual(['nothing new (1 known from the baseline)\n', '']);
  });

  it('says nothing of what could not be looked at', async () => {
    const { root, file } = await withBaseline();
    rewrite(root, MIGRATION, (text) => `<<<<<<< HEAD\n${text}`);
    expect((await cli(['lint', '--baseline', file, root])).stderr).toBe('');
  });

  it('of many revisions or trees with the same finding holds it once', async () => {
    const { file } = await withBaseline();
    const { findings } = JSON.parse(readFileSync(file, 'utf8'));
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(['misplaced', 'missing-checkpoint']);
    expect(new Set(findings.map((one: { fingerprint: string }) => one.fingerprint)).size).toBe(2);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"schema":"qemu-downtime/baseline@1","findings":[{}]}',
    '{"schema":"x"}',
  ])('that is none is wrong usage: %s', async (text) => {
    const file = join(scratchFolder(), 'known.json');
    writeFileSync(file, text);
    const run = await cli(['lint', '--baseline', file, '/nowhere']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`${file}: it is no baseline of lint [file-unreadable]`);
  });
});

describe('a comment in the source', () => {
  it('with a reason suppresses the finding of its line, or of the next', async () => {
    const root = await misplacedTree();
    suppressBoth(root, ': our announcement comes first');
    const run = await cli(['lint', '--fail-on', 'note', root]);
    expect([run.code, run.stdout]).toEqual([0, 'clean; 2 suppressed by comments, for lint alone\n']);
    expect((await linted(0, [root])).results[0].suppressed).toBe(2);
  });

  it.each(['', ':', ': '])('without a reason ("%s") suppresses nothing, and is a finding', async (words) => {
    const root = await misplacedTree();
    suppressBoth(root, words);
    const document = await linted(1, [root]);
    expect(document.results[0]).toMatchObject({ errors: 2, warnings: 2, suppressed: 0 });
    expect(rulesOf(document)).toEqual([
      'suppression-without-reason',
      'misplaced',
      'missing-checkpoint',
      'suppression-without-reason',
    ]);
  });

  it('that suppresses nothing any more is a note', async () => {
    const root = await misplacedTree();
    suppressBoth(root, ': our announcement comes first');
    putBack(root);
    putIn(root);
    const document = await linted(0, [root]);
    expect(rulesOf(document)).toEqual(['suppression-unused', 'suppression-unused']);
    await linted(1, ['--fail-on', 'note', root]);
  });

  it('of a rule that is turned off is not called unused', async () => {
    const root = await misplacedTree();
    suppressBoth(root, ': our announcement comes first');
    // What is missing is missing on the path, too, once nothing else says so.
    const off = ['--rule', 'misplaced=off,missing-checkpoint=off,missing-on-path=off'];
    expect(rulesOf(await linted(0, [...off, root]))).toEqual([]);
  });

  it('of a rule that does not exist is a warning that names the one that may be meant', async () => {
    const root = await misplacedTree();
    rewrite(root, MIGRATION, (text) =>
      text.replace(CALL, `    // qemu-downtime-ignore mislaid: a slip\n${CALL}`),
    );
    const [found] = (await linted(1, [root])).results[0].findings;
    expect(found).toMatchObject({
      rule: 'suppression-unused',
      severity: 'warning',
      message: 'no rule is called mislaid',
      next: 'did you mean misplaced?',
    });
  });

  it('in a file that is not whole is not called unused', async () => {
    const root = await misplacedTree();
    suppressBoth(root, ': our announcement comes first');
    rewrite(root, 'migration/savevm.c', (text) => `<<<<<<< HEAD\n${text}`);
    expect(rulesOf(await linted(1, [root]))).toEqual(['conflict-marker']);
  });
});

import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectResults as collectWith } from '../../src/collect/collect-results.js';
import type { Collected, CollectedRevision } from '../../src/collect/model.js';
import type { PipelineLevel } from '../../src/pipeline/pipeline.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { COMMIT, DOCUMENTS, MANIFEST, madeResults, NEW_COMMIT } from './made-results.js';

function collectResults(folder: string, level?: PipelineLevel): Collected {
  return collectWith(folder, { level, defaultRecipe: 'checkpoints' });
}

/** The one revision of a folder. */
function only(folder: string): CollectedRevision {
  const { revisions } = collectResults(folder);
  expect(revisions).toHaveLength(1);
  return revisions[0] as CollectedRevision;
}

const lint = (part: object) => ({
  ...DOCUMENTS.lint,
  results: [{ ...DOCUMENTS.lint.results[0], ...part }],
});
const verify = (part: object) => ({ ...DOCUMENTS.verify, ...part });
const backport = (part: object) => ({
  ...DOCUMENTS.backport,
  results: [{ ...DOCUMENTS.backport.results[0], ...part }],
});

describe('a revision that passed', () => {
  it('has the figures of its documents', () => {
    expect(collectResults(madeResults())).toEqual({
      level: 'migrate',
      passed: true,
      revisions: [
        {
          name: 'a',
          revision: 'stable a',
          commit: COMMIT,
          version: '7.2.0',
          passed: true,
          port: 'ported',
          lint: { errors: 0, warnings: 2, notes: 1 },
          verify: {
            level: 'migrate',
            passed: true,
            seconds: 108.25,
            migrations: [
              { mode: 'precopy', status: 'passed', downtime: 3 },
              { mode: 'postcopy', status: 'not-runnable', downtime: null },
            ],
          },
          problems: [],
        },
      ],
    });
  });

  it('needs no list of jobs; then it is called as its folder is', () => {
    const one = only(madeResults({ 'pipeline.json': undefined }));
    expect(one).toMatchObject({ revision: 'a', commit: COMMIT, passed: true });
  });

  it('need not be verified where the jobs do not', () => {
    const manifest = { ...MANIFEST, level: 'none' };
    expect(only(madeResults({ 'pipeline.json': manifest, 'a/verify.json': undefined }))).toMatchObject({
      passed: true,
      verify: null,
    });
  });

  it('need not be verified where no jobs are listed and none is asked for', () => {
    const folder = madeResults({ 'pipeline.json': undefined, 'a/verify.json': undefined });
    expect(collectResults(folder, 'none')).toMatchObject({ level: 'none', passed: true });
    expect(collectResults(folder).revisions[0]?.problems).toEqual([
      expect.stringMatching(/^verify.json is missing.*; with --level none it need not be there$/),
    ]);
    expect(collectResults(folder, 'build').passed).toBe(false);
  });

  it('had all already: then its own branch was looked at', () => {
    const own = { revision: 'refs/heads/a' };
    const changes = {
      'a/backport.json': backport({ status: 'already' }),
      'a/lint.json': lint(own),
      'a/verify.json': verify({ tree: 'refs/heads/a' }),
      'a/port.mbox': undefined,
    };
    expect(only(madeResults(changes))).toMatchObject({ passed: true, port: 'already' });
  });
});

describe('a migration that the machine cannot run', () => {
  const migration = { mode: 'postcopy', status: 'not-runnable', reason: 'no userfaultfd' };

  it('is fine unless it was required', () => {
    const of = (required: boolean) =>
      only(madeResults({ 'a/verify.json': verify({ migrations: [{ ...migration, required }] }) }));
    expect(of(false)).toMatchObject({ passed: true, problems: [] });
    expect(of(true)).toMatchObject({
      passed: false,
      problems: ['verify: postcopy not-runnable: no userfaultfd'],
    });
  });
});

/** As `backport` and `lint` tell of recipes. */
const asked = (...names: readonly string[]) => ({ recipes: names.map((recipe) => ({ recipe })) });

describe('the recipes that the jobs were to port', () => {
  const BOTH = ['per-device', 'checkpoints'];
  const manifest = { ...MANIFEST, recipe: 'per-device,checkpoints' };

  it('are those of all documents, in whatever order', () => {
    const changes = {
      'pipeline.json': manifest,
      'a/backport.json': backport(asked(...BOTH)),
      'a/lint.json': lint(asked(...BOTH.toReversed())),
      'a/verify.json': verify({ recipes: BOTH }),
    };
    expect(only(madeResults(changes)).problems).toEqual([]);
    const named = { ...MANIFEST, recipe: 'checkpoints' };
    expect(only(madeResults({ 'pipeline.json': named })).problems).toEqual([]);
  });

  it('are held against each document, none named being the default', () => {
    const what = 'it is of the recipe checkpoints, and not of per-device,checkpoints';
    expect(only(madeResults({ 'pipeline.json': manifest })).problems).toEqual([
      `backport.json: ${what}`,
      `lint.json: ${what}`,
      `verify.json: ${what}`,
    ]);
    const changes = {
      'a/backport.json': backport(asked('per-device')),
      'a/lint.json': lint(asked(...BOTH)),
      'a/verify.json': verify({ recipes: ['per-device'] }),
    };
    expect(only(madeResults(changes)).problems).toEqual([
      'backport.json: it is of the recipe per-device, and not of checkpoints',
      'lint.json: it is of the recipe per-device,checkpoints, and not of checkpoints',
      'verify.json: it is of the recipe per-device, and not of checkpoints',
    ]);
  });

  it('are not asked of a port that was refused, maybe before any was looked at', () => {
    const refused = backport({ status: 'refused', problems: [PROBLEM] });
    expect(only(madeResults({ 'pipeline.json': manifest, 'a/backport.json': refused })).problems).toEqual([
      'backport: no safe place [no-place]',
    ]);
  });

  it('are not known without a list of jobs', () => {
    expect(unlisted({ 'a/backport.json': backport(asked(...BOTH)) })).toEqual([]);
  });
});

const PROBLEM = { code: 'no-place', expected: 'x', found: 'no safe place', next: 'y' };

describe('a revision failed', () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>, string | RegExp]>([
    ['without a port', { 'a/backport.json': undefined }, /^backport.json is missing/],
    ['without a lint', { 'a/lint.json': undefined }, /^lint.json is missing/],
    ['without a verification', { 'a/verify.json': undefined }, /^verify.json is missing/],
    ['with an empty document', { 'a/lint.json': '' }, 'lint.json cannot be used: it is empty'],
    [
      'with a part of a document',
      { 'a/verify.json': '{"schema":"qemu-dow' },
      'verify.json cannot be used: it is no JSON, or only a part',
    ],
    ['with a list', { 'a/lint.json': '[]' }, 'lint.json cannot be used: the document is not an object'],
    [
      'with another document',
      { 'a/lint.json': DOCUMENTS.verify },
      'lint.json cannot be used: it is not of qemu-downtime/lint@1',
    ],
    [
      'with a document of a later program',
      { 'a/lint.json': { ...DOCUMENTS.lint, schema: 'qemu-downtime/lint@2' } },
      /not of/,
    ],
    [
      'with a count that is none',
      { 'a/lint.json': lint({ errors: -1 }) },
      'lint.json cannot be used: results[0].errors is not a number of at least 0',
    ],
    ['with no result', { 'a/lint.json': { ...DOCUMENTS.lint, results: [] } }, /results is not a list of one/],
    [
      'that was refused',
      { 'a/backport.json': backport({ status: 'refused', problems: [PROBLEM] }) },
      'backport: no safe place [no-place]',
    ],
    [
      'whose port came to nothing',
      { 'a/backport.json': { ...DOCUMENTS.backport, results: [], problems: [PROBLEM] } },
      'backport: no safe place [no-place]',
    ],
    [
      'that lint refused',
      {
        'a/lint.json': { ...DOCUMENTS.lint, results: [], refused: [{ revision: 'a', problems: [PROBLEM] }] },
      },
      'lint: no safe place [no-place]',
    ],
    [
      'with errors',
      {
        'a/lint.json': lint({
          errors: 1,
          findings: [
            { severity: 'warning', file: 'x.c', message: 'w' },
            { severity: 'error', file: 'migration/savevm.c', message: 'it is gone' },
          ],
        }),
      },
      'lint: migration/savevm.c: it is gone',
    ],
    [
      'with errors that it does not list',
      { 'a/lint.json': lint({ errors: 1 }) },
      /^lint: 1 errors are counted/,
    ],
    [
      'that does not build',
      {
        'a/verify.json': verify({
          passed: false,
          breakage: { stage: 'build', reason: 'savevm.c does not compile' },
        }),
      },
      'verify: build: savevm.c does not compile',
    ],
    [
      'that fires wrongly',
      {
        'a/verify.json': verify({
          passed: false,
          migrations: [
            { mode: 'precopy', status: 'failed', missing: ['x'], unexpected: ['y'], outOfOrder: [] },
          ],
        }),
      },
      'verify: precopy failed: x did not fire; y fired and should not, or too often',
    ],
    [
      'with a migration that failed, whatever it says of the whole',
      { 'a/verify.json': verify({ migrations: [{ mode: 'file', status: 'failed', reason: 'r' }] }) },
      'verify: file failed: r',
    ],
    [
      'that failed for no reason',
      { 'a/verify.json': verify({ passed: false }) },
      'verify: it says that it failed, and not why',
    ],
    [
      'that found no engine',
      { 'a/verify.json': { ...verify({ passed: false }), problems: [{ ...PROBLEM, code: 'no-engine' }] } },
      'verify: no safe place [no-engine]',
    ],
    [
      'that did not go as far as it had to',
      { 'a/verify.json': verify({ level: 'objects' }) },
      'verify.json: it went up to objects, and not to migrate',
    ],
    [
      'with the port of another commit',
      { 'a/backport.json': backport({ base: '1'.repeat(40) }) },
      /^backport.json: it is of the commit 1{40}/,
    ],
    ['without the mail of its port', { 'a/port.mbox': undefined }, /^port.mbox is missing: the job did/],
    ['with an empty mail', { 'a/port.mbox': '' }, 'port.mbox cannot be used: it is empty'],
    [
      'with the lint of another revision',
      { 'a/lint.json': lint({ revision: 'refs/heads/a' }) },
      'lint.json: it is of refs/heads/a, and not of refs/heads/qemu-downtime/a',
    ],
    [
      'with the verification of another revision',
      { 'a/verify.json': verify({ tree: 'b' }) },
      'verify.json: it is of b, and not of refs/heads/qemu-downtime/a',
    ],
  ])('%s', (_, changes, problem) => {
    const one = only(madeResults(changes));
    expect(one.passed).toBe(false);
    expect(one.problems).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('that left nothing', () => {
    const folder = madeResults();
    rmSync(join(folder, 'a'), { recursive: true });
    expect(only(folder).problems).toEqual(['the job left no results at all']);
  });

  it('that did not have to be verified, was, and failed', () => {
    const changes = { 'pipeline.json': undefined, 'a/verify.json': verify({ passed: false }) };
    expect(collectResults(madeResults(changes), 'none').revisions[0]?.problems).toEqual([
      'verify: it says that it failed, and not why',
    ]);
    expect(
      collectResults(madeResults({ ...changes, 'a/verify.json': DOCUMENTS.verify }), 'none').passed,
    ).toBe(true);
  });

  it('that no job is listed for', () => {
    const { passed, revisions } = collectResults(madeResults({ 'b/lint.json': DOCUMENTS.lint }));
    expect(passed).toBe(false);
    expect(revisions.map((one) => [one.name, one.passed])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(revisions[1]?.problems[0]).toBe('pipeline.json lists no such job');
  });

  it('with links or folders for documents, of whose content nothing is told', () => {
    const folder = madeResults({ 'a/lint.json': undefined, 'a/verify.json': undefined });
    writeFileSync(join(folder, 'secret'), 'the secret');
    symlinkSync('../secret', join(folder, 'a/lint.json'));
    mkdirSync(join(folder, 'a/verify.json'));
    rmSync(join(folder, 'a/port.mbox'));
    symlinkSync('../secret', join(folder, 'a/port.mbox'));
    expect(only(folder).problems).toEqual([
      'port.mbox cannot be used: it is no file',
      'lint.json cannot be used: it is a link',
      'verify.json cannot be used: it is no file',
    ]);
  });

  it('however its documents are cut off', () => {
    const texts = Object.entries(DOCUMENTS).map(
      ([name, document]) => [name, JSON.stringify(document)] as const,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([name, text], part) => {
          const cut = text.slice(0, Math.min(text.length - 1, Math.floor(text.length * part)));
          const one = only(madeResults({ [`a/${name}.json`]: cut }));
          expect(one.passed).toBe(false);
          expect(one.problems.every((problem) => problem.startsWith(`${name}.json cannot be used`))).toBe(
            true,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** The problems of a revision that no list of jobs names. */
function unlisted(changes: Readonly<Record<string, unknown>>): readonly string[] {
  return only(madeResults({ 'pipeline.json': undefined, ...changes })).problems;
}

describe('without a list of jobs, the documents of a folder are held against each other:', () => {
  const ALREADY = backport({ status: 'already', ref: null, newCommit: null });
  const PATCH = backport({ ref: null, newCommit: null });

  it.each([
    'refs/heads/qemu-downtime/a',
    'heads/qemu-downtime/a',
    'qemu-downtime/a',
    'qemu-downtime/a^{commit}',
    NEW_COMMIT,
    NEW_COMMIT.slice(0, 12).toUpperCase(),
    `${NEW_COMMIT.slice(0, 4)}^0`,
  ])('the branch that was made may be called %s', (revision) => {
    const changes = { 'a/lint.json': lint({ revision }), 'a/verify.json': verify({ tree: revision }) };
    expect(unlisted(changes)).toEqual([]);
  });

  it.each(['refs/heads/a', 'refs/tags/qemu-downtime/a', 'qemu-downtime/a~1', 'fed', COMMIT.slice(0, 12), ''])(
    'a lint or a verification of "%s" is of another',
    (revision) => {
      const changes = { 'a/lint.json': lint({ revision }), 'a/verify.json': verify({ tree: revision }) };
      expect(unlisted(changes)).toEqual([
        `lint.json: it is of ${revision}, and not of refs/heads/qemu-downtime/a`,
        `verify.json: it is of ${revision}, and not of refs/heads/qemu-downtime/a`,
      ]);
    },
  );

  it.each(['refs/heads/a', 'a', COMMIT, COMMIT.slice(0, 9)])(
    'what had all already may be called %s',
    (revision) => {
      const changes = { 'a/lint.json': lint({ revision }), 'a/verify.json': verify({ tree: revision }) };
      expect(unlisted({ 'a/backport.json': ALREADY, ...changes })).toEqual([]);
    },
  );

  it('what had all already is not its port', () => {
    expect(unlisted({ 'a/backport.json': ALREADY })).toEqual([
      expect.stringMatching(/^lint.json: it is of refs.heads.qemu-downtime.a, and not of refs.heads.a$/),
      expect.stringMatching(/^verify.json: it is of/),
    ]);
  });

  it('a tree in a folder may be of any revision, but not of another version', () => {
    const tree = { 'a/lint.json': lint({ revision: null, version: '7.2.0' }) };
    expect(unlisted({ ...tree, 'a/verify.json': verify({ tree: '../qemu' }) })).toEqual([]);
    const other = { 'a/lint.json': lint({ revision: null, version: '6.2.0' }) };
    expect(unlisted({ ...other, 'a/verify.json': verify({ tree: '/src/qemu', version: '6.2.1' }) })).toEqual([
      'lint.json: it is of QEMU 6.2.0, and backport.json of QEMU 7.2.0',
      'verify.json: it is of QEMU 6.2.1, and backport.json of QEMU 7.2.0',
    ]);
  });

  it('so may a patch be applied anywhere', () => {
    const changes = { 'a/lint.json': lint({ revision: 'x' }), 'a/verify.json': verify({ tree: 'y' }) };
    expect(unlisted({ 'a/backport.json': PATCH, ...changes })).toEqual([]);
    expect(
      unlisted({ 'a/backport.json': PATCH, ...changes, 'a/lint.json': lint({ version: '8.1.0' }) }),
    ).toEqual(['lint.json: it is of QEMU 8.1.0, and backport.json of QEMU 7.2.0']);
  });
});

describe('nothing can be said of', () => {
  it('a list of jobs that is told another level', () => {
    expect(() => collectResults(madeResults(), 'none')).toThrow(
      /--level none, and migrate in pipeline.json \[level-unlike-list\]/,
    );
    expect(collectResults(madeResults(), 'migrate').passed).toBe(true);
  });

  it('a folder that is not there', () => {
    expect(() => collectResults(join(scratchFolder(), 'none'))).toThrow(
      /none: no such file or folder \[no-results\]/,
    );
  });

  it('a folder without results', () => {
    expect(() => collectResults(scratchFolder())).toThrow(/there is no folder in it \[no-results\]/);
  });

  it.each([
    ['a folder of one revision', 'ROOT/a', 'the results of one revision'],
    ['a document of one', 'ROOT/a/lint.json', 'a file, not a folder'],
    ['the list of jobs', 'ROOT/pipeline.json', 'a file, not a folder'],
  ])('%s, and says which folder may be meant', (_, path, why) => {
    const root = madeResults();
    const given = path.replace('ROOT', root);
    expect(() => collectResults(given)).toThrow(
      `${given}: ${why} [no-results]\n  expected: a folder with the results of jobs, a folder for each revision\n  next: did you mean qemu-downtime collect ${root}?`,
    );
  });

  it('a folder around the one of the results', () => {
    const root = scratchFolder();
    mkdirSync(join(root, 'other/folder'), { recursive: true });
    cpSync(madeResults(), join(root, 'results'), { recursive: true });
    expect(() => collectResults(root)).toThrow(`did you mean qemu-downtime collect ${root}/results?`);
    cpSync(madeResults(), join(root, 'more'), { recursive: true });
    expect(() => collectResults(root)).toThrow(
      /: no folder in it has results of a job \[no-results\].*give the folder in which/s,
    );
  });

  it('a file of something else', () => {
    const file = join(scratchFolder(), 'notes.txt');
    writeFileSync(file, '');
    expect(() => collectResults(file)).toThrow(/: a file, not a folder .*give the folder in which/s);
  });

  it.each<readonly [string, unknown, RegExp]>([
    ['damaged', '{', /it is no JSON, or only a part \[manifest-unfit\]/],
    ['of something else', { schema: 'x' }, /it is not of qemu-downtime\/pipeline@1/],
    ['without jobs', { ...MANIFEST, jobs: [] }, /it lists no job/],
    ['with a job twice', { ...MANIFEST, jobs: [...MANIFEST.jobs, ...MANIFEST.jobs] }, /it lists a job twice/],
    [
      'that leads out of the folder',
      { ...MANIFEST, jobs: [{ ...MANIFEST.jobs[0], name: '../a' }] },
      /"\.\.\/a" names no folder/,
    ],
    ['with another level', { ...MANIFEST, level: 'all' }, /level is not none, objects, build, migrate/],
  ])('a list of jobs %s', (_, manifest, message) => {
    expect(() => collectResults(madeResults({ 'pipeline.json': manifest }))).toThrow(message);
  });
});

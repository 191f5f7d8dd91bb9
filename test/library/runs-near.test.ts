import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../src/library/index.js';
import type { Failure } from '../../src/problem/problem.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const LOG = join(import.meta.dirname, '../report/samples/precopy-src-v10.log');

/** A folder with logs in some of the folders below it, and something else in others. */
function folderWith(runs: readonly string[], others: readonly string[] = []): string {
  const root = scratchFolder();
  for (const run of runs) cpSync(LOG, join(root, run, 'src.log'));
  for (const other of others) {
    mkdirSync(join(root, other), { recursive: true });
    writeFileSync(join(root, other, 'build.log'), 'no event\n');
  }
  return root;
}

async function adviceOn(request: Parameters<typeof report>[0]): Promise<string | undefined> {
  const failure: Failure = await report(request).then(
    () => {
      throw new Error('there is a run in it');
    },
    (error) => error,
  );
  const [problem] = failure.problems;
  expect([failure.exitCode, problem?.code]).toEqual([2, 'no-such-run']);
  return problem?.next;
}

describe('a folder without runs is refused with those that are near', () => {
  it.each<[string, string[], string]>([
    ['those of verify --log', ['1/traces', '2/traces'], "--run 'ROOT/*/traces'"],
    ['a folder of runs', ['all/1', 'all/2'], '--run ROOT/all'],
    ['one run', ['all/of/it'], '--run ROOT/all/of/it'],
    ['runs at unlike depths', ['a/1', 'b/all/2'], '--run ROOT/a/1 ROOT/b/all/2'],
    ['names with blanks', ['a/my run', 'b/c/it'], "--run 'ROOT/a/my run' ROOT/b/c/it"],
  ])('%s, below it', async (_, runs, advice) => {
    const root = folderWith(runs, ['other/thing']);
    expect(await adviceOn({ runs: [root] })).toBe(`did you mean ${advice.replaceAll('ROOT', root)}?`);
  });

  it('the one that it is in', async () => {
    const root = folderWith(['run'], ['run/traces']);
    expect(await adviceOn({ runs: [join(root, 'run/traces')] })).toBe(
      `did you mean --run ${join(root, 'run')}?`,
    );
  });

  it('of many that no pattern fits alone, the first', async () => {
    const runs = ['1', '2', '3', '4', '5', '6'].map((name) => `${name}/traces`);
    const root = folderWith(runs, ['7/traces']);
    expect(await adviceOn({ runs: [root] })).toBe(`did you mean --run ${root}/1/traces?`);
  });

  it('for a baseline, where one folder is all of them', async () => {
    const runs = [join(folderWith(['run']), 'run')];
    const one = folderWith(['all/1', 'all/2']);
    expect(await adviceOn({ runs, compare: one })).toBe(`did you mean --compare ${one}/all?`);
    expect(await adviceOn({ runs, compare: folderWith(['1/traces', '2/traces']) })).not.toContain(
      'did you mean',
    );
  });

  it('none, where there is none', async () => {
    const root = folderWith([], ['a/b']);
    expect(await adviceOn({ runs: [join(root, 'a')] })).toBe(
      'give the folder that holds the trace output of a migration',
    );
  });
});

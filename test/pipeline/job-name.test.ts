import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefName } from '../../src/git/ref-name.js';
import { eachOnce, jobName, jobNames } from '../../src/pipeline/job-name.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('the name of a job', () => {
  it.each([
    ['stable-7.2', 'stable-7.2'],
    ['refs/tags/v7.2.0', 'v7.2.0'],
    ['refs/remotes/origin/stable-7.2', 'origin-stable-7.2-0123456789ab'],
    ['HEAD', 'HEAD-0123456789ab'],
    ['qemu-downtime', 'qemu-downtime-0123456789ab'],
    ['pipeline.json', 'pipeline.json-0123456789ab'],
    ['HEAD~3', 'HEAD-3-0123456789ab'],
    [':/fix "it"; rm -rf ~', 'fix-it-rm-rf-0123456789ab'],
    ['ünï', 'n-0123456789ab'],
    ['…', '0123456789ab'],
    ['x.lock', 'x.lock-0123456789ab'],
    // Where case makes no difference it is the same file.
    ['X.LOCK', 'X.LOCK-0123456789ab'],
    ['Pipeline.JSON', 'Pipeline.JSON-0123456789ab'],
    ['head', 'head-0123456789ab'],
  ])('of %j is %s', (revision, name) => {
    expect(jobName(revision, COMMIT)).toBe(name);
  });

  it('is fit for jobs, branches, folders and shells, and unlike all others, whatever revisions are called', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'A', 'a-2', 'refs/heads/a'))),
        (revisions) => {
          const names = jobNames(revisions.map((revision) => ({ revision, commit: COMMIT })));
          expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
          for (const name of names) {
            expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
            expect(name.length).toBeLessThan(64);
            expect(isRefName(`refs/heads/qemu-downtime/${name}`)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('a revision', () => {
  it('that is named in two ways is one', () => {
    const named = (revision: string, commit = COMMIT) => ({ revision, commit });
    const other = 'f'.repeat(40);
    const all = ['stable', 'refs/heads/stable', 'v7.2.0', 'stable'].map((one) => named(one));
    expect(eachOnce([...all, named('refs/tags/stable', other)])).toEqual([
      named('stable'),
      // A tag on the same commit is another name, which may move otherwise.
      named('v7.2.0'),
      named('refs/tags/stable', other),
    ]);
  });
});

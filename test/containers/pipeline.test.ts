import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findEngine } from '../../src/verify/engine/find-engine.js';
import { ensureImage } from '../../src/verify/image/ensure-image.js';
import { git } from '../support/git-scene.js';
import { gitlabJobs } from '../support/gitlab-job.js';
import { validDocument } from '../support/schemas.js';
import { bringArtifacts, cacheImage, makeJobImage, runJob, runningJobs } from './job-container.js';
import { commitEverything, run, scene, treeCopy } from './scene.js';

/** A repository with a branch for each release, and what was cached of an earlier pipeline. */
async function prepared(releases: readonly string[]): Promise<{ repo: string; image: string }> {
  const repo = join(scene, 'qemu.git');
  git(scene, 'init', '--quiet', '--bare', repo);
  for (const release of releases) {
    const tree = treeCopy(release);
    commitEverything(tree);
    git(tree, 'push', '--quiet', repo, `main:refs/heads/stable-${release}`);
  }
  const engine = await findEngine({ engine: 'auto', engineArguments: [] });
  const { name } = await ensureImage(engine, undefined);
  const image = join(scene, 'image.tar');
  await cacheImage(name, image);
  await makeJobImage();
  return { repo, image };
}

it('two jobs port, lint and compile a release each, at the same time, and the last job collects them', async () => {
  const { repo, image } = await prepared(['5.2', '7.2']);
  const emitted = await run(...['pipeline', '--emit=gitlab', '--onto=stable-*', '--level=objects', repo]);
  expect(emitted.code, emitted.stderr).toBe(0);
  const jobs = gitlabJobs(emitted.stdout, { CI_REPOSITORY_URL: repo });
  const [first, second, last] = jobs;
  if (!first || !second || !last) throw new Error('not three jobs');
  expect(jobs.map(({ name }) => name)).toEqual(['port stable-5.2', 'port stable-7.2', 'collect']);

  let most = 0;
  let isOver = false;
  const watch = (async () => {
    while (!isOver) {
      most = Math.max(most, await runningJobs());
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  const ends = await Promise.all(
    [first, second].map((job) =>
      runJob(job, (folder) => {
        mkdirSync(join(folder, '.qemu-downtime-cache/image'), { recursive: true });
        cpSync(image, join(folder, '.qemu-downtime-cache/image/image.tar'));
      }),
    ),
  );
  isOver = true;
  await watch;
  for (const { code, output } of ends) expect(code, output).toBe(0);
  expect(most).toBe(2);

  const collected = await runJob(last, (folder) => bringArtifacts(ends, folder));
  console.log(collected.output);
  expect(collected.code, collected.output).toBe(0);
  const text = readFileSync(join(collected.folder, 'qemu-downtime.json'), 'utf8');
  const document = validDocument('collect', text);
  expect(document.revisions).toMatchObject(
    ['5.2', '7.2'].map((release) => ({
      revision: `refs/heads/stable-${release}`,
      commit: git(repo, 'rev-parse', `stable-${release}`),
      passed: true,
      port: 'ported',
      lint: { errors: 0 },
      verify: { level: 'objects', passed: true },
    })),
  );
  expect(readFileSync(join(collected.folder, 'qemu-downtime.html'), 'utf8')).toContain('all passed');
});

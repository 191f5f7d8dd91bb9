import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryWith } from '../../support/branches-scene.js';
import { git } from '../../support/git-scene.js';
import { cli, shell } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const branches = (): string => repositoryWith(['H-6.2', 'I-7.2']);

const pipeline = (...args: readonly string[]) => cli(['pipeline', ...args]);

describe('pipeline', () => {
  it('writes a job for each revision, with the commit that it stood for', async () => {
    const repo = branches();
    const run = await pipeline('--emit', 'gitlab', '--onto', 'I-7.2', '--onto', 'H-6.2^{}', repo);
    expect(run.code, run.stderr).toBe(0);
    const document = parse(run.stdout);
    const commit = (name: string) => git(repo, 'rev-parse', name);
    expect(document['port I-7.2'].variables).toEqual({
      QEMU_DOWNTIME_NAME: 'I-7.2',
      QEMU_DOWNTIME_COMMIT: commit('I-7.2'),
    });
    const other = `H-6.2-${commit('H-6.2').slice(0, 12)}`;
    expect(document[`port ${other}`].variables.QEMU_DOWNTIME_COMMIT).toBe(commit('H-6.2'));
    expect(run.stderr).toBe('2 revisions, verified up to migrate, then collected\n');
  });

  it('writes one job for a branch that is named twice', async () => {
    const repo = branches();
    const run = await pipeline('--emit', 'gitlab', '--onto', 'I-7.2', '--onto', 'refs/heads/I-7.2', repo);
    expect(Object.keys(parse(run.stdout)).filter((name) => name.startsWith('port '))).toEqual(['port I-7.2']);
    expect(run.stderr).toMatch(/^1 revision,/);
  });

  it('takes patterns, a list and the repository as backport and lint do, and leaves out branches of ours', async () => {
    const repo = branches();
    git(repo, 'branch', '--force', 'qemu-downtime/I-7.2', 'I-7.2');
    const options = ['--emit', 'github', '--onto', '**-7.2', '--onto-file', '-', '--repo', repo];
    const run = await shell('printf "# all\\nH-6.2\\n" | "$@"', ['pipeline', ...options]);
    expect(run.code, run.stderr).toBe(0);
    const { include } = parse(run.stdout).jobs.port.strategy.matrix;
    expect(include.map(({ name }: { name: string }) => name)).toEqual(['I-7.2', 'H-6.2']);
    expect(run.stdout).toContain('"revision":"refs/heads/I-7.2"');
  });

  it('hands level, recipe and image on to the jobs', async () => {
    const repo = branches();
    const options = ['--level', 'none', '--recipe', 'per-device,checkpoints', '--image', 'example/image:1'];
    const { stdout } = await pipeline('--emit', 'gitlab', ...options, '--onto', 'I-7.2', repo);
    const template = parse(stdout)['.port'];
    expect(template.image).toBe('example/image:1');
    expect(template).not.toHaveProperty('services');
    expect(template.script[0]).not.toContain('qemu-downtime verify');
    // Upstream's commits of both, whose authors the ports are to have.
    const fetched = template.script[0].match(/(?<="\$QEMU_DOWNTIME_FROM" )[0-9a-f]{10}(?=[0-9a-f]{30} )/g);
    expect(fetched).toEqual(['3c80f14272', '3e5f3bcdc2']);
    expect(template.script[0].match(/--recipe='[a-z,-]+'/g)).toEqual(
      Array(2).fill("--recipe='per-device,checkpoints'"),
    );
  });

  it('writes to a file, whole or not at all', async () => {
    const repo = branches();
    const file = join(scratchFolder(), 'pipeline.yml');
    const run = await pipeline('--emit', 'gitlab', '--onto', 'I-7.2', '-o', file, repo);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: '' });
    expect(parse(readFileSync(file, 'utf8')).stages).toEqual(['port', 'collect']);
    const nowhere = await pipeline('--emit', 'gitlab', '--onto', 'I-7.2', '-o', `${file}/x`, repo);
    expect(nowhere.code).toBe(2);
  });
});

describe('pipeline refuses', () => {
  it.each([
    ['no revision', 2, ['--emit', 'gitlab'], '[no-revision]'],
    ['an empty list', 2, ['--emit', 'gitlab', '--onto-file', '/dev/null'], '[no-revision]'],
    ['no system', 2, ['--onto', 'I-7.2'], "required option '--emit <system>' not specified"],
    ['a system that there is not', 2, ['--emit', 'jenkins', '--onto', 'I-7.2'], 'gitlab, github'],
    [
      'an unknown revision',
      3,
      ['--emit', 'gitlab', '--onto', 'I-7.2', '--onto', 'nope'],
      '[unknown-revision]',
    ],
    ['a pattern that fits nothing', 3, ['--emit', 'gitlab', '--onto', 'x*'], '[unknown-revision]'],
    ['what is no QEMU tree', 3, ['--emit', 'gitlab', '--onto', 'main'], '[not-a-qemu-tree]'],
    ['an unknown recipe', 2, ['--emit', 'gitlab', '--onto', 'I-7.2', '--recipe', 'x'], '[no-such-recipe]'],
    ['an image that is none', 2, ['--emit', 'gitlab', '--onto', 'I-7.2', '--image', '$(x)'], '[image-unfit]'],
    [
      'an image that GitHub could not verify in',
      2,
      ['--emit', 'github', '--onto', 'I-7.2', '--image', 'x'],
      '[options-exclude-each-other]',
    ],
  ] as const)('%s', async (_, code, args, message) => {
    const repo = branches();
    const file = join(scratchFolder(), 'pipeline.yml');
    const run = await pipeline(...args, '-o', file, repo);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(message);
    expect(existsSync(file)).toBe(false);
  });

  it('two repositories', async () => {
    const repo = branches();
    const run = await pipeline('--emit', 'gitlab', '--onto', 'I-7.2', '--repo', repo, repo);
    expect(run.code).toBe(2);
  });
});

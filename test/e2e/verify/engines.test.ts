import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../src/verify/image/containerfile.js';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { validDocument } from '../../support/schemas.js';

const QUICK = ['--level', 'objects'];

describe('no engine', () => {
  it('is installed: told for each, with what to do', async () => {
    const run = await new VerifyScene([]).verify('--format', 'json', buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('docker: not installed; podman: not installed [no-container-engine]');
    expect(run.stderr).toMatch(/next: install podman, or docker/);
    const { problems } = validDocument('verify', run.stdout);
    expect(problems).toHaveLength(1);
  });

  it('may be used: told in its own words', async () => {
    const stderr =
      'first\npermission denied while trying to connect to the docker API at unix:///var/run/docker.sock\n';
    const scene = new VerifyScene().plan({ answers: { info: { code: 1, stderr } } });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('docker: permission denied while trying to connect');
    expect(run.stderr).toContain('; podman: not installed');
    expect(run.stderr).not.toContain('first');
  });

  it('says anything: told as well', async () => {
    const scene = new VerifyScene(['podman']).plan({ answers: { info: { code: 1 } } });
    const run = await scene.verify('--engine', 'podman', buildableTree());
    expect(run.stderr).toContain('podman: no answer [no-container-engine]');
  });

  it('can start a container: told in its own words', async () => {
    const scene = new VerifyScene().plan({
      answers: { run: { code: 125, stderr: 'cgroups: no such file\n' } },
    });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('docker says: cgroups: no such file [engine-cannot-run]');
    expect(scene.left()).toEqual([]);
  });
});

describe('--engine', () => {
  it('auto takes docker where it answers, else podman', async () => {
    const both = new VerifyScene(['docker', 'podman']);
    expect((await both.verify(...QUICK, buildableTree())).stdout).toContain('compiled with docker');
    const one = new VerifyScene(['podman']);
    expect((await one.verify(...QUICK, buildableTree())).stdout).toContain('compiled with podman');
    both.plan({ answers: { info: { stdout: '["Cannot connect to the Docker daemon"] null\n' } } });
    const run = await both.verify('--engine', 'docker', buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain(
      'docker: ["Cannot connect to the Docker daemon"] null [no-container-engine]',
    );
    expect(both.calls().every(({ engine }) => engine === 'docker')).toBe(true);
  });

  it('podman is run with runc and lowered limits where its own runtime fails', async () => {
    const scene = new VerifyScene(['podman']).plan({ needs: '--runtime=runc' });
    const run = await scene.verify(...QUICK, '--engine-arg=--log-level=error', buildableTree());
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain('podman works here with runc and lowered limits only: used so');
    const runs = scene.calls().filter(({ args }) => args.includes('run'));
    expect(runs[0]?.args.slice(0, 2)).toEqual(['--log-level=error', 'run']);
    for (const { args } of runs.slice(1))
      expect(args.slice(0, 5)).toEqual([
        '--runtime=runc',
        '--log-level=error',
        'run',
        '--ulimit=nofile=1024:4096',
        '--ulimit=nproc=4096:4096',
      ]);
  });

  it('podman that fails with runc as well is told by what it said at first', async () => {
    const scene = new VerifyScene(['podman']).plan({ needs: '--never' });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('crun: unknown version specified [engine-cannot-run]');
    expect(run.stderr).toContain('install runc');
  });
});

describe('the image', () => {
  it.each(['none-such', '--help'])('%s that is not there is told', async (image) => {
    const run = await new VerifyScene().verifyWithOurImage(`--image=${image}`, buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('[no-image]');
    expect(run.stderr).toContain(`expected: the image ${image} on this machine`);
  });

  it('of ours is used where it is there', async () => {
    const { name } = buildImage();
    const scene = new VerifyScene().plan({ images: [name] });
    const run = await scene.verifyWithOurImage(...QUICK, '--format', 'json', buildableTree());
    const { image, stages } = validDocument('verify', run.stdout);
    expect(image).toBe(name);
    expect(stages[0]).toMatchObject({ name: 'image', cached: true });
    expect(scene.calls().some(({ args }) => /^(?:build|import)$/.test(args[0] ?? ''))).toBe(false);
  });

  it('is built by the engine where it cannot be bootstrapped, the only time that there is a network', async () => {
    const scene = new VerifyScene();
    const run = await scene.verifyWithOurImage(...QUICK, '--format', 'json', buildableTree());
    expect(run.code, run.stderr).toBe(0);
    expect(validDocument('verify', run.stdout).stages[0].cached).toBeUndefined();
    const withNetwork = scene.calls().filter(({ args }) => args.includes('--network=host'));
    expect(withNetwork.map(({ args }) => args[0])).toEqual(['build']);
  });

  it('that can be had in no way is told with all that was tried', async () => {
    const stderr = 'step 1\nError: pinging container registry: no such host\n';
    const scene = new VerifyScene().plan({ answers: { build: { code: 125, stderr } } });
    const run = await scene.verifyWithOurImage(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(
      /bootstrap: .*; docker build: Error: pinging .*no such host \[image-not-made\]/,
    );
    expect(run.stderr).toMatch(/next: on Debian install mmdebstrap/);
  });
});

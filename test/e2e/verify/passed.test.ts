import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildableTree, firesOf, TREE, VerifyScene } from '../../support/fake-engine/scene.js';
import { cli } from '../../support/run-cli.js';
import { validDocument } from '../../support/schemas.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { parseXml } from '../../support/xml.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const counted = (names: readonly string[]) =>
  [...new Set(names)].map((name) => ({ name, count: names.filter((one) => one === name).length }));

describe('a tree whose checkpoints all fire', () => {
  it('passes, is left as it was, and leaves no container and no logs', async () => {
    const scene = new VerifyScene();
    const tree = buildableTree();
    const before = stateOf(tree);
    const run = await scene.verify(tree);
    expect(run.code, run.stdout).toBe(0);
    const times = run.stdout.replace(/ +\d+\.\d s/g, ' 0 s').replace(/downtime \d+ µs .*/g, 'downtime');
    expect(times.split('\n')).toEqual([
      `${tree}: QEMU 7.2.0, built and run with docker`,
      '  its copy got 14 checkpoints first, as by apply',
      '  image 0 s  there already',
      ...['copy', 'configure', 'build', 'events', 'migrations'].map((name) => `  ${name} 0 s`),
      '  precopy              passed  9 checkpoints, QEMU says 3 ms of downtime',
      '    precopy: downtime',
      '  postcopy             passed  11 checkpoints, QEMU says 3 ms of downtime',
      '    postcopy: downtime',
      '    note: src-downtime-end fires twice, as in upstream’s commit, until 812145fcf7 (10.0)',
      '  file                 passed  9 checkpoints, QEMU says 3 ms of downtime',
      '    precopy: downtime',
      '  background-snapshot  passed  4 checkpoints, QEMU says 3 ms of downtime',
      '    background snapshot: downtime',
      '    note: src-downtime-end fires twice, as in upstream’s commit, until 812145fcf7 (10.0)',
      '  failed               passed  0 checkpoints',
      '  paused-destination   passed  9 checkpoints, QEMU says 3 ms of downtime',
      '    precopy: downtime',
      '  paused-source        passed  9 checkpoints, QEMU says 3 ms of downtime',
      '    precopy: downtime',
      'passed',
      '',
    ]);
    expect(run.stderr).toMatch(/^seeing to the image …\ncopying the tree …\n/);
    expectUntouched(tree, before);
    expect(scene.left()).toEqual([]);
    expect(readdirSync(join(scene.cache, 'logs'))).toEqual([]);
  });

  it('shows the table and writes a document and a JUnit report beside it, of one run', async () => {
    const scene = new VerifyScene();
    const folder = scratchFolder();
    const [document, report] = [join(folder, 'verify.json'), join(folder, 'verify.xml')];
    const run = await scene.verify('-o', `json:${document}`, '-o', `junit:${report}`, buildableTree());
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/\npassed\n$/);
    expect(validDocument('verify', readFileSync(document, 'utf8'))).toMatchObject({ passed: true });
    expect(parseXml(readFileSync(report, 'utf8')).name).toBe('testsuites');
  });

  it('gives a document with the counts of the traces, and keeps logs that report reads', async () => {
    const scene = new VerifyScene();
    const logs = join(scratchFolder(), 'logs');
    const tree = buildableTree();
    const run = await scene.verify('--format', 'json', '--log', logs, tree);
    expect(run.code, run.stderr).toBe(0);
    const document = validDocument('verify', run.stdout);
    expect(document).toMatchObject({
      tree,
      version: '7.2.0',
      engine: 'docker',
      image: 'own-image',
      level: 'migrate',
      passed: true,
      fixes: [],
      events: ['vmstate_downtime_checkpoint'],
      logs,
    });
    expect(document.applied).toHaveLength(14);
    const fires = firesOf(TREE);
    for (const { mode, source, destination } of document.migrations) {
      expect({ mode, source }).toEqual({ mode, source: counted(fires[mode]?.source ?? []) });
      expect({ mode, destination }).toEqual({ mode, destination: counted(fires[mode]?.destination ?? []) });
    }
    expect(document.migrations).toHaveLength(7);
    expect(readFileSync(join(logs, 'build.log'), 'utf8')).toContain('$ ninja -j');
    // Open to the user of postcopy's destination only while it may write there.
    expect(statSync(join(logs, 'traces')).mode & 0o022).toBe(0);
    const report = await cli(['report', '--run', join(logs, 'traces'), '--format', 'json']);
    expect(report.code, report.stderr).toBe(0);
  });

  it('is built anew only where the image or the options are others', async () => {
    const scene = new VerifyScene();
    const tree = buildableTree();
    const cached = async (): Promise<string[]> => {
      const run = await scene.verify('--format', 'json', '--level', 'build', tree);
      const { stages } = validDocument('verify', run.stdout);
      return stages.flatMap((stage: { name: string; cached?: true }) => (stage.cached ? [stage.name] : []));
    };
    expect(await cached()).toEqual(['image']);
    expect(await cached()).toEqual(['image', 'configure']);
    scene.plan({ answers: { inspect: { stdout: 'sha256:4567\n' } } });
    expect(await cached()).toEqual(['image']);
    scene.plan({ help: '--disable-tools' });
    expect(await cached()).toEqual(['image']);
  });

  it('is in JUnit a test for the build and one for each migration', async () => {
    const scene = new VerifyScene();
    const run = await scene.verify('--format', 'junit', '--keep', buildableTree());
    const [suite] = parseXml(run.stdout).children;
    expect(suite?.attributes).toMatchObject({ tests: '8', failures: '0', errors: '0', skipped: '0' });
    expect(suite?.children.map(({ attributes }) => attributes.name)).toEqual([
      'build',
      ...Object.keys(firesOf(TREE)),
    ]);
    expect(suite?.children[2]?.children[0]?.text).toContain('src-downtime-end fires twice');
    expect(readdirSync(join(scene.cache, 'logs'))).toHaveLength(1);
  });
});

describe('--level', () => {
  it('objects compiles what was touched and what is made of the events, and links nothing', async () => {
    const scene = new VerifyScene();
    const run = await scene.verify('--level', 'objects', buildableTree());
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/^ {2}made +libcommon\.fa\.p\/migration_savevm\.c\.o$/m);
    expect(run.stdout).toMatch(/^passed: the touched files compile; nothing was linked or run$/m);
    expect(run.stderr).toMatch(/^building … \(log: \/.*\/build\.log\)$/m);
    const ninja = scene.containers().filter(({ command }) => command[0] === 'ninja');
    expect(ninja.map(({ command }) => command.slice(2))).toEqual([
      ['targets', 'all'],
      [
        'trace/trace-migration.h',
        'trace/trace-migration.c',
        'libcommon.fa.p/migration_migration.c.o',
        'libcommon.fa.p/migration_savevm.c.o',
        'libqemuutil.a.p/meson-generated_.._trace_trace-migration.c.o',
      ],
    ]);
    expect(scene.containers().map(({ part }) => part)).not.toContain('probe');
  });

  it('build looks for the event in the program, and migrates nothing', async () => {
    const scene = new VerifyScene();
    const run = await scene.verify('--level', 'build', buildableTree());
    expect(run.code, run.stderr).toBe(0);
    expect(scene.containers().at(-1)?.command).toEqual(['./qemu-system-x86_64', '-trace', 'help']);
  });

  it.each(['objects', 'build'])('%s with --require is wrong usage', async (level) => {
    const run = await new VerifyScene().verify('--level', level, '--require', 'precopy', buildableTree());
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--level migrate');
  });
});

it('every container is shut in, and only two have userfaultfd', async () => {
  const scene = new VerifyScene();
  expect((await scene.verify(buildableTree())).code).toBe(0);
  const containers = scene.containers().filter(({ command }) => command[0] !== 'true');
  expect(containers).toHaveLength(18);
  for (const { options, part } of scene.containers())
    expect(options, part).toEqual(
      expect.arrayContaining([
        '--rm',
        '--interactive',
        '--pull=never',
        '--network=none',
        '--read-only',
        '--cap-drop=ALL',
        '--security-opt=no-new-privileges',
        '--memory=6g',
        '--pids-limit=2048',
      ]),
    );
  const loosened = containers.filter(({ options }) =>
    options.some((option) =>
      /SYS_PTRACE|seccomp=|userfaultfd|privileged$|cap-add/.test(option.replace(/no-new-.*/, '')),
    ),
  );
  expect(loosened.map(({ part }) => part)).toEqual(['postcopy-destination', 'background-snapshot-source']);
  for (const { options, volumes } of loosened) {
    const [profile] = options.flatMap((option) => /^--security-opt=seccomp=(.*)$/.exec(option)?.[1] ?? []);
    expect(existsSync(profile ?? '')).toBe(true);
    expect(options.filter((option) => option.startsWith('--user='))).toEqual([]);
    expect(volumes.filter((volume) => !volume.endsWith(':ro'))).toHaveLength(1);
  }
  // The two users of postcopy have to be let at each other's socket.
  const machines = scene.calls().filter(({ args }) => args.includes('/build/qemu-system-x86_64'));
  expect(machines).toHaveLength(14);
  expect(machines.every(({ args }) => args.includes('umask 0; exec "$@"'))).toBe(true);
  for (const { volumes, part } of containers)
    expect(
      volumes.find((volume) => volume.split(':')[1] === '/src'),
      part,
    ).toMatch(/:ro$/);
});

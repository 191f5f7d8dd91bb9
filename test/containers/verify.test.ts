import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realTree } from '../real-sources/real-tree.js';
import {
  built,
  changeLines,
  commitEverything,
  run,
  scene,
  treeCopy,
  type Verified,
  type VerifiedMigration,
  verified,
} from './scene.js';
import { streamOfStoppedGuest } from './stopped-guest.js';

const SOURCE = [
  'src-downtime-start',
  'src-vm-stopped',
  'src-iterable-saved',
  'src-non-iterable-saved',
  'src-downtime-end',
];
const PRECOPY = [
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-announced',
  'dst-precopy-bh-vm-started',
];
const POSTCOPY = [
  'dst-precopy-loadvm-completed',
  'dst-postcopy-bh-enter',
  'dst-postcopy-bh-cpu-synced',
  'dst-postcopy-bh-announced',
  'dst-postcopy-bh-cache-invalidated',
  'dst-postcopy-bh-vm-started',
];

function migrationOf({ migrations }: Verified, mode: string): VerifiedMigration {
  const found = migrations.find((one) => one.mode === mode);
  if (!found) throw new Error(`no ${mode} among ${migrations.map((one) => one.mode).join(', ')}`);
  return found;
}

const once = (names: readonly string[]) => names.map((name) => ({ name, count: 1 }));

/** The checkpoints of a trace by name and number, counted without the program. */
function countedIn(trace: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, name = ''] of readFileSync(trace, 'latin1').matchAll(/vmstate_downtime_checkpoint (\S+)/g))
    counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function expectRight(document: Verified, logs: string): void {
  expect(document.migrations.filter(({ status }) => status === 'failed')).toEqual([]);
  for (const mode of ['precopy', 'postcopy', 'file']) {
    const migration = migrationOf(document, mode);
    expect(migration).toMatchObject({ status: 'passed', missing: [], unexpected: [], outOfOrder: [] });
    expect(migration.source.map(({ name }) => name)).toEqual(SOURCE);
    const destination = mode === 'postcopy' ? POSTCOPY : PRECOPY;
    expect(migration.destination).toEqual(once(destination));
    for (const side of ['source', 'destination'] as const)
      expect(countedIn(join(logs, 'traces', `${mode}-${side}.trace`))).toEqual(
        Object.fromEntries(migration[side].map(({ name, count }) => [name, count])),
      );
  }
  expect(migrationOf(document, 'precopy').source).toEqual(once(SOURCE));
}

/** What of the document of `report` is looked at. */
interface ReportedMigration {
  readonly kind: string;
  readonly outcome: string;
  readonly downtime: number;
  readonly phases: readonly { readonly id: string }[];
}

/** When a checkpoint first fired, in microseconds of the trace's clock. */
function microsecondsOf(trace: string, name: string): number {
  const line = new RegExp(`^\\d+@(\\d+)\\.(\\d{6}):vmstate_downtime_checkpoint ${name}$`, 'm');
  const [, seconds, fraction] = line.exec(readFileSync(trace, 'latin1')) ?? [];
  return Number(seconds) * 1_000_000 + Number(fraction);
}

/** Stage times are the point of some lines in the documents; they are shown with the tests. */
function show(what: string, { stages }: Verified): void {
  console.log(
    `${what}: ${stages.map(({ name, seconds, cached }) => `${name} ${seconds} s${cached ? ' (cached)' : ''}`).join(', ')}`,
  );
}

describe.each([
  ['7.2', 14],
  ['10.0', 0],
  ['5.2', 14],
] as const)('QEMU %s', (release, applied) => {
  it('fires every checkpoint in precopy, in postcopy and to a file', async () => {
    const tree = treeCopy(release);
    const logs = join(scene, `logs-${release}`);
    const { code, document, stderr } = await verified(tree, logs);
    show(`QEMU ${release}, built from nothing`, document);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(document).toMatchObject({
      passed: true,
      events: expect.arrayContaining(['vmstate_downtime_checkpoint']),
    });
    expect(document.applied).toHaveLength(applied);
    expectRight(document, logs);
  });

  it.each([
    [
      'precopy',
      ['stop', 'iterable', 'non-iterable', 'completion', 'in-flight', 'enter', 'announce', 'start'],
    ],
    [
      'postcopy',
      ['stop', 'iterable', 'non-iterable', 'in-flight', 'enter', 'cpu-sync', 'announce', 'activate', 'start'],
    ],
  ])('leaves traces of %s that report reads', async (mode, phases) => {
    const trace = (side: string) => join(scene, `logs-${release}`, 'traces', `${mode}-${side}.trace`);
    const { code, stdout, stderr } = await run(
      'report',
      `--source=${trace('source')}`,
      `--destination=${trace('destination')}`,
      '--clock-offset=0s',
      '--format=json',
    );
    expect(code, stderr).toBe(0);
    const { migrations } = JSON.parse(stdout) as { migrations: ReportedMigration[] };
    expect(migrations).toMatchObject([{ kind: mode, outcome: 'completed' }]);
    const [migration] = migrations;
    expect(migration?.phases.map(({ id }) => id)).toEqual(expect.arrayContaining(phases));
    // By the times of the trace itself.
    const [first = 0, last = 0] = ['src-downtime-start', 'src-downtime-end'].map((name) =>
      microsecondsOf(trace('source'), name),
    );
    expect(migration?.downtime).toBe(last - first);
  });
});

describe.each(['7.2', '5.2'])('QEMU %s with the events of devices', (release) => {
  const logs = join(scene, `logs-devices-${release}`);

  it('saves and loads each device once, in every kind of migration', async () => {
    const { code, document, stderr } = await verified(
      join(scene, `qemu-${release}`),
      logs,
      '--recipe=checkpoints,per-device',
    );
    show(`${release} with the events of devices, on the warm build`, document);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(document.events).toEqual(
      expect.arrayContaining(['vmstate_downtime_save', 'vmstate_downtime_load']),
    );
    for (const mode of ['precopy', 'postcopy', 'file']) {
      const { devices, status } = migrationOf(document, mode);
      expect({ mode, status, faults: devices?.faults }).toEqual({ mode, status: 'passed', faults: [] });
      // RAM's end has no save row in postcopy.
      const ram = mode === 'postcopy' ? 1 : 0;
      expect(devices?.saved).toBeGreaterThan(10);
      expect(devices?.loaded).toBe((devices?.saved ?? 0) + ram);
    }
  });

  it('is reported with the most expensive device of each host', async () => {
    const trace = (side: string) => join(logs, 'traces', `precopy-${side}.trace`);
    const { code, stdout, stderr } = await run(
      'report',
      `--source=${trace('source')}`,
      `--destination=${trace('destination')}`,
      '--format=json',
    );
    expect(code, stderr).toBe(0);
    const { migrations } = JSON.parse(stdout) as { migrations: { devices: ReportedDevice[] }[] };
    const devices = migrations[0]?.devices ?? [];
    for (const [side, field] of [
      ['source', 'save'],
      ['destination', 'load'],
    ] as const) {
      const most = Math.max(...devices.map((device) => device[field]?.duration ?? 0));
      const own = devices.find((device) => device[field]?.duration === most)?.idstr ?? '';
      expect(slowestIn(trace(side), field), side).toEqual({ idstr: own, downtime: most });
    }
  });
});

/** What of a device in the document of `report` is looked at; times in microseconds. */
interface ReportedDevice {
  readonly idstr: string;
  readonly save?: { readonly duration: number } | null;
  readonly load?: { readonly duration: number } | null;
}

/** The row with the longest time of a trace, read without the program. */
function slowestIn(trace: string, kind: 'save' | 'load'): { idstr: string; downtime: number } {
  const rows = readFileSync(trace, 'latin1').matchAll(
    new RegExp(`vmstate_downtime_${kind} type=\\S+ idstr=(.*) instance_id=-?\\d+ downtime=(\\d+)`, 'g'),
  );
  const all = [...rows].map(([, idstr = '', downtime]) => ({ idstr, downtime: Number(downtime) }));
  return all.reduce((a, b) => (b.downtime > a.downtime ? b : a), { idstr: '', downtime: -1 });
}

it('a guest that never ran sends the same stream with both recipes as without', async () => {
  const streams = [];
  // How fast the host is must not count: one of the two sends its RAM in many rounds.
  for (const [bandwidth, ...options] of [
    ['50k', '--apply=no'],
    ['1G', '--apply=yes', '--recipe=checkpoints,per-device'],
  ] as const) {
    const { document } = await built(join(scene, 'qemu-7.2'), join(scene, 'logs-stopped'), ...options);
    streams.push({ events: document.events, stream: streamOfStoppedGuest(document.image, bandwidth) });
  }
  const [before, after] = streams;
  // The one build knows none of the events, the other knows them all.
  expect(before?.events).toEqual([]);
  expect(after?.events).toHaveLength(3);
  expect(before?.stream.sections.length).toBeGreaterThan(20);
  expect(after?.stream).toEqual(before?.stream);
});

it('the series on 7.2 builds at each of its commits, and the last one migrates', async () => {
  const tree = join(scene, 'series-7.2');
  cpSync(realTree('7.2', 'patched'), tree, { recursive: true, verbatimSymlinks: true });
  commitEverything(tree);
  const { code, stdout, stderr } = await run('backport', '--series', '--onto=main', '--format=json', tree);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { results } = JSON.parse(stdout) as {
    results: { commits: { newCommit: string; recipe: string }[] }[];
  };
  const commits = results[0]?.commits ?? [];
  expect(commits).toHaveLength(5);
  for (const { newCommit, recipe } of commits) {
    const isLast = newCommit === commits.at(-1)?.newCommit;
    const logs = join(scene, `logs-series-${recipe}`);
    const built = await run(
      'verify',
      `--rev=${newCommit}`,
      `--repo=${tree}`,
      '--apply=no',
      `--level=${isLast ? 'migrate' : 'objects'}`,
      ...(isLast ? ['--recipe=checkpoints,per-device', '--require=precopy,postcopy,file'] : []),
      '--format=json',
      `--cache=${join(scene, 'cache')}`,
      `--log=${logs}`,
    );
    expect({ recipe, code: built.code, stderr: built.stderr }).toMatchObject({ recipe, code: 0 });
    const log = readFileSync(join(logs, 'build.log'), 'latin1');
    expect(log.match(/^.*migration.*\bwarning:.*$/gm), recipe).toBeNull();
  }
});

describe('a port that is wrong', () => {
  /** The tree of 7.2 with the checkpoints, and where they are. */
  async function ported(): Promise<{
    tree: string;
    at: (name: string, fn: string) => { file: string; line: number };
  }> {
    const tree = join(scene, 'qemu-7.2');
    const sources = join(scene, 'sources-7.2');
    // Each test begins with the sources as they were; the build of the tree before it is still warm.
    cpSync(join(tree, 'migration'), sources, { recursive: true, force: false });
    cpSync(sources, join(tree, 'migration'), { recursive: true });
    const { stdout } = await run('apply', '--format=json', tree);
    const { checkpoints } = JSON.parse(stdout) as {
      checkpoints: { name: string; sites: { file: string; line: number; function: string }[] }[];
    };
    return {
      tree,
      at: (name, fn) => {
        const site = checkpoints.find((one) => one.name === name)?.sites.find((one) => one.function === fn);
        if (!site) throw new Error(`${name} is not in ${fn}`);
        return site;
      },
    };
  }

  it.each([
    [
      'one removed',
      'src-vm-stopped',
      'missing',
      ['src-vm-stopped', 'migration_completion'],
      (lines: string[], line: number) => lines.splice(line - 1, 1),
    ],
    [
      'one doubled',
      'src-iterable-saved',
      'unexpected',
      ['src-iterable-saved', 'qemu_savevm_state_complete_precopy_iterable'],
      (lines: string[], line: number) => lines.splice(line - 1, 0, lines[line - 1] ?? ''),
    ],
    [
      'one moved behind the next',
      'dst-precopy-bh-enter',
      'outOfOrder',
      ['dst-precopy-bh-enter', 'process_incoming_migration_bh', 'dst-precopy-bh-announced'],
      (lines: string[], line: number, after = line) => {
        const [call = ''] = lines.splice(line - 1, 1);
        lines.splice(after - 1, 0, call);
      },
    ],
  ] as const)('%s fails by its name', async (_, name, field, [checkpoint, fn, next], change) => {
    const { tree, at } = await ported();
    const { file, line } = at(checkpoint, fn);
    const after = next === undefined ? undefined : at(next, fn).line;
    changeLines(tree, file, (lines) => change(lines, line, after));
    const { code, document } = await verified(tree, join(scene, 'logs-wrong'), '--apply=no');
    show(`7.2 with ${name} wrong, on the warm build`, document);
    expect(code).toBe(1);
    expect(document.passed).toBe(false);
    const precopy = migrationOf(document, 'precopy');
    expect(precopy.status).toBe('failed');
    expect({
      missing: precopy.missing,
      unexpected: precopy.unexpected,
      outOfOrder: precopy.outOfOrder,
      // Of neighbours that changed places nobody can tell which was moved: both are named.
    }).toEqual({
      missing: [],
      unexpected: [],
      outOfOrder: [],
      [field]: next === undefined ? [name] : [next, name],
    });
  });
});

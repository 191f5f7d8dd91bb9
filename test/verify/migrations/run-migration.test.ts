import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guestRom } from '../../../src/verify/guest/rom.js';
import { type MigrationMode, MODES } from '../../../src/verify/migrations/modes.js';
import type { QemuOffer } from '../../../src/verify/migrations/offer.js';
import { probeQemu } from '../../../src/verify/migrations/probe-qemu.js';
import { runMigration } from '../../../src/verify/migrations/run-migration.js';
import { scratchSpace } from '../../support/scratch-space.js';
import { ERAS } from './eras.js';
import { FakeMachines } from './fake-machines.js';

const space = scratchSpace();
const machinesOf = (era: keyof typeof ERAS): FakeMachines => new FakeMachines(space, ERAS[era]);

async function offerOf(era: keyof typeof ERAS): Promise<QemuOffer> {
  const probe = await probeQemu(machinesOf(era));
  if (probe.status === 'ready') return probe.offer;
  throw new Error(probe.reason.found);
}

describe('what a QEMU offers', () => {
  it.each([
    ['2.2', '2.2.0', 'pc', 0],
    ['2.4', '2.4.0', 'pc', 0],
    ['2.5', '2.5.0', 'pc', 4],
    ['5.2', '5.2.0', 'pc', 6],
    ['10.0', '10.0.13', 'none', 4],
  ] as const)('is found by asking it: %s', async (era, version, machine, parameters) => {
    const offer = await offerOf(era);
    expect(offer).toMatchObject({ version, machine });
    expect([...offer.commands].sort()).toEqual([...ERAS[era].commands].sort());
    expect([...offer.capabilities]).toEqual(ERAS[era].capabilities);
    expect(offer.parameters.size).toBe(parameters);
  });

  it('is asked of one that has no guest, and that is gone afterwards', async () => {
    const machines = machinesOf('5.2');
    await probeQemu(machines);
    expect(machines.argumentsOf('probe').slice(0, 2)).toEqual(['-machine', 'none']);
    expect(machines.left()).toEqual([]);
  });
});

/** Which modes a release can run. */
const RUNNABLE: Readonly<Record<keyof typeof ERAS, readonly MigrationMode[]>> = {
  '2.2': ['precopy', 'file', 'failed', 'paused-destination', 'paused-source'],
  '2.4': ['precopy', 'file', 'failed', 'paused-destination', 'paused-source'],
  '2.5': ['precopy', 'postcopy', 'file', 'failed', 'paused-destination', 'paused-source'],
  '5.2': ['precopy', 'postcopy', 'file', 'failed', 'paused-destination', 'paused-source'],
  '10.0': Object.keys(MODES) as MigrationMode[],
};

const ALL = Object.keys(ERAS).flatMap((era) =>
  Object.keys(MODES).map((mode) => [mode, era] as [MigrationMode, keyof typeof ERAS]),
);

describe.each(ALL)('%s on %s', (mode, era) => {
  it('runs where the release has it, and leaves nothing running', async () => {
    const machines = machinesOf(era);
    const outcome = await runMigration(mode, machines, { offer: await offerOf(era), timeoutMs: 5000 });
    const runs = RUNNABLE[era].includes(mode);
    expect(outcome).toMatchObject({ mode, status: runs ? 'ran' : 'not-runnable' });
    if (!runs) expect(outcome.reason).toMatchObject({ code: 'not-offered' });
    expect(machines.left()).toEqual([]);
  });
});

describe('a migration', () => {
  it('asks for the offer itself where it was not given one', async () => {
    const machines = machinesOf('5.2');
    expect(await runMigration('precopy', machines)).toMatchObject({ status: 'ran' });
    expect(machines.specs.map(({ name }) => name)).toEqual([
      'probe',
      'precopy-destination',
      'precopy-source',
    ]);
  });

  it('starts a PC with the guest, its trace in a file of its own', async () => {
    const machines = machinesOf('5.2');
    const outcome = await runMigration('precopy', machines, { offer: await offerOf('5.2') });
    expect(machines.argumentsOf('precopy-source').join(' ')).toBe(
      '-machine pc,accel=tcg -m 64 -bios /run/qemu/precopy.rom -global apic-common.vapic=off ' +
        '-nodefaults -display none -qmp stdio -msg timestamp=on ' +
        '-trace events=/run/qemu/precopy.events -D /run/qemu/precopy-source.trace',
    );
    expect(machines.argumentsOf('precopy-destination').slice(-4)).toEqual([
      ...['-D', '/run/qemu/precopy-destination.trace'],
      ...['-incoming', 'defer'],
    ]);
    expect(outcome.traces).toEqual({
      source: join(space, 'precopy-source.trace'),
      destination: join(space, 'precopy-destination.trace'),
    });
    expect(readFileSync(join(space, 'precopy.rom'))).toEqual(guestRom());
    expect(readFileSync(join(space, 'precopy.events'), 'utf8')).toBe('vmstate_downtime*\n');
  });

  it('starts a machine without a guest where there is no PC', async () => {
    const machines = machinesOf('10.0');
    await runMigration('precopy', machines, { offer: await offerOf('10.0') });
    expect(machines.argumentsOf('precopy-source').join(' ')).toMatch(
      /^-machine none,accel=tcg -m 64 -nodefaults/,
    );
  });

  it('has the destination listen by its command line where no command does it', async () => {
    const machines = machinesOf('2.2');
    await runMigration('precopy', machines, { offer: await offerOf('2.2') });
    expect(machines.argumentsOf('precopy-destination').slice(-2)).toEqual([
      '-incoming',
      'unix:/run/qemu/precopy.socket',
    ]);
    expect(machines.commandsOf('precopy-destination')).toEqual(['qmp_capabilities', 'quit']);
  });

  it('takes away what an earlier run left, so that no old trace passes for a new one', async () => {
    const machines = machinesOf('5.2');
    writeFileSync(join(space, 'failed-source.trace'), 'old');
    await runMigration('failed', machines, { offer: await offerOf('5.2') });
    expect(existsSync(join(space, 'failed-source.trace'))).toBe(false);
  });

  it('takes away the socket, which nobody can do anything with afterwards', async () => {
    const machines = machinesOf('5.2');
    await runMigration('precopy', machines, { offer: await offerOf('5.2') });
    expect(machines.commandsOf('precopy-destination')).toContainEqual(
      expect.stringContaining('precopy.socket'),
    );
    expect(readdirSync(space).filter((name) => name.endsWith('.socket'))).toEqual([]);
  });

  it('leaves no timer behind, which would keep the program from ending', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const offer = await offerOf('5.2');
    const before = timers();
    await runMigration('precopy', machinesOf('5.2'), { offer });
    // The test runner has timers of its own, which end when they like.
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('tells what the QEMUs say of it at the end', async () => {
    const { facts } = await runMigration('precopy', machinesOf('5.2'), { offer: await offerOf('5.2') });
    expect(facts.source).toMatchObject({
      runState: 'postmigrate',
      migration: { status: 'completed', totalTime: 12, downtime: 3, setupTime: 1, transferred: 1000 },
    });
    expect(facts.destination).toMatchObject({ runState: 'running', migration: { status: 'completed' } });
  });
});

describe('postcopy', () => {
  it('gets its capability on both sides, a source that is slow until it has begun, and the right order', async () => {
    const machines = machinesOf('5.2');
    await runMigration('postcopy', machines, { offer: await offerOf('5.2') });
    const capability = '{"capabilities":[{"capability":"postcopy-ram","state":true}]}';
    expect(machines.commandsOf('postcopy-destination')).toEqual([
      'qmp_capabilities',
      `migrate-set-capabilities ${capability}`,
      'migrate-incoming {"uri":"unix:/run/qemu/postcopy.socket"}',
      'quit',
    ]);
    expect(machines.commandsOf('postcopy-source')).toEqual([
      'qmp_capabilities',
      `migrate-set-capabilities ${capability}`,
      'migrate-set-parameters {"max-bandwidth":50000}',
      'migrate-set-parameters {"downtime-limit":1}',
      'migrate {"uri":"unix:/run/qemu/postcopy.socket"}',
      'migrate-start-postcopy',
      'migrate-set-parameters {"max-bandwidth":1073741824}',
      'quit',
    ]);
  });

  it('is asked for by its first name, and slowed by commands, in 2.5', async () => {
    const machines = machinesOf('2.5');
    await runMigration('postcopy', machines, { offer: await offerOf('2.5') });
    expect(machines.commandsOf('postcopy-source').slice(1, 4)).toEqual([
      'migrate-set-capabilities {"capabilities":[{"capability":"x-postcopy-ram","state":true}]}',
      'migrate_set_speed {"value":50000}',
      'migrate_set_downtime {"value":0.001}',
    ]);
  });

  it('needs userfaultfd at its destination only', async () => {
    const machines = machinesOf('5.2');
    await runMigration('postcopy', machines, { offer: await offerOf('5.2') });
    expect(machines.specs.map(({ name, needsUserfault }) => [name, needsUserfault])).toEqual([
      ['postcopy-destination', true],
      ['postcopy-source', false],
    ]);
  });
});

describe('a migration to a file', () => {
  it('starts the destination when the file is whole', async () => {
    const machines = machinesOf('10.0');
    await runMigration('file', machines, { offer: await offerOf('10.0') });
    expect(machines.specs.map(({ name }) => name)).toEqual(['file-source', 'file-destination']);
    expect(machines.commandsOf('file-source')).toContain(
      'migrate {"uri":"exec:cat > \'/run/qemu/file.state\'"}',
    );
    expect(machines.commandsOf('file-destination')).toContain(
      'migrate-incoming {"uri":"exec:cat \'/run/qemu/file.state\'"}',
    );
  });
});

describe('a background snapshot', () => {
  it('has a source alone, which runs on, and ends with its total time', async () => {
    const machines = machinesOf('10.0');
    const outcome = await runMigration('background-snapshot', machines, { offer: await offerOf('10.0') });
    expect(machines.specs.map(({ name, needsUserfault }) => [name, needsUserfault])).toEqual([
      ['background-snapshot-source', true],
    ]);
    expect(outcome.facts.source).toMatchObject({ runState: 'running', migration: { totalTime: 12 } });
    expect(outcome.traces.destination).toBeUndefined();
  });
});

describe('a migration that is to fail', () => {
  it('has its destination killed under way, and its guest run on at the source', async () => {
    const machines = machinesOf('5.2');
    const outcome = await runMigration('failed', machines, { offer: await offerOf('5.2') });
    expect(machines.commandsOf('failed-destination')).not.toContain('quit');
    expect(outcome.facts.source).toMatchObject({
      runState: 'running',
      migration: { status: 'failed', errorDescription: 'Broken pipe' },
    });
    expect(outcome.facts.destination).toBeUndefined();
  });
});

describe('a guest that is not to run', () => {
  it('is paused at the destination', async () => {
    const machines = machinesOf('5.2');
    const { facts } = await runMigration('paused-destination', machines, { offer: await offerOf('5.2') });
    expect(machines.argumentsOf('paused-destination-destination')).toContain('-S');
    expect(machines.argumentsOf('paused-destination-source')).not.toContain('-S');
    expect(facts.destination?.runState).toBe('paused');
  });

  it('was never started at the source', async () => {
    const machines = machinesOf('5.2');
    const { facts } = await runMigration('paused-source', machines, { offer: await offerOf('5.2') });
    expect(machines.argumentsOf('paused-source-source')).toContain('-S');
    expect(machines.argumentsOf('paused-source-destination')).not.toContain('-S');
    expect(facts.destination?.runState).toBe('prelaunch');
  });
});

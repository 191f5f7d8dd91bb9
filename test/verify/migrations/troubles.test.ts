import { describe, expect, it } from 'vitest';
import type { MigrationMode } from '../../../src/verify/migrations/modes.js';
import type { MigrationOutcome } from '../../../src/verify/migrations/outcome.js';
import { probeQemu } from '../../../src/verify/migrations/probe-qemu.js';
import { type MigrationOptions, runMigration } from '../../../src/verify/migrations/run-migration.js';
import { scratchSpace } from '../../support/scratch-space.js';
import { ERAS } from './eras.js';
import { FakeMachines } from './fake-machines.js';
import type { Fault } from './fake-qemu.js';

const space = scratchSpace();
const PATIENCE = { quit: 50, kill: 50 };

/** Runs a migration in which something goes wrong. */
async function run(
  mode: MigrationMode,
  faults: Readonly<Record<string, readonly Fault[]>>,
  options: MigrationOptions = {},
  era: keyof typeof ERAS = '5.2',
): Promise<{ outcome: MigrationOutcome; machines: FakeMachines }> {
  const probe = await probeQemu(new FakeMachines(space, ERAS[era]));
  if (probe.status !== 'ready') throw new Error(probe.reason.found);
  const machines = new FakeMachines(space, ERAS[era], faults);
  const outcome = await runMigration(mode, machines, {
    offer: probe.offer,
    patience: PATIENCE,
    timeoutMs: 3000,
    ...options,
  });
  return { outcome, machines };
}

describe('a QEMU that crashes', () => {
  it('at start is told with its exit code and its last words', async () => {
    const stderr = 'first\nqemu: could not load PC BIOS\n';
    const { outcome, machines } = await run('precopy', {
      'precopy-destination': [{ on: 'start', does: 'die', stderr }],
    });
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: {
        code: 'ended',
        expected: "the destination's QEMU to run until it is told to quit",
        found: 'it ended by itself with exit code 1, saying: qemu: could not load PC BIOS',
      },
      stderr: { destination: stderr },
    });
    expect(machines.specs).toHaveLength(1);
  });

  it('when it is probed is told likewise', async () => {
    const machines = new FakeMachines(space, ERAS['5.2'], {
      probe: [{ on: 'start', does: 'die', stderr: 'no' }],
    });
    expect(await probeQemu(machines)).toMatchObject({
      status: 'failed',
      reason: { code: 'ended' },
      stderr: 'no',
    });
    const { status, reason, stderr } = await runMigration('file', machines);
    expect({ status, code: reason?.code, stderr }).toEqual({
      status: 'failed',
      code: 'ended',
      stderr: { probe: 'no' },
    });
  });

  it('on one side, while the other is asked, ends the run at once', async () => {
    const machines = new FakeMachines(space, ERAS['5.2'], {
      'precopy-source': [{ on: 'query-migrate', does: { answer: { status: 'active' } } }],
    });
    const began = Date.now();
    const running = runMigration('precopy', machines, { patience: PATIENCE, timeoutMs: 60_000 });
    setTimeout(() => machines.all.find(({ name }) => name === 'precopy-destination')?.end(139), 200);
    expect((await running).reason).toMatchObject({
      code: 'ended',
      expected: "the destination's QEMU to run until it is told to quit",
      found: 'it ended by itself with exit code 139',
    });
    expect(Date.now() - began).toBeLessThan(4000);
    expect(machines.left()).toEqual([]);
  });
});

describe('a QEMU that hangs', () => {
  it.each([
    ['start', 'nothing came'],
    ['migrate', 'nothing came'],
    ['query-status', 'nothing came'],
  ])('(%s) ends the run when its time is up, and is killed', async (on, found) => {
    const { outcome, machines } = await run(
      'precopy',
      { 'precopy-source': [{ on, does: 'hang' }] },
      { timeoutMs: 500 },
    );
    expect(outcome).toMatchObject({ status: 'failed', reason: { code: 'timeout', found } });
    expect(machines.left()).toEqual([]);
  });

  it('in one state is told with what was waited for and what it stayed at', async () => {
    const { outcome } = await run(
      'postcopy',
      { 'postcopy-source': [{ on: 'query-migrate', does: { answer: { status: 'setup' } } }] },
      { timeoutMs: 500 },
    );
    expect(outcome.reason).toEqual({
      code: 'timeout',
      expected: "a migration that is active from the source's QEMU in time",
      found: 'it stayed at setup',
    });
  });

  it('when it is to quit is killed, and the migration has run', async () => {
    const { outcome, machines } = await run('precopy', { 'precopy-source': [{ on: 'quit', does: 'hang' }] });
    expect(outcome.status).toBe('ran');
    expect(machines.left()).toEqual([]);
  });

  it('even when it is killed is named', async () => {
    const { outcome } = await run('precopy', {
      'precopy-source': [
        { on: 'quit', does: 'hang' },
        { on: 'kill', does: 'hang' },
      ],
    });
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: { code: 'left-running', found: 'still running: source' },
    });
  });
});

describe('a monitor', () => {
  it('that closes while QEMU runs is told', async () => {
    const { outcome, machines } = await run('precopy', {
      'precopy-source': [{ on: 'migrate', does: 'close' }],
    });
    expect(outcome.reason).toEqual({
      code: 'monitor-closed',
      expected: "the source's QEMU to keep its monitor open",
      found: 'it closed',
    });
    expect(machines.left()).toEqual([]);
  });

  it('that closes because QEMU ends is told as that end, which may be seen a little later', async () => {
    const machines = new FakeMachines(space, ERAS['5.2'], {
      'precopy-source': [{ on: 'migrate', does: 'close' }],
    });
    const running = runMigration('precopy', machines, { patience: PATIENCE });
    setTimeout(() => machines.all.find(({ name }) => name === 'precopy-source')?.end(134), 300);
    expect((await running).reason).toMatchObject({
      code: 'ended',
      found: 'it ended by itself with exit code 134',
    });
  });

  it('that answers in another form is told', async () => {
    const { outcome } = await run('precopy', {
      'precopy-source': [{ on: 'query-migrate', does: { answer: { status: 3 } } }],
    });
    expect(outcome.reason).toEqual({
      code: 'unreadable',
      expected: "a string at status in the source's answer to query-migrate",
      found: '3',
    });
  });

  it('that refuses a command is told with QEMU’s words', async () => {
    const { outcome } = await run('precopy', {
      'precopy-source': [{ on: 'migrate', does: { refuse: 'Guest is waiting for an incoming migration' } }],
    });
    expect(outcome.reason).toEqual({
      code: 'refused',
      expected: "the source's QEMU to take migrate",
      found: 'QEMU said: Guest is waiting for an incoming migration',
    });
  });
});

describe('a migration that comes to another end', () => {
  it('by failing is told with QEMU’s reason', async () => {
    const answer = { status: 'failed', 'error-desc': 'Unable to write to socket: Broken pipe' };
    const { outcome } = await run('precopy', {
      'precopy-source': [{ on: 'query-migrate', does: { answer } }],
    });
    expect(outcome.reason).toEqual({
      code: 'wrong-state',
      expected: "the source's QEMU to be completed",
      found: 'failed: Unable to write to socket: Broken pipe',
    });
  });

  it('by failing because the other side ended is told with that end', async () => {
    const answer = { status: 'failed', 'error-desc': 'Broken pipe' };
    const machines = new FakeMachines(space, ERAS['5.2'], {
      'precopy-source': [{ on: 'query-migrate', does: { answer } }],
    });
    const running = runMigration('precopy', machines, { patience: PATIENCE });
    const ending = setInterval(() => {
      if (machines.commandsOf('precopy-source').some((command) => command.startsWith('migrate '))) {
        machines.all.find(({ name }) => name === 'precopy-destination')?.end(1);
      }
    }, 100);
    const { reason } = await running;
    clearInterval(ending);
    expect(reason).toMatchObject({ code: 'ended', found: 'it ended by itself with exit code 1' });
  });

  it('by being done before it could go over to postcopy is told', async () => {
    const answer = { status: 'completed' };
    const { outcome } = await run('postcopy', {
      'postcopy-source': [{ on: 'query-migrate', does: { answer } }],
    });
    expect(outcome.reason).toMatchObject({ expected: "the source's QEMU to be active", found: 'completed' });
  });
});

describe('a guest that does not get there', () => {
  it('is waited for while it is under way, but not for ever', async () => {
    const answer = { status: 'inmigrate', running: false };
    const { outcome } = await run(
      'paused-destination',
      { 'paused-destination-destination': [{ on: 'query-status', does: { answer } }] },
      { timeoutMs: 800 },
    );
    expect(outcome.reason).toEqual({
      code: 'timeout',
      expected: "a guest that has arrived from the destination's QEMU in time",
      found: 'it stayed at inmigrate',
    });
  });

  it.each(['precopy', 'postcopy', 'file'] as const)('or does not run there, fails %s', async (mode) => {
    const answer = { status: 'paused', running: false };
    const { outcome } = await run(
      mode,
      { [`${mode}-destination`]: [{ on: 'query-status', does: { answer } }] },
      { timeoutMs: 1500 },
    );
    expect(outcome.reason).toMatchObject({ code: 'timeout', found: 'it stayed at paused' });
  });

  it.each([
    ['failed', '5.2'],
    ['background-snapshot', '10.0'],
  ] as const)('or does not run on at the source, fails %s', async (mode, era) => {
    const answer = { status: 'internal-error', running: false };
    const { outcome } = await run(
      mode,
      { [`${mode}-source`]: [{ on: 'query-status', does: { answer } }] },
      { timeoutMs: 1000 },
      era,
    );
    expect(outcome.reason).toMatchObject({ code: 'timeout', found: 'it stayed at internal-error' });
  });
});

describe('a host without userfaultfd', () => {
  it.each([
    [
      'Postcopy is not supported',
      'postcopy_ram_supported_by_host: userfaultfd not available: Operation not permitted',
    ],
    ['Postcopy is not supported: Userfaultfd not available: Operation not permitted', ''],
  ])('makes postcopy not runnable, with QEMU’s words: %s', async (refuse, stderr) => {
    const { outcome, machines } = await run('postcopy', {
      'postcopy-destination': [{ on: 'migrate-set-capabilities', does: { refuse }, stderr }],
    });
    expect(outcome).toMatchObject({ status: 'not-runnable', reason: { code: 'not-permitted' } });
    expect(outcome.reason?.found).toBe(`QEMU said: ${[refuse, stderr].filter(Boolean).join('; ')}`);
    expect(machines.left()).toEqual([]);
  });

  it('is found by an old destination only on the way', async () => {
    const stderr = 'postcopy_ram_supported_by_host: userfaultfd not available: Function not implemented\n';
    const { outcome } = await run(
      'postcopy',
      { 'postcopy-destination': [{ on: 'migrate-incoming', does: 'die', stderr }] },
      {},
      '2.5',
    );
    expect(outcome).toMatchObject({
      status: 'not-runnable',
      reason: { found: `QEMU said: ${stderr.trim()}` },
    });
  });

  it('makes a background snapshot not runnable', async () => {
    const refuse = 'Background-snapshot is not supported by host kernel';
    const { outcome } = await run(
      'background-snapshot',
      { 'background-snapshot-source': [{ on: 'migrate-set-capabilities', does: { refuse } }] },
      {},
      '10.0',
    );
    expect(outcome).toMatchObject({ status: 'not-runnable', reason: { code: 'not-permitted' } });
  });

  it('is no excuse for a mode that needs none, nor for another failure', async () => {
    const stderr = 'userfaultfd not available\n';
    const precopy = await run('precopy', { 'precopy-source': [{ on: 'migrate', does: 'die', stderr }] });
    expect(precopy.outcome.status).toBe('failed');
    const refused = { refuse: 'Postcopy is not compatible with ignore-shared' };
    const postcopy = await run('postcopy', {
      'postcopy-source': [{ on: 'migrate-set-capabilities', does: refused }],
    });
    expect(postcopy.outcome).toMatchObject({ status: 'failed', reason: { code: 'refused' } });
  });
});

describe('an interrupt', () => {
  it('ends the QEMUs at once, and is handed on', async () => {
    const stop = new AbortController();
    const machines = new FakeMachines(space, ERAS['5.2'], {
      'precopy-source': [
        { on: 'query-migrate', does: { answer: { status: 'active' } } },
        { on: 'quit', does: 'hang' },
      ],
    });
    const why = new Error('interrupted');
    setTimeout(() => stop.abort(why), 200);
    const began = Date.now();
    await expect(runMigration('precopy', machines, { signal: stop.signal })).rejects.toBe(why);
    expect(Date.now() - began).toBeLessThan(2000);
    expect(machines.left()).toEqual([]);
  });

  it('before the start starts nothing', async () => {
    const machines = new FakeMachines(space, ERAS['5.2']);
    await expect(runMigration('precopy', machines, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(machines.specs).toEqual([]);
  });
});

it('hands on what starting a machine throws, after ending the others', async () => {
  const probe = await probeQemu(new FakeMachines(space, ERAS['5.2']));
  if (probe.status !== 'ready') throw new Error(probe.reason.found);
  const machines = new FakeMachines(space, ERAS['5.2']);
  const failing = {
    folder: machines.folder,
    start: (spec: Parameters<FakeMachines['start']>[0]) => {
      if (spec.name === 'precopy-source') throw new Error('the engine is gone');
      return machines.start(spec);
    },
  };
  const running = runMigration('precopy', failing, { offer: probe.offer });
  await expect(running).rejects.toThrow('the engine is gone');
  expect(machines.left()).toEqual([]);
});

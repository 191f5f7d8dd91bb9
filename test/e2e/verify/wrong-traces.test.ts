import { describe, expect, it } from 'vitest';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { type Document, validDocument } from '../../support/schemas.js';
import { parseXml } from '../../support/xml.js';

/** Each mode has another fault. */
function brokenScene(): VerifyScene {
  return new VerifyScene()
    .fires('precopy', ({ source }) => ({ source: source.filter((name) => name !== 'src-iterable-saved') }))
    .fires('file', ({ destination }) => ({
      destination: [...destination.slice(0, 2), 'dst-precopy-bh-enter', ...destination.slice(2)],
    }))
    .fires('paused-source', ({ source: [first = '', ...others] }) => ({ source: [...others, first] }))
    .fires('failed', () => ({ source: ['src-downtime-start'] }))
    .fires('postcopy', ({ source }) => ({ source: [...source, 'src-downtime-end'] }))
    .fires('paused-destination', () => ({ destination: [] }));
}

describe('checkpoints that do not fire as they should', () => {
  it('are named in the document, each for what is wrong with it', async () => {
    const run = await brokenScene().verify('--format', 'json', buildableTree());
    expect(run.code).toBe(1);
    const document = validDocument('verify', run.stdout);
    expect(document.passed).toBe(false);
    const faults = document.migrations.map(({ mode, status, missing, unexpected, outOfOrder }: Document) => ({
      ...{ mode, status, missing, unexpected, outOfOrder },
    }));
    const none = { missing: [], unexpected: [], outOfOrder: [] };
    expect(faults).toEqual([
      { ...none, mode: 'precopy', status: 'failed', missing: ['src-iterable-saved'] },
      { ...none, mode: 'postcopy', status: 'failed', unexpected: ['src-downtime-end'] },
      { ...none, mode: 'file', status: 'failed', unexpected: ['dst-precopy-bh-enter'] },
      { ...none, mode: 'background-snapshot', status: 'passed' },
      { ...none, mode: 'failed', status: 'failed', unexpected: ['src-downtime-start'] },
      {
        ...none,
        mode: 'paused-destination',
        status: 'failed',
        missing: [
          'dst-precopy-loadvm-completed',
          'dst-precopy-bh-enter',
          'dst-precopy-bh-announced',
          'dst-precopy-bh-vm-started',
        ],
      },
      { ...none, mode: 'paused-source', status: 'failed', outOfOrder: ['src-downtime-start'] },
    ]);
  });

  it('are named in the text, with what fired instead and what to do next', async () => {
    const run = await brokenScene().verify(buildableTree());
    expect(run.code).toBe(1);
    const lines = run.stdout.split('\n').map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        'source: src-iterable-saved does not fire',
        'source: fired, in this order: src-downtime-start, src-vm-stopped, src-non-iterable-saved, src-downtime-end',
        'source: src-downtime-end fires 3 times, expected once at most',
        'destination: dst-precopy-bh-enter fires 2 times, expected once at most',
        'source: src-downtime-start fires where it should not',
        'source: src-downtime-start fires out of order',
        'destination: fired, in this order: nothing',
        'failed',
      ]),
    );
    const [, logs = ''] = /^ {2}logs and traces: (.*)$/m.exec(run.stdout) ?? [];
    expect(logs).not.toBe('');
    expect(lines.filter((line) => line.startsWith('next: '))).toEqual([
      `next: see where each call belongs with qemu-downtime lint, or in the traces: ${logs}`,
    ]);
  });

  it('fail a test of their mode in JUnit', async () => {
    const run = await brokenScene().verify('--format', 'junit', buildableTree());
    expect(run.code).toBe(1);
    const [suite] = parseXml(run.stdout).children;
    expect(suite?.attributes).toMatchObject({ tests: '8', failures: '6', errors: '0', skipped: '0' });
    const failures = suite?.children.flatMap(({ attributes, children: [child] }) =>
      child?.name === 'failure' ? [`${attributes.name}: ${child.attributes.message}`] : [],
    );
    expect(failures).toContain('precopy: source: src-iterable-saved does not fire');
    expect(failures).toContain('paused-source: source: src-downtime-start fires out of order');
  });
});

describe('migrations that do not come to their end', () => {
  it('are told with what was waited for, in bounded time, and leave nothing', async () => {
    const hang = { on: 'query-migrate', does: 'hang' } as const;
    const scene = new VerifyScene().plan({
      faults: {
        'precopy-source': [hang],
        'postcopy-destination': [{ on: 'start', does: 'die', stderr: 'first\nqemu: no ROM\n' }],
        'file-source': [{ on: 'migrate', does: 'close' }],
        'paused-source-source': [{ on: 'query-migrate', does: { answer: { status: 'failed' } } }],
      },
    });
    const began = Date.now();
    const run = await scene.verify('--timeout', '2', buildableTree());
    // Without --timeout the first of them alone would be waited for two minutes.
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(run.code).toBe(1);
    expect(scene.left()).toEqual([]);
    for (const line of [
      /^ {2}precopy +failed$/m,
      /^ {4}expected .*source's QEMU.* in time; found: nothing came$/m,
      /^ {4}expected the destination's QEMU to run until it is told to quit; found: it ended by itself with exit code 1, saying: qemu: no ROM$/m,
      /^ {4}expected the source's QEMU to keep its monitor open; found: it closed$/m,
      /^ {4}expected the source's QEMU to be completed; found: failed$/m,
      /^ {2}background-snapshot +passed /m,
      /^ {2}next: see what the QEMUs wrote, beside their traces: \/.*$/m,
    ])
      expect(run.stdout).toMatch(line);
    // What is missing in a trace that broke off says nothing of the calls.
    expect(run.stdout).not.toContain('does not fire');
  });

  it('because the engine went away are no fault of the tree', async () => {
    const gone = { code: 125, stderr: 'docker: error during connect: EOF.\n' };
    const scene = new VerifyScene().plan({ answers: { qemu: gone } });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('docker says: docker: error during connect: EOF. [engine-failed]');
  });

  it('because the program crashes at start are none: that is told once', async () => {
    const scene = new VerifyScene().plan({
      faults: { probe: [{ on: 'start', does: 'die', stderr: 'qemu: undefined symbol: g_free\n' }] },
    });
    const run = await scene.verify('--format', 'json', buildableTree());
    expect(run.code).toBe(1);
    const { breakage, migrations, logs } = validDocument('verify', run.stdout);
    expect(migrations).toEqual([]);
    expect(breakage).toMatchObject({ stage: 'migrations', excerpt: 'qemu: undefined symbol: g_free' });
    expect(breakage.reason).toContain('found: it ended by itself with exit code 1');
    expect(logs).toContain(scene.cache);
    expect(scene.containers().filter(({ part }) => part === 'probe')).toHaveLength(1);
  });
});

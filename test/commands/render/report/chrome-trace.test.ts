import { describe, expect, it } from 'vitest';
import { processEvents, type TraceProcess } from '../../../../src/commands/render/report/chrome-trace.js';
import { rowsOf, type Slice } from '../../../../src/commands/render/report/timeline.js';

/** A process of two lanes, in each of which so many slices overlap. */
function crowded(pid: number, count: number): TraceProcess {
  const slices = Array.from(
    { length: count },
    (_, start): Slice => ({
      ...{ kind: 'save-device', name: 'x', detail: 'x', isExact: true, device: null },
      start,
      end: 100_000,
    }),
  );
  const lanes = ['phases', 'devices'].map((label) => ({ label, side: 'source' as const, ...rowsOf(slices) }));
  return { pid, name: 'source', lanes, marks: [{ name: 'src-downtime-start', side: 'source', at: 0 }] };
}

describe('the threads of a trace', () => {
  it('have each a number of its own in the whole file, however many slices overlap', () => {
    const named = [1, 2, 3].flatMap((pid) =>
      processEvents(crowded(pid, 1_500), 0).filter(({ name }) => name === 'thread_name'),
    );
    expect(named).toHaveLength(3 * 201);
    expect(new Set(named.map(({ tid }) => tid)).size).toBe(3 * 201);
  });

  it('say how many slices are left out', () => {
    const labels = (count: number) =>
      new Set(
        processEvents(crowded(1, count), 0).flatMap(({ ph, args }) => (ph === 'M' ? [args?.name] : [])),
      );
    expect(labels(103)).toContain('devices (3 more overlap)');
    expect(labels(100)).toContain('devices');
  });
});

import { describe, expect, it } from 'vitest';
import { sideEvents } from '../../src/report/side-events.js';
import { readText } from '../support/read-text.js';

const START = '1@1000.000000:vmstate_downtime_checkpoint src-downtime-start';
const row = (instance: number, thread = 1, duration = 5, at = '1000.000000'): string =>
  `${thread}@${at}:vmstate_downtime_save type=non-iterable idstr=d instance_id=${instance} downtime=${duration}`;

async function linesOf(...lines: readonly string[]): Promise<number[]> {
  const { events } = sideEvents(await readText(`${lines.join('\n')}\n`), 'source');
  return events.map(({ line }) => line);
}

describe('an event that is there twice', () => {
  it('at one microsecond is left out, whatever is between', async () => {
    expect(await linesOf(START, row(0), row(1), START, row(0), row(1))).toEqual([1, 2, 3]);
  });

  it('at two moments, of two threads or with two durations is two events', async () => {
    expect(await linesOf(row(0), row(0, 2), row(0, 1, 6), row(0, 1, 5, '1000.000001'))).toEqual([1, 2, 3, 4]);
  });

  it('in a log without times is two events', async () => {
    const plain = row(0).replace(/^[^:]*:/, '');
    expect(await linesOf(plain, plain)).toEqual([1, 2]);
  });

  it('is found at once among 100,000 of one microsecond', async () => {
    const log = await readText(`${Array.from({ length: 100_000 }, (_, index) => row(index)).join('\n')}\n`);
    const begin = performance.now();
    expect(sideEvents(log, 'source').events).toHaveLength(100_000);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

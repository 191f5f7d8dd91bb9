import { describe, expect, it } from 'vitest';
import { undated } from '../../src/trace-log/dated-line.js';
import { readText } from '../support/read-text.js';

const EVENT = 'vmstate_downtime_checkpoint src-downtime-start';
const LOG = `15@1795374601.926872:${EVENT}`;
const ISO = `2026-11-26T03:10:01.926872Z ${EVENT}`;
const STAP = `15@1795374601926872123 ${EVENT}`;

/** What programs that keep logs put before a line, and whom they name in it. */
const DATED: readonly (readonly [date: string, host?: string | undefined, process?: number])[] = [
  ['Nov 26 03:00:00 h1 qemu-system[15]: ', 'h1', 15],
  ['Nov  6 03:00:00 h1 qemu-system-x86_64: ', 'h1'],
  ['Nov 26 03:00:00 qemu-system[15]: ', undefined, 15],
  ['<30>Nov 26 03:00:00 h1 qemu-system[15]: ', 'h1', 15],
  ['<30>1 2026-11-26T03:00:00.123456Z h-1.example.org qemu-system 15 - - ', 'h-1.example.org', 15],
  ['<30>1 2026-11-26T03:00:00.123456Z h1 qemu-system - - - ', 'h1'],
  ['Thu 2026-11-26 03:00:00 UTC h1 qemu-system[15]: ', 'h1', 15],
  ['Thu 2026-11-26 03:00:00 UTC qemu-system[15]: ', undefined, 15],
  ['2026-11-26T03:00:00+0000 h1 qemu-system[15]: ', 'h1', 15],
  ['2026-11-26T03:00:00.123456+00:00 h1 qemu-system[15]: ', 'h1', 15],
  ['[ 1234.567890] h1 qemu-system[15]: ', 'h1', 15],
  ['2026-01-01 00:00:00.000+0000: '],
  ['2026-01-01 00:00:00.000+0000: 4711: info : '],
  ['2026-11-26T03:00:00.123456789Z '],
  ['2026-11-26T03:00:00.123456789Z stdout F '],
];
const DATES = DATED.map(([date]) => date);

describe('a line with a date before it', () => {
  it.each(DATES)('is read by its own time: %s', async (date) => {
    for (const [line, form] of [
      [LOG, 'log'],
      [ISO, 'log-iso'],
      [STAP, 'stap'],
    ] as const) {
      expect(undated(date + line)?.text).toBe(line);
      const [alone, dated] = [await readText(`${line}\n`), await readText(`${date}${line}\n`)];
      expect(dated).toMatchObject({
        ...alone,
        form,
        events: alone.events.map(({ at, thread, body }) => ({ at, thread, body })),
        skipped: { damaged: 0, overlong: 0, otherForm: 0, tooMany: 0 },
      });
    }
  });

  it.each(DATED)('names its host and its process where the date does: %s', async (date, host, process) => {
    const { events } = await readText(`${date}${LOG}\n${LOG}\n`);
    const isNamed = host !== undefined || process !== undefined;
    const writer = isNamed ? { host: host ?? null, process: process ?? null } : null;
    expect(events.map((event) => event.writer)).toEqual([writer, null]);
  });

  it('has no time if the event has none of its own: that of the date is of later', async () => {
    for (const date of DATES.filter((one) => !one.endsWith('Z '))) {
      const { events, ...rest } = await readText(`${date}${EVENT}\n`);
      const log = { ...rest, events: events.map((event) => ({ ...event, writer: null })) };
      expect(log, date).toEqual({ ...(await readText(`${EVENT}\n`)), form: 'log-plain', times: 'none' });
    }
  });

  it('is damaged if what may be its own time is none', async () => {
    for (const stamp of ['15@179537460 ', '15@1795374601.92:', '15@']) {
      const log = await readText(`${DATES[0]}${stamp}${EVENT}\n`);
      expect([log.events.length, log.skipped.damaged], stamp).toEqual([0, 1]);
    }
  });

  it('is damaged if what is before it is no date, or too long', async () => {
    const others = [
      'error: ',
      'h1 qemu[15]: ',
      `15@1795374601.926872:vmstate_downtime_save type=a 03:00:00 `,
    ];
    const long = `03:00:00 ${'x'.repeat(240)} `;
    for (const before of [...others, long]) {
      const log = await readText(`${before}${LOG}\n`);
      expect([log.events.length, log.skipped.damaged], before).toEqual([0, 1]);
    }
  });

  it('keeps its number, and loses a row whose end was cut', async () => {
    const row =
      '15@1795374601.928348:vmstate_downtime_save type=iterable idstr=ram instance_id=0 downtime=251';
    const log = await readText(`noise\n${DATES[0]}${row}\n${DATES[0]}${row}`);
    expect(log).toMatchObject({ isCut: true, events: [{ line: 2 }], skipped: { damaged: 1 } });
    expect(log.events).toHaveLength(1);
  });
});

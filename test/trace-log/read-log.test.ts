import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/trace-log/read-log.js';
import { readText } from '../support/read-text.js';

const START = '15@1795374601.926872:vmstate_downtime_checkpoint src-downtime-start';
const ROW = '15@1795374601.928348:vmstate_downtime_save type=iterable idstr=ram instance_id=0 downtime=251';
const sample = (name: string): string =>
  readFileSync(new URL(`../report/samples/${name}`, import.meta.url), 'utf8');

describe('a log', () => {
  it.each([
    ['precopy-src-v10.log', 'log', 42],
    ['precopy-dst-v10.log', 'log', 31],
    ['precopy-src-v10-nots.log', 'log-plain', 42],
    ['postcopy-src-v5.2.log', 'log', 6],
    ['postcopy-dst-v7.2.log', 'log', 6],
  ])('%s is of form %s with %i events, and no line is lost', async (name, form, count) => {
    const log = await readText(sample(name));
    expect(log).toMatchObject({ form, lines: count, isCut: false });
    expect(log.events).toHaveLength(count);
    expect(Object.values(log.skipped)).toEqual([0, 0, 0, 0]);
  });

  it('is the same among other lines, as in a log of libvirt', async () => {
    const noise = '2026-11-26 02:15:41.123+0000: starting up libvirt version: 9.0.0, qemu version: 7.2.22\n';
    const mixed = sample('precopy-src-v10.log').replaceAll('\n', `\n${noise}char device redirected\n`);
    const alone = await readText(sample('precopy-src-v10.log'));
    const log = await readText(mixed);
    expect(log.events.map(({ line, ...rest }) => rest)).toEqual(
      alone.events.map(({ line, ...rest }) => rest),
    );
    expect(log.events[1]?.line).toBe(4);
    expect(log.skipped.damaged).toBe(0);
  });

  it.each([
    ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a mail’s quoting', (text: string) => text.replace(/^/gm, '> > ')],
    ['quoted-printable', (text: string) => quotedPrintable(text, '\n')],
    ['quoted-printable with line ends of mail', (text: string) => quotedPrintable(text, '\r\n')],
    ['indentation', (text: string) => text.replace(/^/gm, '\t  ')],
  ])('is read through %s', async (_, change) => {
    const alone = await readText(sample('precopy-src-v10.log'));
    const log = await readText(change(sample('precopy-src-v10.log')));
    expect(log.events.map(({ body, at }) => ({ body, at }))).toEqual(
      alone.events.map(({ body, at }) => ({ body, at })),
    );
  });

  it('without the end of a last row loses that row, for a digit may be missing', async () => {
    const cut = await readText(`${START}\n${ROW.slice(0, -1)}`);
    expect(cut).toMatchObject({ isCut: true, skipped: { damaged: 1 } });
    expect(cut.events).toHaveLength(1);
    expect(await readText(`${START}\n${ROW}`)).toMatchObject({ isCut: true });
  });

  it('ends with a checkpoint that is whole', async () => {
    expect(await readText(START)).toMatchObject({ isCut: false, events: [{ line: 1 }] });
    expect(await readText(START.slice(0, 60))).toMatchObject({
      events: [{ body: { name: 'src-downtim' } }],
    });
  });

  it('counts what cannot be read: control characters, two lines in one, a name alone', async () => {
    const lines = [
      `\x1b[31m${START}`,
      `${START.slice(0, 40)}${ROW}`,
      'the tracepoint vmstate_downtime_checkpoint was enabled',
      `${ROW}\x00`,
      START,
    ];
    const log = await readText(`${lines.join('\n')}\n`);
    expect(log.events.map(({ line }) => line)).toEqual([5]);
    expect(log.skipped.damaged).toBe(4);
  });

  it('is of the form that most of its lines are in', async () => {
    const plain = ROW.replace(/^[^:]*:/, '');
    const log = await readText(`${START}\n${plain}\n${ROW}\n`);
    expect(log).toMatchObject({ form: 'log', skipped: { otherForm: 1 } });
    expect(await readText(`${START}\n${plain}\n${ROW}\n`, 'log-plain')).toMatchObject({
      form: 'log-plain',
      skipped: { otherForm: 0, damaged: 2 },
    });
  });

  it('of simpletrace adds up the differences of all lines, of whatever event', async () => {
    const log = await readText(
      [
        'memory_notdirty_write_access 5.000 pid=1 vaddr=0x1',
        'vmstate_downtime_checkpoint 7.250 pid=1 checkpoint=src-downtime-start',
        'cpu_throttle_set 100.500 pid=1 new_throttle_pct=0x0',
        'a line of another kind',
        'vmstate_downtime_checkpoint 10.250 pid=1 checkpoint=src-vm-stopped',
        '',
      ].join('\n'),
    );
    const [start, stopped] = log.events;
    expect((stopped?.at ?? 0) - (start?.at ?? 0)).toBe(111);
    expect(log).toMatchObject({ form: 'simpletrace', times: 'relative' });
  });

  it('survives a line of 50 MB in the memory of a piece', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'vmstate_downtime_checkpoint ');
    const log = await readLog(async (push) => {
      push(Buffer.from(`${START}\n`));
      for (let count = 0; count < 50; count++) push(piece);
      push(Buffer.from(`\n${ROW}\n`));
      return false;
    });
    expect(log.events.map(({ line }) => line)).toEqual([1, 3]);
    expect(log.skipped).toEqual({ damaged: 0, overlong: 1, otherForm: 0, tooMany: 0 });
  });

  it('keeps 100,000 events and counts the rest', async () => {
    const piece = Buffer.from(`${ROW}\n`.repeat(10_000));
    const log = await readLog(async (push) => {
      for (let count = 0; count < 11; count++) push(piece);
      return false;
    });
    expect([log.events.length, log.skipped.tooMany, log.lines]).toEqual([100_000, 10_000, 110_000]);
  });
});

/** As mail programs pack text: equals signs as =3D, no line longer than 76 characters. */
function quotedPrintable(text: string, end: string): string {
  return text
    .replaceAll('=', '=3D')
    .split('\n')
    .map((line) => {
      const parts: string[] = [];
      let rest = line;
      while (rest.length > 75) {
        const at = rest.slice(0, 75).search(/=.?$/);
        const cut = at < 0 ? 75 : at;
        parts.push(`${rest.slice(0, cut)}=`);
        rest = rest.slice(cut);
      }
      return [...parts, rest].join(end);
    })
    .join(end);
}

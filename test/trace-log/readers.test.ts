import { describe, expect, it } from 'vitest';
import type { ParsedLine } from '../../src/trace-log/event.js';
import { readers } from '../../src/trace-log/readers/index.js';

const CHECKPOINT = { kind: 'checkpoint', name: 'src-downtime-start' };
const LOAD = {
  kind: 'load',
  section: 'iterable',
  idstr: 'ram',
  instance: 0,
  duration: 719,
  key: 'iterable ram#0',
};

/** What each form makes of its lines, the last of which is the one of interest. */
const FORMS: readonly {
  readonly form: string;
  readonly source: string;
  readonly lines: readonly string[];
  readonly read: ParsedLine;
}[] = [
  {
    form: 'log',
    source: 'recorded: QEMU 7.2 and 10.0 with -msg timestamp=on, 5.2 always',
    lines: ['15@1795374601.926872:vmstate_downtime_checkpoint src-downtime-start'],
    read: { at: 1795374601926872, thread: 15, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'log',
    source: 'recorded: a device’s row',
    lines: ['6@1795374601.928970:vmstate_downtime_load type=iterable idstr=ram instance_id=0 downtime=719'],
    read: { at: 1795374601928970, thread: 6, body: LOAD as ParsedLine['body'] },
  },
  {
    form: 'log-plain',
    source: 'recorded: QEMU 7.2 and 10.0 without -msg timestamp=on',
    lines: ['vmstate_downtime_load type=iterable idstr=ram instance_id=0 downtime=719'],
    read: { at: null, thread: null, body: LOAD as ParsedLine['body'] },
  },
  {
    form: 'log-iso',
    source: 'util/log.c of QEMU 10.2: g_date_time_format_iso8601() and a blank',
    lines: ['2026-01-01T00:00:00.123456Z vmstate_downtime_checkpoint src-downtime-start'],
    read: { at: 1767225600123456, thread: null, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'log-iso',
    source: 'GLib leaves a fraction of 0 out',
    lines: ['2026-01-01T00:00:01Z vmstate_downtime_checkpoint src-downtime-start'],
    read: { at: 1767225601000000, thread: null, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'stap',
    source: 'scripts/tracetool/format/log_stap.py: pid() and gettimeofday_ns()',
    lines: ['4711@1721976657123456789 vmstate_downtime_checkpoint src-downtime-start'],
    read: { at: 1721976657123456, thread: 4711, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'simpletrace',
    source: 'scripts/simpletrace.py of QEMU 10.2, class Formatter2',
    lines: [
      'vmstate_save 0.000 pid=6 id=ram vmsd_name=(old)',
      'vmstate_downtime_load 1000.500 pid=6 type=iterable idstr=ram instance_id=0x0 downtime=0x2cf',
      'migrate_set_state 2000.500 pid=6 new_state=active',
      'vmstate_downtime_checkpoint 0.999 pid=6 checkpoint=src-downtime-start',
    ],
    read: { at: 3001, thread: 6, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'ftrace',
    source:
      'Documentation/trace/ftrace.rst of Linux (tracing_mark_write), scripts/tracetool/backend/ftrace.py',
    lines: [
      '  qemu-system-x86-4711    [001] .....  1234.567890: tracing_mark_write: vmstate_downtime_checkpoint src-downtime-start',
    ],
    read: { at: 1234567890, thread: 4711, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'ftrace',
    source: 'trace-cmd report, event ftrace/print, with nanoseconds (-t)',
    lines: [
      ' live_migration-4711  [001]  1234.567890123: print:                tracing_mark_write: vmstate_downtime_load type=iterable idstr=ram instance_id=0 downtime=719',
    ],
    read: { at: 1234567890, thread: 4711, body: LOAD as ParsedLine['body'] },
  },
  {
    form: 'lttng',
    source: 'babeltrace2-sink.text.pretty(7), scripts/tracetool/format/ust_events_h.py',
    lines: [
      '[14:30:01.928970123] (+0.000000010) host qemu:vmstate_downtime_load: { cpu_id = 1 }, { vtid = 6 }, { type = "iterable", idstr = "ram", instance_id = 0, downtime = 719 }',
    ],
    read: { at: 52201928970, thread: 6, body: LOAD as ParsedLine['body'] },
  },
  {
    form: 'lttng',
    source: 'babeltrace2 --clock-seconds --no-delta',
    lines: [
      '[1795374601.926872123] host qemu:vmstate_downtime_checkpoint: { cpu_id = 1 }, { checkpoint = "src-downtime-start" }',
    ],
    read: { at: 1795374601926872, thread: null, body: CHECKPOINT as ParsedLine['body'] },
  },
  {
    form: 'lttng',
    source: 'babeltrace2 --clock-date --clock-gmt',
    lines: [
      '[2026-01-01 00:00:01.000000999] (+?.?????????) host qemu:vmstate_downtime_checkpoint: { cpu_id = 1 }, { checkpoint = "src-downtime-start" }',
    ],
    read: { at: 1767225601000000, thread: null, body: CHECKPOINT as ParsedLine['body'] },
  },
];

function readBy(form: string, lines: readonly string[]): ParsedLine | null | undefined {
  const read = readers.find((reader) => reader.form === form)?.open();
  return lines.map((line) => read?.(line)).at(-1);
}

describe('a reader', () => {
  it.each(FORMS)('reads $form ($source)', ({ form, lines, read }) => {
    expect(readBy(form, lines)).toEqual(read);
  });

  it.each(FORMS)('is alone in taking a line of $form ($source)', ({ lines, form }) => {
    const takers = readers.filter((reader) => readBy(reader.form, lines) !== undefined);
    expect(takers.map((reader) => reader.form)).toEqual([form]);
  });

  it.each(FORMS)('leaves a line of $form alone that lost its end ($source)', ({ lines, form }) => {
    const last = lines.at(-1) ?? '';
    const name = last.lastIndexOf('vmstate_downtime_');
    for (let length = name; length < name + 24; length++) {
      const read = readBy(form, [...lines.slice(0, -1), last.slice(0, length)]);
      expect(read ?? undefined, last.slice(0, length)).toBeUndefined();
    }
  });

  it('takes names with blanks, slashes and colons, and ids from 2³¹ on, which print negative', () => {
    const line =
      '1@1.000001:vmstate_downtime_save type=non-iterable idstr=0000:00:01.3/a b instance_id=x instance_id=-2147483648 downtime=3';
    expect(readBy('log', [line])?.body).toEqual({
      kind: 'save',
      section: 'non-iterable',
      idstr: '0000:00:01.3/a b instance_id=x',
      instance: -2147483648,
      duration: 3,
      key: 'non-iterable 0000:00:01.3/a b instance_id=x#-2147483648',
    });
  });

  it('knows negative ids of simpletrace, whose integers are 64 bits wide', () => {
    const line =
      'vmstate_downtime_save 0.000 pid=1 type=non-iterable idstr=a instance_id=0xffffffff80000000 downtime=0x3';
    expect(readBy('simpletrace', [line])?.body).toMatchObject({ instance: -2147483648, duration: 3 });
  });

  it.each([
    '1@99999999999.000000:vmstate_downtime_checkpoint src-downtime-start',
    '1@1.000000:vmstate_downtime_save type=iterable idstr=ram instance_id=0 downtime=-5',
    '1@1.000000:vmstate_downtime_save type=iterable idstr=ram instance_id=0 downtime=99999999999999999999',
    '1@1.000000:vmstate_downtime_other a',
    '1@1.00:vmstate_downtime_checkpoint src-downtime-start',
  ])('takes no number that is none: %s', (line) => {
    expect(readers.map((reader) => readBy(reader.form, [line])).filter(Boolean)).toEqual([]);
  });

  it('takes a time of day that begins anew for the next day, and a line from before midnight for the day before', () => {
    const lines = [
      '23:59:59.960000',
      '00:00:00.010000',
      '23:59:59.999000',
      '00:00:00.020000',
      '09:30:00.000000',
    ];
    const read = readers.find(({ form }) => form === 'lttng')?.open();
    const line = (time: string): string =>
      `[${time}000] (+0.000000001) host qemu:vmstate_downtime_checkpoint: { cpu_id = 1 }, { checkpoint = "src-downtime-start" }`;
    const day = 86_400_000_000;
    expect(lines.map((time) => read?.(line(time))?.at)).toEqual([
      day - 40_000,
      day + 10_000,
      day - 1_000,
      day + 20_000,
      day + 9.5 * 3_600_000_000,
    ]);
  });
});

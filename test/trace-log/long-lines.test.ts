import { describe, expect, it } from 'vitest';
import { readers } from '../../src/trace-log/readers/index.js';
import { readText } from '../support/read-text.js';

/** As long as a line may be. */
const LONG = 64_000;
const row = 'vmstate_downtime_save type=non-iterable idstr=';
const lttng = '[1795374601.926872123] host qemu:vmstate_downtime_';

/** Lines of which a pattern without bounds goes through the rest again at each of many places. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['begins of ftrace lines', filled('-1 [0] ', 'vmstate_downtime_')],
  [
    'begins of ftrace lines before an event',
    filled('-1 [0] ', 'vmstate_downtime_checkpoint src-downtime-start'),
  ],
  ['seconds of ftrace', filled('-1 [0] 1 1.000000: ', 'vmstate_downtime_checkpoint a')],
  ['blanks', filled(' ', 'vmstate_downtime_', '-1')],
  ['blanks in an ftrace line', filled(' ', '1.000000: vmstate_downtime_checkpoint a', '-1 [0] ')],
  ['idstr= of simpletrace', filled(' idstr=', '', 'vmstate_downtime_save 1.000 pid=1 type=a')],
  [
    'instance_id= of simpletrace',
    filled(' instance_id=1', '', 'vmstate_downtime_save 1.000 pid=1 type=a idstr=b'),
  ],
  [
    'digits of simpletrace',
    filled('f', ' downtime=1', 'vmstate_downtime_save 1.000 pid=1 type=a idstr=b instance_id=0x'),
  ],
  ['names of LTTng', filled('qemu:vmstate_downtime_', '', '[1.000000000] ')],
  ['rows of LTTng', filled('{ type = "a", idstr = "', '', `${lttng}save: `)],
  ['backslashes of LTTng', filled('\\\\\\\\', '', `${lttng}save: { type = "a", idstr = "`)],
  ['threads of LTTng', filled('vtid = ', '', `${lttng}save: `)],
  ['instance_id= of the log', filled(' instance_id=1', '', `1@1.000000:${row}`)],
  ['digits before an @', filled('1', `:${row}`)],
  ['dates', filled('03:00:00 ', `1@1.000000:${row}`)],
  ['quoting', filled('> ', `1@1.000000:${row}`)],
  ['equals signs of mail', filled('=3D', '', `1@1.000000:${row}`)],
];

function filled(part: string, end: string, begin = ''): string {
  return begin + part.repeat(Math.floor((LONG - begin.length - end.length) / part.length)) + end;
}

describe('a long line', () => {
  it.each(HOSTILE)('of %s takes no reader long', (_, line) => {
    for (const { form, open } of readers) {
      const read = open();
      const begin = performance.now();
      for (let count = 0; count < 5; count++) read(line);
      expect(performance.now() - begin, form).toBeLessThan(100);
    }
  });

  it.each(HOSTILE)(
    'of %s is read in a log as it is alone, ten times in less than a second',
    async (_, line) => {
      const begin = performance.now();
      expect((await readText(`${line}\n`.repeat(10))).lines).toBe(10);
      expect(performance.now() - begin).toBeLessThan(1_000);
    },
  );
});

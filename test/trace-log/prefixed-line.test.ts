import { describe, expect, it } from 'vitest';
import { readText } from '../support/read-text.js';

const EVENT = 'vmstate_downtime_checkpoint src-downtime-start';
const LINES = [
  `15@1795374601.926872:${EVENT}`,
  `2026-11-26T03:10:01.926872Z ${EVENT}`,
  `15@1795374601926872123 ${EVENT}`,
  `Nov 26 03:00:00 h1 qemu-system[15]: 15@1795374601.926872:${EVENT}`,
  `[1795374601.926872123] host qemu:vmstate_downtime_checkpoint: { cpu_id = 1 }, { checkpoint = "src-downtime-start" }`,
  `  qemu-4711    [001] .....  1234.567890: tracing_mark_write: ${EVENT}`,
  EVENT,
];

describe('a line with what grep puts before it', () => {
  it.each(['src.log:', '12:', 'src.log:12:', 'a/b-1.2/src.log:123456:', '> 12:'])(
    'is read as it was: %s',
    async (prefix) => {
      for (const line of LINES)
        expect(await readText(`${prefix}${line}\n`), line).toEqual(await readText(`${line}\n`));
    },
  );

  it('is read with a name that has blanks, or two', async () => {
    const [line = ''] = LINES;
    for (const prefix of ['my logs/src.log:', 'host1:src.log:7:'])
      expect(await readText(`${prefix}${line}\n`), prefix).toEqual(await readText(`${line}\n`));
  });

  it('is damaged if that is no name: two lines that ran together, the rest of a time, another program’s words', async () => {
    const [line = ''] = LINES;
    for (const text of [
      `15@1795374601.926872:${line}`,
      `15@1795374601.926:${EVENT}`,
      `926872.15:${EVENT}`,
      `error: ${EVENT}`,
      `src.log:vmstate_downtime_checkpoint 1000.500 pid=6 checkpoint=src-downtime-start`,
    ])
      expect(await readText(`${text}\n`), text).toMatchObject({ events: [], skipped: { damaged: 1 } });
  });
});

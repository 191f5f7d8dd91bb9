import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../src/library/index.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

function file(name: string, begin: string): string {
  const path = join(scratchFolder(), name);
  writeFileSync(path, Buffer.from(begin, 'hex'));
  return path;
}

async function problemOf(request: Parameters<typeof report>[0]): Promise<{ found: string; next: string }> {
  const failure: unknown = await report(request).catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 3, problems: [{ code: 'no-downtime-event' }] });
  return (failure as { problems: [{ found: string; next: string }] }).problems[0];
}

const SIMPLE = 'scripts/simpletrace.py BUILD/trace/trace-events-all FILE > FILE.txt';

describe('a file without a downtime event is told what it is', () => {
  it.each([
    ['packed by xz', 'fd377a585a000004', 'unxz -k FILE'],
    ['packed by zstd', '28b52ffd2400', 'unzstd FILE'],
    ['packed by bzip2', '425a68393141', 'bunzip2 -k FILE'],
    ['in UTF-16', 'fffe3700', 'iconv -f utf-16 -t utf-8 FILE > FILE.txt'],
    ['a binary trace of QEMU’s backend simple', 'ffffffffffffffffb429a40acb77b1f204', SIMPLE],
    ['a binary trace of QEMU’s backend simple', 'fffffffffffffffff2b177cb0aa429b400', SIMPLE],
  ])('%s', async (what, begin, command) => {
    const path = file('a.log', begin);
    expect(await problemOf({ source: path })).toMatchObject({
      found: `no downtime event in ${path}, which is ${what}`,
      next: `make text of it, and name that: ${command.replaceAll('FILE', path)}`,
    });
  });

  it('lines with the events, of no form that is read', async () => {
    const path = file('a.log', '');
    const line = (name: string) => `4711@1795374601.10:vmstate_downtime_checkpoint ${name}\n`;
    writeFileSync(path, line('src-downtime-start') + line('src-downtime-end'));
    const { found, next } = await problemOf({ source: path });
    expect(found).toBe(
      `no downtime event in ${path}, where 2 lines name the events, in no form that is read`,
    );
    expect(next).toMatch(/^give the lines as QEMU, libvirt or the tracer wrote them/);
  });

  it('empty', async () => {
    const path = file('a.log', '');
    const { found, next } = await problemOf({ source: path });
    expect(found).toBe(`no downtime event in ${path}, which is empty`);
    expect(next).toMatch(/^run QEMU with -trace/);
  });

  it('each of two', async () => {
    const [source, destination] = [file('my src.xz', 'fd377a585a00'), file('dst.xz', 'fd377a585a00')];
    const { next } = await problemOf({ source, destination });
    expect(next).toBe(`make text of it, and name that: unxz -k '${source}'; unxz -k ${destination}`);
  });

  it('of another form than was asked for', async () => {
    const source = join(import.meta.dirname, '../report/samples/precopy-src-v10.log');
    const { next } = await problemOf({ source, inputFormat: 'stap' });
    expect(next).toBe('leave --input-format stap out: the lines are of the form log');
  });

  it('of no form, whatever was asked for', async () => {
    const source = file('a.log', '');
    writeFileSync(source, '4711@1795374601.10:vmstate_downtime_checkpoint src-downtime-start\n');
    const { next } = await problemOf({ source, inputFormat: 'stap' });
    expect(next).toMatch(/^give the lines as QEMU/);
  });

  it.each([
    [
      'which is the journal as JSON',
      '{"__REALTIME_TIMESTAMP": "1", "MESSAGE": "4242@1795000000.123456:vmstate_downtime_checkpoint src-downtime-start"}',
      'write it with journalctl -o cat, or jq -r .MESSAGE FILE > FILE.txt, and name that',
    ],
    [
      'where perf printed the events without what they carry',
      'live_migration  4242 [002]   5000.000000: sdt_qemu:vmstate_downtime_checkpoint: (55d0c3b2a1c0)',
      'perf does not know it of QEMU’s events; run QEMU with its log backend',
    ],
    [
      'which is what perf script prints, and no form that is read',
      'live_migration  4242 [003]  5000.123456: probe_qemu:vmstate_downtime_checkpoint: (55d0c3b2a1c0) checkpoint_string="src-downtime-start"',
      'of the ftrace backend give /sys/kernel/tracing/trace, or what trace-cmd report prints; else run QEMU with its log backend',
    ],
    [
      'which is what perf script prints, and no form that is read',
      'qemu-system-x86  4242 [003]  5000.123456: ftrace:print: tracing_mark_write: vmstate_downtime_checkpoint src-downtime-start',
      'of the ftrace backend give /sys/kernel/tracing/trace',
    ],
  ])('%s', async (what, line, advice) => {
    const source = file('a.log', '');
    writeFileSync(source, `something else\n${line}\n`);
    const { found, next } = await problemOf({ source });
    expect(found).toBe(`no downtime event in ${source}, ${what}`);
    expect(next.startsWith(advice.replaceAll('FILE', source)), next).toBe(true);
  });
});

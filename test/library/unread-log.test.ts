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
    expect(next).toBe('leave --input-format stap out: the lines are of another form');
  });
});

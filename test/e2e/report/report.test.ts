import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readers } from '../../../src/trace-log/readers/index.js';
import { cli, ended, shell, startCli } from '../../support/run-cli.js';
import { valid, validDocument } from '../../support/schemas.js';
import { scratchSpace } from '../../support/scratch-space.js';

const SAMPLES = fileURLToPath(new URL('../../report/samples/', import.meta.url));
const space = scratchSpace();
let made = 0;

const sample = (name: string): string => join(SAMPLES, `${name}.log`);
const sides = (mode: string, release: string): string[] => [
  '--source',
  sample(`${mode}-src-${release}`),
  '--destination',
  sample(`${mode}-dst-${release}`),
];

function folder(): string {
  const path = join(space, `folder-${made++}`);
  mkdirSync(path);
  return path;
}

function file(name: string, bytes: string | Buffer): string {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  return path;
}

/** A folder with the logs of a recorded run. */
function runFolder(
  mode: string,
  release: string,
  names: readonly [string, string] = ['src.log', 'dst.log'],
): string {
  const path = folder();
  writeFileSync(join(path, names[0]), readFileSync(sample(`${mode}-src-${release}`)));
  writeFileSync(join(path, names[1]), readFileSync(sample(`${mode}-dst-${release}`)));
  writeFileSync(join(path, 'notes.txt'), 'nothing about it\n');
  return path;
}

/** Sentences as they were before they were broken into lines. */
const unwrapped = (text: string): string => text.replace(/\n {2}(?! )/g, ' ');

describe('report', () => {
  it.each(['precopy', 'postcopy', 'file'])(
    'shows %s of every recorded release, in JSON as well',
    async (mode) => {
      for (const release of mode === 'file' ? ['v7.2', 'v10'] : ['v5.2', 'v7.2', 'v10']) {
        const run = await cli(['report', ...sides(mode, release)]);
        expect(run, run.stderr).toMatchObject({ code: 0, stderr: '' });
        expect(run.stdout).toMatch(/downtime \d/);
        const document = await valid(0, 'report', ...sides(mode, release));
        expect(document.migrations).toHaveLength(1);
      }
    },
  );

  it('takes either side alone, standard input, gzip, and a file that holds both', async () => {
    expect((await cli(['report', '--destination', sample('precopy-dst-v10')])).code).toBe(0);
    const packed = file('src.log.gz', gzipSync(readFileSync(sample('precopy-src-v10'))));
    expect((await cli(['report', '--source', packed])).stdout).toContain('downtime 2.026 ms');
    const piped = await shell(`cat '${packed}' | "$@"`, ['report', '--source', '-']);
    expect(piped.stdout).toContain('downtime 2.026 ms');
    const both = file(
      'both.log',
      readFileSync(sample('precopy-src-v10'), 'utf8') + readFileSync(sample('precopy-dst-v10'), 'utf8'),
    );
    const run = await cli(['report', '--source', both, '--destination', both]);
    // Whether it is one host’s nothing says.
    expect(run.stdout).toContain('if both clocks are one host’s');
    expect(run.stdout).not.toContain('out-of-order');
  });

  it('writes to --output, and several files of perfetto to a folder', async () => {
    const output = join(folder(), 'report.json');
    const run = await cli(['report', ...sides('precopy', 'v10'), '--format', 'json', '-o', output]);
    expect([run.code, run.stdout]).toEqual([0, '']);
    validDocument('report', readFileSync(output, 'utf8'));
    const traces = join(folder(), 'traces');
    expect(
      (await cli(['report', ...sides('precopy', 'v10'), '--format', 'perfetto', '-o', traces])).code,
    ).toBe(0);
    expect(JSON.parse(readFileSync(join(traces, 'source.json'), 'utf8'))).toBeTruthy();
  });

  it.each(['csv', 'markdown', 'svg', 'html', 'openmetrics'])('has the form %s', async (format) => {
    const run = await cli(['report', ...sides('precopy', 'v10'), '--format', format]);
    expect(run, run.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.length).toBeGreaterThan(300);
  });

  it('shows one of several migrations', async () => {
    const two = file(
      'two.log',
      readFileSync(sample('precopy-src-v7.2'), 'utf8') + readFileSync(sample('precopy-src-v10'), 'utf8'),
    );
    const all = await valid(0, 'report', '--source', two);
    expect([all.chosen, all.runs.length]).toEqual([null, 2]);
    // By their times the one of 10.0 came first.
    const one = await cli(['report', '--source', two, '--migration', '1']);
    expect(one.stdout).toContain('migration 1: precopy: downtime 2.026 ms');
    expect((await cli(['report', '--source', two, '--migration', '3'])).stderr).toContain(
      '[no-such-migration]',
    );
  });

  it('writes several forms at once, as lint and verify do: text beside files, or a file in place of it', async () => {
    const at = (name: string) => join(dir, name);
    const dir = folder();
    const both = sides('precopy', 'v10');
    const drawn = ['-o', `html:${at('a.html')}`, '--output', `perfetto:${at('trace')}`];
    const run = await cli(['report', ...both, ...drawn, '-o', `json:${at('a.json')}`]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^precopy: downtime 2\.026 ms/);
    expect(readFileSync(at('a.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    validDocument('report', readFileSync(at('a.json'), 'utf8'));
    expect(readdirSync(at('trace')).sort()).toContain('manifest.json');
    const plain = await cli([
      'report',
      ...both,
      '-o',
      at('a.txt'),
      '-o',
      `csv:${at('a.csv')}`,
      '-o',
      'json:-',
    ]);
    expect(plain.stderr).toBe('');
    validDocument('report', plain.stdout);
    expect(readFileSync(at('a.txt'), 'utf8')).toBe(run.stdout);
    expect(readFileSync(at('a.csv'), 'utf8')).toMatch(/^migration,record/);
  });

  it('takes no form that there is not, nor two results for one file', async () => {
    const dir = folder();
    const refused = async (...args: string[]) => {
      const run = await cli(['report', ...sides('precopy', 'v10'), ...args]);
      expect([run.code, run.stdout]).toEqual([2, '']);
      return run.stderr;
    };
    expect(await refused('-o', 'pdf:a.pdf')).toContain('no format is called "pdf"');
    expect(await refused('-o', `json:${dir}/a`, '-o', `csv:${dir}/a`)).toContain('the same file');
    expect(await refused('-o', `json:${dir}/t/source.json`)).toContain('no folder');
    mkdirSync(join(dir, 't'));
    const folded = ['-o', `json:${dir}/t/source.json`, '-o', `perfetto:${dir}/t`];
    expect(await refused(...folded)).toContain('the same file');
    expect(readdirSync(join(dir, 't'))).toEqual([]);
    const runs = await cli(['report', '--run', dir, '-o', `perfetto:${dir}/t`]);
    expect([runs.code, runs.stderr]).toEqual([2, expect.stringContaining('one by one')]);
  });

  it('says why it refuses in every document of JSON that was asked for', async () => {
    const path = join(folder(), 'a.json');
    const empty = file('empty.log', 'no event\n');
    const run = await cli(['report', '--source', empty, '-o', `json:${path}`]);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(validDocument('report', readFileSync(path, 'utf8')).problems).toHaveLength(1);
  });

  it('exits 1 over a limit, and where it cannot be told whether it was kept', async () => {
    const limited = (limit: string, ...args: string[]) => cli(['report', ...args, '--fail-over', limit]);
    const known = [...sides('precopy', 'v10'), '--clock-offset', '0s'];
    expect((await limited('3ms', ...known)).code).toBe(0);
    // The downtime of 2.026 ms would do; the guest was paused for longer.
    expect((await limited('2.1ms', ...known)).code).toBe(1);
    // Clocks that agree closely are likely one host's, and may be two's.
    const close = await limited('3ms', ...sides('precopy', 'v10'));
    expect([close.code, close.stderr]).toEqual([1, expect.stringContaining('--clock-offset 0s')]);
    expect(close.stderr).not.toMatch(/incomplete|times|--return-path|--destination/);
    const alone = await limited('2100us', '--source', sample('precopy-src-v10'));
    expect([alone.code, alone.stdout]).toEqual([1, expect.stringContaining('cannot be told')]);
    expect(alone.stderr).toMatch(/--destination FILE .* --return-path on/);
    expect(alone.stderr).not.toMatch(/incomplete|--clock-offset/);
    const waited = ['--source', sample('precopy-src-v10'), '--return-path', 'on'];
    expect((await limited('2100us', ...waited)).code).toBe(0);
    const failed = file(
      'failed.log',
      readFileSync(sample('precopy-src-v10'), 'utf8') +
        readFileSync(sample('precopy-src-v7.2'), 'utf8').slice(0, 200),
    );
    const some = await limited('9s', '--source', failed);
    expect([some.code, some.stderr]).toEqual([1, expect.stringContaining('of 1 of 2 migrations')]);
    expect(some.stderr).toContain('it is incomplete');
    const none = await limited('9s', '--source', sample('precopy-src-v10-nots'));
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('the log has no times')]);
  });

  it('takes what the user knows of the clocks', async () => {
    const given = await valid(0, 'report', ...sides('precopy', 'v10'), '--clock-offset=-100us');
    expect(given.migrations[0]).toMatchObject({
      clock: { kind: 'given', offset: -100 },
      pause: { least: 2575 },
    });
    const unknown = await valid(0, 'report', ...sides('precopy', 'v10'), '--clock-offset', 'unknown');
    expect(unknown.migrations[0].clock).toMatchObject({ kind: 'bounded', offset: null });
    const back = await valid(0, 'report', ...sides('precopy', 'v7.2'), '--return-path', 'on');
    expect(back.migrations[0]).toMatchObject({ returnPath: 'stated-on', clock: { width: 141 } });
  });

  it('offers every form of lines that there is', async () => {
    const { stdout } = await cli(['report', '--help']);
    for (const { form } of readers) expect(stdout).toContain(`"${form}"`);
  });

  it('reads a form that is named, and no other', async () => {
    const run = await cli(['report', '--source', sample('precopy-src-v10'), '--input-format', 'log-plain']);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain('[no-downtime-event]');
  });
});

describe('report of many runs', () => {
  it('sums up folders, patterns of folders, and a folder of several', async () => {
    const runs = ['v5.2', 'v7.2', 'v10'].map((release) => runFolder('precopy', release));
    const by = async (...args: string[]) => (await valid(0, 'report', ...args)).figures[0].statistics;
    const expected = { count: 3, least: 1278, median: 2026, p95: 2441, most: 2441, spread: 1163 };
    expect(await by('--run', ...runs)).toEqual(expected);
    expect(await by('--run', runs[0] ?? '', '--run', ...runs.slice(1))).toEqual(expected);
    const parent = folder();
    for (const [index, run] of runs.entries()) symlinkSync(run, join(parent, `run${index}`));
    expect(await by('--run', parent)).toEqual(expected);
    expect(await by('--run', join(parent, 'run*'))).toEqual(expected);
  });

  it('pairs the logs of a folder that holds several runs by their names', async () => {
    const document = await valid(0, 'report', '--run', SAMPLES);
    const names = document.runs.map(({ name }: { name: string }) => name.slice(SAMPLES.length));
    expect(names).toContain('precopy-v10');
    expect(names.filter((name: string) => name.startsWith('postcopy-v10'))).toHaveLength(3);
    const paused = document.runs.filter(({ pause }: { pause: number | null }) => pause !== null);
    expect(paused).toHaveLength(6);
  });

  it('pairs the traces that verify keeps', async () => {
    const path = folder();
    for (const mode of ['precopy', 'postcopy'])
      for (const [side, name] of [
        ['src', 'source'],
        ['dst', 'destination'],
      ])
        writeFileSync(join(path, `${mode}-${name}.trace`), readFileSync(sample(`${mode}-${side}-v10`)));
    const { runs } = await valid(0, 'report', '--run', path);
    expect(runs).toMatchObject([
      { name: join(path, 'postcopy'), outcome: 'completed', downtime: 639, pause: 1810 },
      { name: join(path, 'precopy'), outcome: 'completed', downtime: 2026, pause: 2475 },
    ]);
  });

  it('keeps what is said about the logs, and tells which runs have one side or came to nothing', async () => {
    const path = folder();
    for (const side of ['src', 'dst'])
      writeFileSync(join(path, `a-${side}.log`), readFileSync(sample(`precopy-${side}-v10`)));
    writeFileSync(join(path, 'b-src.log'), readFileSync(sample('precopy-src-v7.2')));
    const cut = `${readFileSync(sample('precopy-src-v10'), 'utf8').slice(0, 200)}\nvmstate_downtime_x\n`;
    writeFileSync(join(path, 'c-src.log'), cut);
    const shown = unwrapped((await cli(['report', '--run', path])).stdout);
    expect(shown).toContain(`one side only: ${join(path, 'b')} (source)`);
    expect(shown).toMatch(/^incomplete: .*\/c: not in the log: src-/m);
    expect(shown).toContain('[lines-skipped]');
    expect(shown).toMatch(/^findings: .*\b1 no-return-path/m);
    const nothing = folder();
    writeFileSync(join(nothing, 'src.log'), cut);
    expect((await cli(['report', '--run', nothing])).stdout).toMatch(/^0 runs completed, 1 incomplete/);
    const missing = await cli(['report', '--run', path, '--migration', '5']);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('[no-such-migration]')]);
  });

  it('compares with a folder of runs, or a saved report', async () => {
    const before = runFolder('precopy', 'v7.2');
    const now = runFolder('precopy', 'v10', ['source.log', 'destination.log']);
    const direct = await valid(0, 'report', '--run', now, '--compare', before);
    const change = direct.comparison.changes.find(
      ({ figure }: { figure: { id: string } }) => figure.id === 'precopy downtime',
    );
    expect(change).toMatchObject({ change: 2026 - 2441, exceedsSpread: null });
    const saved = join(folder(), 'before.json');
    await cli(['report', ...sides('precopy', 'v7.2'), '--format', 'json', '-o', saved]);
    const single = await valid(0, 'report', ...sides('precopy', 'v10'), '--compare', saved);
    expect(single.comparison.changes).toEqual(direct.comparison.changes);
  });
});

describe('report refuses', () => {
  it.each([
    [[], 'no-log'],
    [['--source', '/nowhere'], 'file-unreadable'],
    [['--source', '/'], 'file-unreadable'],
    [['--source', `${sample('precopy-src-v10')}/x`], 'file-unreadable'],
    [['--destination', `${sample('precopy-src-v10')}/x`], 'file-unreadable'],
    [['--run', `${sample('precopy-src-v10')}/x`], 'no-such-run'],
    [
      ['--source', sample('precopy-src-v10'), '--compare', `${sample('precopy-src-v10')}/x`],
      'baseline-unfit',
    ],
    [['--run', '/nowhere'], 'no-such-run'],
    [['--run', '/nowhere/*'], 'no-such-run'],
    [['--run', SAMPLES, '--source', sample('precopy-src-v10')], 'options-exclude-each-other'],
    [['--source', sample('precopy-src-v10'), '--top', '3', '--all'], 'options-exclude-each-other'],
    [['--source', sample('precopy-src-v10'), '--top', 'x'], 'number-unfit'],
    [['--source', sample('precopy-src-v10'), '--fail-over', '300'], 'duration-unfit'],
    [['--source', sample('precopy-src-v10'), '--fail-over', '-3ms'], 'duration-unfit'],
    [['--source', sample('precopy-src-v10'), '--clock-offset', 'soon'], 'duration-unfit'],
    [['--source', sample('precopy-src-v10'), '--compare', sample('precopy-src-v10')], 'baseline-unfit'],
    [['--source', sample('precopy-src-v10'), '--output', '/nowhere/x'], 'output-unfit'],
    [['--run', SAMPLES, '--format', 'perfetto'], 'options-exclude-each-other'],
    [[...sides('file', 'v7.2'), '--format', 'perfetto'], 'folder-needed'],
    [['--source', '-', '--compare', '-'], 'options-exclude-each-other'],
  ])('%j by %s, with nothing on stdout', async (args, code) => {
    const run = await cli(['report', ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`[${code}]`);
  });

  it('logs that were named by the wrong sides', async () => {
    const args = ['--source', sample('precopy-dst-v10'), '--destination', sample('precopy-src-v10')];
    const run = await cli(['report', ...args]);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain('42 events of the source and none of the destination');
    expect(run.stderr).toContain('[wrong-side]');
  });

  it('logs without a downtime event, in JSON by a document', async () => {
    const document = await valid(3, 'report', '--source', file('other.log', 'something else\n'));
    expect(document.problems[0].code).toBe('no-downtime-event');
  });
});

describe('report survives', () => {
  it('a log that is cut while it is packed, a line of 50 MB, and says so', async () => {
    const log = readFileSync(sample('precopy-src-v10'));
    const long = Buffer.concat([log, Buffer.alloc(50_000_000, 'vmstate_downtime_ '), Buffer.from('\n')]);
    const run = await cli(['report', '--source', file('long.log', long)]);
    expect(unwrapped(run.stdout)).toContain('1 longer than 64 KiB [lines-skipped]');
    expect(run.stdout).toContain('downtime 2.026 ms');
    const packed = gzipSync(log);
    const cut = await cli(['report', '--source', file('cut.gz', packed.subarray(0, packed.length - 20))]);
    expect(unwrapped(cut.stdout)).toMatch(/ends too early; .* \[log-cut\]/);
  });

  it('a reader that goes away', async () => {
    const run = await shell('"$@" | head -n 1', ['report', ...sides('precopy', 'v10'), '--format', 'json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('a large log in little memory', async () => {
    const noise = `${'2026-11-26 02:15:41.123+0000: 4711: info : a line of something else entirely'.repeat(2)}\n`;
    const log = file('large.log', readFileSync(sample('precopy-src-v10')));
    for (let count = 0; count < 10; count++) appendFileSync(log, noise.repeat(100_000));
    const { run, most } = await watched(['report', '--source', log, '--format', 'json']);
    expect(JSON.parse(run.stdout).inputs[0].lines).toBe(1_000_042);
    expect(most).toBeGreaterThan(10_000);
    expect(most).toBeLessThan(150_000);
  });

  it('thousands of events in lines of 60 KB, of which it keeps the names alone', async () => {
    const log = file('long-lines.gz', '');
    const quoting = '> '.repeat(30_000);
    for (let begin = 0; begin < 3000; begin += 100) {
      const lines = Array.from(
        { length: 100 },
        (_, index) =>
          `${quoting}1@1000.${String(begin + index).padStart(6, '0')}:vmstate_downtime_save type=non-iterable idstr=0000:00:02.0/virtio-${begin + index} instance_id=0 downtime=5\n`,
      );
      appendFileSync(log, gzipSync(lines.join(''), { level: 1 }));
    }
    const { run, most } = await watched(['report', '--source', log, '--format', 'json']);
    expect(JSON.parse(run.stdout).migrations[0].devices).toHaveLength(3000);
    expect(most).toBeLessThan(150_000);
  });
});

/** Runs the program and watches its memory. */
async function watched(args: readonly string[]) {
  const child = startCli(args);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentKilobytes(child.pid));
  }, 5);
  const run = await ended(child);
  clearInterval(watch);
  return { run, most };
}

/** The most memory that a running process has had so far. */
function residentKilobytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

describe('a result in the place of a log', () => {
  const isRefused = async (args: readonly string[], path: string, why: string): Promise<void> => {
    const before = readFileSync(path);
    const run = await cli(['report', ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`${path}: ${why}; nothing was written [output-unfit]`);
    expect(readFileSync(path).equals(before)).toBe(true);
  };
  const copied = (name: string): string => file('in.log', readFileSync(sample(name)));

  it('is refused, by whatever name', async () => {
    const log = copied('precopy-src-v10');
    const link = join(folder(), 'link.log');
    symlinkSync(log, link);
    await isRefused(['--source', log, '-o', `html:${log}`], log, 'this run reads it');
    await isRefused(['--source', log, '-o', link], link, 'this run reads it');
    await isRefused(['--source', link, '--format', 'json', '-o', log], log, 'this run reads it');
  });

  it('is refused for the saved report that is compared with', async () => {
    const runs = runFolder('precopy', 'v10');
    const saved = join(folder(), 'saved.json');
    expect((await cli(['report', '--run', runs, '-o', `json:${saved}`])).code).toBe(0);
    await isRefused(['--run', runs, '--compare', saved, '-o', `json:${saved}`], saved, 'this run reads it');
    expect((await cli(['report', '--run', runs, '-o', `json:${saved}`])).code).toBe(0);
  });

  it('is refused for any log in a folder of runs, and for nothing else there', async () => {
    const runs = runFolder('precopy', 'v10');
    const log = join(runs, 'src.log');
    await isRefused(['--run', runs, '-o', `json:${log}`], log, 'a log with downtime events in it');
    const page = join(runs, 'page.html');
    for (const _ of [1, 2]) expect((await cli(['report', '--run', runs, '-o', `html:${page}`])).code).toBe(0);
  });
});

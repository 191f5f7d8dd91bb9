import { describe, expect, it } from 'vitest';
import { colours } from '../../../../src/commands/render/colour.js';
import { text } from '../../../../src/commands/render/report/text.js';
import { compareRuns } from '../../../../src/report/compare.js';
import type { Limit } from '../../../../src/report/model.js';
import { summarize } from '../../../../src/report/runs.js';
import { reportOf, sampleReport } from '../../../report/made-report.js';
import { sampleMigration, sampleText } from '../../../report/read-sample.js';
import { plain, withHostileDevice } from './look.js';

const named = async (...releases: string[]) =>
  Promise.all(
    releases.map(async (release) => ({
      name: release,
      migration: await sampleMigration('precopy', release),
    })),
  );

/** Sentences as they were before they were broken into lines. */
const unwrapped = (text: string): string => text.replace(/\n {2}(?! )/g, ' ');

describe('the text of a report', async () => {
  const shown = text(await sampleReport('precopy', 'v10'), plain);
  const lines = shown.split('\n');

  it('begins with the totals, by their definition', () => {
    expect(unwrapped(shown).split('\n')[0]).toBe(
      'precopy: downtime 2.026 ms (source: start to end), guest paused 2.475 ms (until the destination may run it, if both clocks are one host’s)',
    );
    expect(lines[2]).toContain('one host, offset 0');
    expect(lines[3]).toContain('return path: not waited for');
  });

  it('shows every phase with its time, its share and a bar at its place', () => {
    const phase = (name: string): string => lines.find((line) => line.startsWith(`  ${name} `)) ?? '';
    expect(phase('stop the guest')).toMatch(/ 60 µs +3\.0 % +█$/);
    expect(phase('RAM and other iterables')).toMatch(/1\.420 ms +70\.1 % +█{15,}$/);
    expect(phase('start the guest')).toMatch(/43 µs +1\.7 % +█$/);
    const end = (name: string): number => phase(name).trimEnd().length;
    expect(end('RAM and other iterables')).toBeLessThan(end('devices (non-iterable)'));
    expect(end('devices (non-iterable)')).toBeLessThan(end('in flight, and the load not done by then'));
    expect(end('load')).toBe(end('in flight, and the load not done by then'));
  });

  it('says what the shares of each side are parts of', () => {
    expect(lines).toContain('source, shares of the downtime');
    expect(lines).toContain('between the hosts, shares of the pause');
    expect(lines).toContain('destination, shares of the pause');
  });

  it('says how much of the phases the devices explain', () => {
    expect(unwrapped(shown).split('\n')).toContain(
      'devices explain 251 µs of 1.420 ms of iterable, 452 µs of 542 µs of non-iterable, 959 µs of 1.040 ms of load',
    );
  });

  it('lists the ten devices that took longest, and how many more there are', () => {
    const first = lines.findIndex((line) => line.startsWith('device '));
    expect(lines[first + 1]).toMatch(/^ram#0 +iterable +ram +251 µs +719 µs$/);
    expect(lines[first + 2]).toMatch(/piix4_pm#0 .*230 µs +15 µs {2}save 115 × its class$/);
    expect(lines[first + 11]).toBe('27 more; --all lists them, --top N so many');
  });

  it('lists all where asked for, and says of which nothing was sent', async () => {
    const all = text(await sampleReport('precopy', 'v10', { top: null }), plain);
    expect(all.match(/nothing sent/g)).toHaveLength(10);
    expect(all).not.toContain('--all');
  });

  it('ends with what there is to know, each with its rule', () => {
    expect(unwrapped(shown)).toMatch(
      /^warning: source:20: save of 0000:00:01\.3\/piix4_pm#0 took 230 µs; .*\[outlier\]$/m,
    );
  });

  it.each([66, 80, 160])('is no wider than a terminal of %i, sentences and bars alike', (width) => {
    for (const top of [3, null]) {
      const wide = text({ ...report, top }, { ...plain, width }).split('\n');
      const told = wide
        .filter((line) => !/ (?:non-)?iterable /.test(line) || line.startsWith('  '))
        .filter((line) => !line.startsWith('device '));
      expect(Math.max(0, ...told.map((line) => [...line].length))).toBeLessThanOrEqual(width);
      expect(told.join(' ').replace(/ +/g, ' ')).toContain('the source did not wait for the destination');
    }
  });
  const report = await sampleReport('precopy', 'v10');

  it('is coloured on a terminal only', () => {
    expect(shown).not.toContain('\u001b');
    expect(text(report, { ...plain, colours: colours('always', true) })).toContain('\u001b[1m');
  });

  it('lets no name of a device write to the terminal', async () => {
    const hostile = await reportOf(withHostileDevice(sampleText('precopy-src-v10')), undefined);
    expect(text(hostile, plain)).toContain('\\x1b[2Jc');
    expect(text(hostile, plain)).not.toContain('\u001b');
  });

  it('draws what is not known as such, up to the end of the axis', async () => {
    const file = text(await sampleReport('file', 'v7.2'), plain);
    expect(file).toMatch(/in flight.* at least 0 µs .*░{5,}$/m);
    expect(file).toContain('guest paused at least 1.276 ms');
    expect(file).toMatch(/^destination, drawn for an offset of 0 µs$/m);
  });

  it('without times shows devices and no bars', async () => {
    const untimed = text(await sampleReport('precopy', 'v10-nots'), plain);
    expect(untimed).toMatch(/^precopy: no totals$/m);
    expect(untimed).not.toMatch(/[█▏]/);
    expect(untimed.match(/no-times/g)).toHaveLength(1);
    expect(unwrapped(untimed)).toMatch(
      /^warning: the logs have no times, .*run QEMU with -msg timestamp=on on both hosts \[no-times\]$/m,
    );
  });

  it('has no rows of phases of which nothing is known', async () => {
    const names = /^source|stop the guest|between the hosts|^destination/m;
    expect(text(await sampleReport('precopy', 'v10-nots'), plain)).not.toMatch(names);
    const half = await reportOf(sampleText('precopy-src-v10-nots'), sampleText('precopy-dst-v10'));
    const shown = text(half, plain);
    expect(shown).not.toMatch(/stop the guest|in flight/);
    expect(shown).toMatch(/^ {2}start the guest +43 µs/m);
    expect(unwrapped(shown)).toMatch(/^warning: source: the log has no times, .* \[no-times\]$/m);
  });
});

describe('the text of several migrations', () => {
  it('says once what is so of many, as when one was tried again and again', async () => {
    const lines = sampleText('precopy-src-v7.2').split('\n');
    const attempts = [2, 2, 3, 3, 3, 2, 99].map((count, index) =>
      lines
        .slice(0, count)
        .filter((line) => line !== '')
        .map((line) => line.replace(/@\d+/, `@${1_795_000_000 + index}`)),
    );
    const shown = unwrapped(text(await reportOf(attempts.flat().join('\n'), undefined), plain));
    expect(shown.match(/^migrations? .*(?=: error)/gm)).toEqual(['migrations 1, 2, 6', 'migrations 3 to 5']);
  });

  it('lists them and sums them up', async () => {
    const log =
      sampleText('precopy-src-v10') + sampleText('precopy-src-v7.2').split('\n').slice(0, 2).join('\n');
    const report = await reportOf(`${log}\n`, undefined);
    const runs = summarize(report.migrations.map((migration) => ({ name: 'x', migration })));
    const shown = text({ ...report, runs }, plain);
    expect(shown).toMatch(/^ +1 +precopy +completed +source +2\.026 ms$/m);
    expect(shown).toMatch(/^ +2 +migration +incomplete +source$/m);
    expect(unwrapped(shown)).toMatch(/^migration 2: error: .*src-downtime-end \[missing-checkpoint\]$/m);
    expect(shown).toContain('1 run completed, 1 incomplete and left out');
  });

  it('has medians, and against a baseline the change', async () => {
    const now = summarize(await named('v10', 'v7.2'));
    const before = summarize(await named('v5.2', 'v7.2'));
    const comparison = compareRuns(now, before.figures, 'before.json');
    const report = await reportOf(undefined, undefined, { runs: now, comparison });
    const shown = text(report, plain);
    expect(shown).toContain('2 runs completed; against before.json');
    expect(shown).toMatch(
      /^downtime +2 +2\.234 ms +2\.441 ms +2\.441 ms +415 µs +1\.860 ms +\+374 µs \(\+20\.1 %\) +no$/m,
    );
    expect(shown).toMatch(/^source: stop +2 +573 µs/m);
    expect(shown).toMatch(/^save {2}ram#0 +iterable .*not in the baseline$/m);
  });

  it('tells the save of a device from its load, however long its name is', async () => {
    const longer = (log: string) => log.replaceAll('/piix4_pm', '/a-bridge-with-a-name-of-many-words');
    const [source, destination] = [sampleText('precopy-src-v10'), sampleText('precopy-dst-v10')];
    const { migrations } = await reportOf(longer(source), longer(destination));
    const runs = summarize(migrations.map((migration) => ({ name: 'x', migration })));
    const report = await reportOf(undefined, undefined, { runs });
    const shown = text(report, { ...plain, width: 80 });
    expect(shown).toMatch(/^row +device +section +runs +median +p95 +max +spread$/m);
    expect(shown).toMatch(/^save {2}…\S+-of-many-words#0 +non-iterable +1 +230 µs/m);
    expect(shown).toMatch(/^load {2}…\S+-of-many-words#0 +non-iterable +1 +15 µs/m);
    expect(shown).toContain('source: non-iterable');
    const narrow = text(report, { ...plain, width: 60, room: 60 });
    expect(narrow).toMatch(/^no room for .*section/m);
    expect(narrow).toMatch(/^save {2}\S+ +1 +230 µs/m);
  });

  it('keeps the section of a device where two rows differ by that alone', async () => {
    const log = sampleText('precopy-src-v10').replaceAll('idstr=timer ', 'idstr=ram ');
    const { migrations } = await reportOf(log, undefined);
    const runs = summarize(migrations.map((migration) => ({ name: 'x', migration })));
    const narrow = text(await reportOf(undefined, undefined, { runs, top: null }), { ...plain, room: 50 });
    expect(narrow).toMatch(/^save {2}ram#0 +iterable /m);
    expect(narrow).toMatch(/^save {2}ram#0 +non-iterable /m);
  });

  it.each([
    [{ verdict: 'exceeded', longestPossible: 2475 }, 'exceeded, the longest is 2.475 ms'],
    [
      { verdict: 'exceeded', undecided: 2 },
      'exceeded, the longest is at least 2.475 ms; of 2 it cannot be told',
    ],
    [{ verdict: 'kept', longestPossible: 2500 }, 'kept, the longest is from 2.475 ms to 2.500 ms'],
    [{ undecided: 1 }, 'cannot be told, the longest is at least 2.475 ms'],
    [{ longest: null }, 'cannot be told, no total is known'],
    [
      { longestIfOneHost: 2600 },
      'cannot be told, the longest is at least 2.475 ms (2.600 ms if both clocks are one\n  host’s)',
    ],
  ] as const)('says whether a limit was kept, and by which figure: %j', async (facts, line) => {
    const limit: Limit = {
      ...{ most: 2000, longest: 2475, longestPossible: null, longestIfOneHost: null },
      ...{ verdict: 'unknown', undecided: 0, doubts: [] },
      ...facts,
    };
    const shown = text(await sampleReport('precopy', 'v10', { limit }), plain);
    expect(shown.endsWith(`\nlimit 2.000 ms: ${line}\n`), shown.slice(-200)).toBe(true);
  });
});

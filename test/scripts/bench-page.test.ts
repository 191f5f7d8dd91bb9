import { describe, expect, it } from 'vitest';
import type { Measured } from '../../scripts/bench/measure.js';
import type { Measurements } from '../../scripts/bench/measurements.js';
import { benchPage } from '../../scripts/bench/page.js';
import { benchPicture } from '../../scripts/bench/picture.js';
import { parseXml } from '../support/xml.js';

function row(name: string, whole: number, more: Partial<Measured> = {}): Measured {
  return { name, whole, inProcess: undefined, status: 0, megabytes: 40, judgement: undefined, ...more };
}

const wrong = { name: 'src-downtime-end', file: 'migration/migration.c', line: 7, why: 'inside a comment' };

/** What a run on some machine found out. */
const recorded: Measurements = {
  day: '2026-01-31',
  machine: {
    processor: 'Any | CPU <1>',
    cores: 4,
    gibibytes: 15.64,
    system: 'Debian 12, Linux 6.1',
    load: 0.25,
  },
  versions: [
    ['qemu-downtime', '0.1.0'],
    ['node', 'v20.20.2'],
    ['spatch', undefined],
  ],
  release: '7.2.0',
  rounds: 15,
  rows: [
    row('node -e 0', 40),
    row('qemu-downtime apply --dry-run', 100, {
      inProcess: 30.04,
      judgement: { right: 20, wrong: [], missing: [] },
      builds: true,
    }),
    row('git cherry-pick', 30, {
      status: 1,
      megabytes: undefined,
      judgement: { right: 9, wrong: [wrong], missing: [] },
      builds: false,
    }),
  ],
  log: { megabytes: 1000, milliseconds: 5000, memory: 100 },
  verify: [],
  backports: [
    {
      name: 'qemu-downtime backport, one call',
      revisions: 37,
      milliseconds: 1850,
      clean: 37,
      calls: { right: 549, wrong: 0, missing: 0 },
    },
    { name: '  the same, in process', revisions: 37, milliseconds: 925 },
    {
      name: 'git worktree add + cherry-pick',
      revisions: 37,
      milliseconds: 3700,
      clean: 0,
      calls: { right: 100, wrong: 20, missing: 449 },
    },
  ],
  releases: { count: 37, first: 'v1.0.0', last: 'v8.1.0' },
  notRun: [{ name: 'spatch, two calls', why: 'spatch is not installed' }],
  broken: ['apply takes 2.50 × node -e 0, over 2'],
};

describe('the page', () => {
  const page = benchPage(recorded, 'bench.svg');

  it('names the machine and the versions', () => {
    expect(page).toContain('Measured on 2026-01-31.');
    for (const line of [
      '| processor | Any \\| CPU <1>, 4 cores |',
      '| memory | 15.6 GiB |',
      '| system | Debian 12, Linux 6.1 |',
      '| load before | 0.3 |',
      '| qemu-downtime | 0.1.0 |',
      '| node | v20.20.2 |',
      '| spatch | **not installed** |',
    ])
      expect(page).toContain(`${line}\n`);
  });

  it('has times, ratios and what each result is worth', () => {
    for (const line of [
      '| node -e 0 | 40.0 ms | 1.00 |  | 40 MB | 0 |  |  |  |  |',
      '| qemu-downtime apply --dry-run | 100.0 ms | 2.50 | 30.0 ms | 40 MB | 0 | 20 | 0 | 0 | yes |',
      '| git cherry-pick | 30.0 ms | 0.75 |  | ? | 1 | 9 | 1 | 0 | **no** |',
      '- git cherry-pick: migration/migration.c:7: src-downtime-end: inside a comment',
      'qemu-downtime report, a libvirt log of 1000 MB: 200 MB/s, max RSS 100 MB.',
    ])
      expect(page).toContain(`${line}\n`);
  });

  it('has the backports against the first of them', () => {
    expect(page).toContain('## Onto 37 releases, v1.0.0 to v8.1.0\n');
    for (const line of [
      '| qemu-downtime backport, one call | 1850 ms | 50.0 ms | 1.00 |  | 37 of 37 | 549 | 0 | 0 |',
      '| the same, in process | 925 ms | 25.0 ms | 0.50 |  |  |  |  |  |',
      '| git worktree add + cherry-pick | 3700 ms | 100.0 ms | 2.00 |  | 0 of 37 | 100 | 20 | 449 |',
    ])
      expect(page).toContain(`${line}\n`);
  });

  it('says loudly what was not measured, and what is over budget', () => {
    expect(page).toContain('## Not measured\n\n- **NOT RUN**: spatch, two calls: spatch is not installed\n');
    expect(page).toContain('## Over budget\n\n- apply takes 2.50 × node -e 0, over 2\n');
    const whole = benchPage({ ...recorded, notRun: [], broken: [], log: undefined, backports: [] }, 'x.svg');
    expect(whole).not.toMatch(/Not measured|Over budget|Onto|libvirt/);
  });

  it('has tables whose rows all have as many cells as their heads', () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    for (const block of page.split('\n\n').filter((text) => text.startsWith('|')))
      expect(new Set(block.trimEnd().split('\n').map(cells)).size).toBe(1);
  });
});

describe('the picture', () => {
  const picture = benchPicture(recorded);

  it('is SVG that is well-formed, whatever names there are', () => {
    expect(parseXml(picture).name).toBe('svg');
    expect(picture).toContain('Any | CPU &lt;1&gt;, 4 cores');
  });

  it('draws each ratio to scale', () => {
    const widths = [...picture.matchAll(/<rect class="(\w+)" x="\d+" y="\d+" width="([\d.]+)"/g)];
    expect(widths.map(([, kind, width]) => [kind, Number(width)])).toEqual([
      ['part', 92],
      ['ours', 230],
      ['others', 69],
      ['ours', 115],
      ['ours', 57.5],
      ['others', 230],
    ]);
    for (const label of [
      '1.00 ×',
      '2.50 ×: 20 right, 0 wrong, 0 missing; builds',
      '0.75 ×: 9 right, 1 wrong',
    ])
      expect(picture).toContain(`>${label}`);
  });

  it('tells those who cannot see it the same', () => {
    expect(picture).toContain('role="img" aria-labelledby="title description"');
    expect(picture).toMatch(/<title id="title">.+<\/title>/);
    const description = /<desc id="description">(.*)<\/desc>/.exec(picture)?.[1];
    expect(description).toContain('git cherry-pick 0.75 (9 right, 1 wrong, 0 missing; does not build)');
    expect(description).toContain('git worktree add + cherry-pick 2.00 (0 of 37 clean; 100 right');
  });

  it('has colours for the day and the night', () => {
    expect(picture).toContain('@media (prefers-color-scheme: dark)');
  });
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/commands/render/report/html.js';
import { RAW } from '../lint/report-of.js';
import { drawnReport, hostileReport, LOOK, madeReport, RUNS, SAMPLES, sampleReport } from './drawn-report.js';

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** The page without its style and script, which come from files of ours. */
const bodyOf = (page: string): string =>
  page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');

describe('the page', () => {
  it.each(SAMPLES)('of %s %s closes what it opens', async (mode, release) => {
    const body = bodyOf(html(await sampleReport(mode, release), LOOK));
    for (const name of ['section', 'table', 'tr', 'td', 'th', 'div', 'span', 'ul', 'li', 'form', 'code', 'p'])
      expect([name, count(body, new RegExp(`<${name}[ >]`, 'g'))]).toEqual([
        name,
        count(body, new RegExp(`</${name}>`, 'g')),
      ]);
  });

  it('asks for nothing from elsewhere', async () => {
    const page = html(await sampleReport('precopy', 'v10'), LOOK);
    expect(page).not.toMatch(/\b(?:src|href|action|url)\s*[=(]/);
    expect(page).not.toMatch(/https?:|@import|fetch\(|XMLHttpRequest/);
  });

  it('lets the one script run, and no other', async () => {
    const page = html(await madeReport(), LOOK);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '');
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
    expect(bodyOf(page)).not.toMatch(/\son[a-z]+=/);
  });

  it('says everything without its script', async () => {
    const body = bodyOf(html(await madeReport(), LOOK));
    for (const text of [
      'Migration 1: precopy',
      '60.000 ms',
      'stop the guest',
      '5.000 ms',
      'alpha#0',
      '3.800 ms',
      'Clocks: destination − source is at most -9',
    ])
      expect(body).toContain(text);
    expect(count(body, /role="option"/g)).toBe(9 + 6 + 9);
  });

  it('names the devices beyond the first ones, too', async () => {
    const report = await sampleReport('precopy', 'v10');
    const body = bodyOf(html({ ...report, top: 3 }, LOOK));
    expect(body).toContain('data-top="3"');
    expect(count(body, /<tr data-text=/g)).toBe(report.migrations[0]?.devices.length);
  });

  it('has a form for outliers only where there are any, and for all only where some are left out', async () => {
    const plain = bodyOf(html(await madeReport(), LOOK));
    expect(plain).not.toContain('name="outliers"');
    expect(plain).not.toContain('name="all"');
    const sample = bodyOf(html(await sampleReport('precopy', 'v10'), LOOK));
    expect(sample).toContain('name="outliers"');
    expect(sample).toContain('name="all"');
  });

  it('draws nothing to scale without times, and lists the devices all the same', async () => {
    const body = bodyOf(html(await sampleReport('precopy', 'v10-nots'), LOOK));
    expect(body).toContain('The logs have no times');
    expect(body).not.toContain('class="timeline"');
    expect(body).not.toContain('Phases of migration');
    expect(body).toContain('<code>ram#0</code>');
  });

  it('has the figures of many runs, what changed, and the limit', () => {
    const [figure] = RUNS.figures;
    if (!figure) throw new Error('no figure');
    const change = { figure, before: figure.statistics, change: -250, ratio: -0.125, exceedsSpread: true };
    const comparison = { baseline: 'before/', changes: [change], gone: ['phase source load'], added: [] };
    const limit = {
      ...{ longestPossible: null, longestIfOneHost: null },
      most: 1_000,
      longest: 1_700,
      verdict: 'exceeded' as const,
      undecided: 0,
      doubts: [],
    };
    const body = bodyOf(html(drawnReport([], { runs: RUNS, comparison, limit }), LOOK));
    for (const text of [
      '2 of 3 runs completed',
      'runs/b',
      'cpu#0 (save, non-iterable)',
      '1.800 ms',
      'Compared with <code>before/</code>',
      '-250 µs',
      '-12.5 %',
      '1 figures only in the baseline',
      '<li>phase source load</li>',
      'limit 1.000 ms: exceeded',
    ])
      expect(body).toContain(text);
  });

  it('says of each run what is wrong with it, in place of a pause or beside it', () => {
    const [run] = RUNS.runs;
    if (!run) throw new Error('no run');
    const runs = [
      { ...run, pause: null, findings: { outlier: 2, 'no-return-path': 1 } },
      { ...run, sides: ['source' as const], pause: null },
      { ...run, outcome: 'no-event' as const, sides: [], problem: 'no downtime event in src.log' },
    ];
    const body = bodyOf(html(drawnReport([], { runs: { ...RUNS, runs } }), LOOK));
    for (const text of [
      '2 of 3 runs completed',
      '<td>the pause is no single number</td><td>2 outlier, 1 no-return-path</td>',
      '<td>one side only (source), no pause</td>',
      '<td>no event</td>',
      '<td>no downtime event in src.log</td>',
    ])
      expect(body).toContain(text);
  });

  it('of no migration says that there is none', () => {
    expect(html(drawnReport([]), LOOK)).toContain('No migration was found.');
  });
});

describe('a hostile log', () => {
  it('adds no element and no attribute, and gets nothing raw through', async () => {
    const plain = await sampleReport('precopy', 'v10');
    /** The tags without the values of their attributes. */
    const shape = (page: string) =>
      [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
    const [first] = fc.sample(hostileReport, { numRuns: 1, seed: 1 });
    const expected = shape(html(first?.(plain) ?? plain, LOOK));
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        const page = html(hostile(plain), LOOK);
        expect(page).not.toMatch(RAW);
        expect(shape(page)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

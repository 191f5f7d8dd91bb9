import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { svg } from '../../../../src/commands/render/report/svg.js';
import type { Report } from '../../../../src/report/model.js';
import { type Element, parseXml } from '../../../support/xml.js';
import { RAW } from '../lint/report-of.js';
import { drawnReport, hostileReport, LOOK, madeReport, RUNS, SAMPLES, sampleReport } from './drawn-report.js';

const drawn = (report: Report): Element => parseXml(svg(report, LOOK));

/** Every element of a name, wherever it is. */
const all = (element: Element, name: string): Element[] => [
  ...element.children.filter((child) => child.name === name),
  ...element.children.flatMap((child) => all(child, name)),
];

const classOf = ({ attributes }: Element): string => attributes.class ?? '';
const texts = (root: Element): string[] => all(root, 'text').map(({ text }) => text);
/** The bars with what a pointer is told about them; the legend's squares tell nothing. */
const bars = (root: Element) =>
  all(root, 'rect')
    .filter((one) => classOf(one).startsWith('slice') && one.children.length > 0)
    .map((one) => ({
      kind: classOf(one).split(' ')[1],
      detail: one.children[0]?.text ?? '',
      left: Number(one.attributes.x),
      width: Number(one.attributes.width),
    }));

describe('the picture', () => {
  it.each(SAMPLES)('of %s %s is well-formed, and all of it inside', async (mode, release) => {
    const root = drawn(await sampleReport(mode, release));
    expect(root).toMatchObject({ name: 'svg', attributes: { xmlns: 'http://www.w3.org/2000/svg' } });
    const width = Number(root.attributes.width);
    for (const { left, width: own } of bars(root)) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + own).toBeLessThanOrEqual(width);
    }
  });

  it('has a bar for each phase, as long as it took', async () => {
    const found = bars(drawn(await madeReport()));
    const of = (kind: string) => found.find((one) => one.kind === kind);
    expect(of('stop')?.detail).toContain('5.000 ms, 8.3 %');
    // 5 ms, 20 ms, 4 ms and 31 ms.
    const stop = of('stop')?.width ?? 0;
    expect(of('iterable')?.width).toBeCloseTo(stop * 4, 0);
    expect(of('non-iterable')?.width).toBeCloseTo((stop * 4) / 5, 0);
    expect(of('completion')?.width).toBeCloseTo((stop * 31) / 5, 0);
    expect(of('completion')?.left).toBeCloseTo((of('non-iterable')?.left ?? 0) + (stop * 4) / 5, 0);
  });

  it('has an axis that fits the bars, and bars as wide as the axis', async () => {
    const root = drawn(await madeReport());
    const tick = (label: string) =>
      Number(all(root, 'text').find(({ text }) => text === label)?.attributes.x);
    const [stop, , , completion] = bars(root);
    expect(tick('0 ms')).toBeCloseTo(stop?.left ?? 0, 1);
    expect(completion?.kind).toBe('completion');
    expect(tick('60 ms')).toBeCloseTo((completion?.left ?? 0) + (completion?.width ?? 0), 1);
    expect(tick('60 ms')).toBe(Number(root.attributes.width) - 20);
  });

  it('has a bar for each device, save and load', async () => {
    const found = bars(drawn(await madeReport()));
    expect(found.filter(({ kind }) => kind === 'save-device').map(({ detail }) => detail)).toEqual([
      'save of ram#0, iterable, ram, 18.000 ms',
      'save of alpha#0, non-iterable, other, 900 µs',
      'save of beta#0, non-iterable, other, 2.400 ms',
    ]);
    expect(found.filter(({ kind }) => kind === 'load-device')).toHaveLength(3);
  });

  it('says the totals, the clock, and each phase with its duration', async () => {
    const root = drawn(await madeReport());
    expect(root.attributes['aria-label']).toMatch(/^Where the downtime went: precopy: downtime 60\.000 ms/);
    const said = texts(root);
    expect(said).toContainEqual(expect.stringMatching(/^downtime 60\.000 ms; pause of the guest /));
    expect(said).toContainEqual(expect.stringMatching(/than drawn$/));
    for (const figure of ['stop the guest', '5.000 ms', '20.000 ms', '31.000 ms', '51.7 %'])
      expect(said).toContain(figure);
  });

  it('marks each checkpoint', async () => {
    const marks = all(drawn(await madeReport()), 'line').filter((line) => classOf(line) === 'mark');
    expect(marks.map(({ children }) => children[0]?.text)).toEqual([
      'src-downtime-start',
      'src-vm-stopped',
      'src-iterable-saved',
      'src-non-iterable-saved',
      'src-downtime-end',
      'dst-precopy-loadvm-completed',
      'dst-precopy-bh-enter',
      'dst-precopy-bh-announced',
      'dst-precopy-bh-vm-started',
    ]);
  });

  it('draws nothing to scale without times, and says so', async () => {
    const root = drawn(await sampleReport('precopy', 'v10-nots'));
    expect(bars(root)).toEqual([]);
    expect(texts(root)).toContain('The logs have no times: nothing to draw to scale.');
    expect(texts(root)).not.toContain('stop the guest');
  });

  it('has several migrations below each other, and only the chosen one where one was chosen', async () => {
    const [one] = (await sampleReport('precopy', 'v10')).migrations;
    const [other] = (await sampleReport('postcopy', 'v10')).migrations;
    if (!one || !other) throw new Error('no migrations');
    const report = drawnReport([one, { ...other, number: 2 }]);
    const titles = (root: Element) => all(root, 'text').filter((text) => classOf(text) === 'title');
    expect(titles(drawn(report)).map(({ text }) => text)).toEqual([
      'Migration 1: precopy',
      'Migration 2: postcopy',
    ]);
    expect(titles(drawn({ ...report, chosen: 2 })).map(({ text }) => text)).toEqual([
      'Migration 2: postcopy',
    ]);
  });

  it('has the totals and phases of many runs as bars from zero, with the range', () => {
    const root = drawn(drawnReport([], { runs: RUNS }));
    const found = all(root, 'rect').filter((one) => classOf(one).startsWith('slice'));
    // Medians of 1,600 and 400 µs.
    expect(found.map(classOf)).toEqual(['slice completion', 'slice stop']);
    expect(Number(found[0]?.attributes.width)).toBeCloseTo(Number(found[1]?.attributes.width) * 4, 0);
    expect(all(root, 'line').filter((line) => classOf(line) === 'range')).toHaveLength(2);
    expect(texts(root)).toContain('2 of 3 runs completed');
    expect(texts(root)).toContain('1.600 ms, p95 1.800 ms');
  });

  it('of no migration says that there is none', () => {
    expect(texts(drawn(drawnReport([])))).toEqual(['No migration was found.']);
  });
});

describe('a hostile log', () => {
  it('leaves the picture well-formed, without a script, and gets nothing raw through', async () => {
    const plain = await sampleReport('precopy', 'v10');
    const count = bars(drawn(plain)).length;
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        const picture = svg(hostile(plain), LOOK);
        expect(picture).not.toMatch(RAW);
        const root = parseXml(picture);
        expect(all(root, 'script')).toEqual([]);
        expect(bars(root)).toHaveLength(count);
      }),
      { numRuns: 40 },
    );
  });
});

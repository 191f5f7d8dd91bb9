import axe, { type AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/model.js';
import { collectedPage } from '../commands/render/collect/collected-page.js';
import { drawnReport, madeReport, RUNS, sampleReport } from '../commands/render/report/drawn-report.js';
import { openedPages } from './opened-page.js';

const { open, openText, takeComplaints } = openedPages();

const sample = () => sampleReport('precopy', 'v10');
const option = (page: Page, name: string): Locator => page.getByRole('option', { name }).first();
const tip = (page: Page): Locator => page.locator('.tip');
/** The names of the devices that one sees, from the top. */
const devices = (page: Page): Promise<string[]> =>
  page.locator('[id^=devices] tbody tr:visible th').allInnerTexts();
const widthOf = async (box: Locator): Promise<number> => (await box.boundingBox())?.width ?? 0;

describe('the timeline', () => {
  it('shows the phases of both sides, in order, as wide as they took', async () => {
    const page = await open(await madeReport());
    const lane = page.getByRole('group', { name: 'source: phases' }).getByRole('option');
    const boxes = await Promise.all((await lane.all()).map((one) => one.boundingBox()));
    // 5 ms, 20 ms, 4 ms, 31 ms.
    const [first] = boxes;
    expect(boxes).toHaveLength(4);
    for (const [index, times] of [1, 4, 0.8, 6.2].entries())
      expect((boxes[index]?.width ?? 0) / (first?.width ?? 1)).toBeCloseTo(times, 1);
    for (const [index, box] of boxes.slice(1).entries())
      expect(box?.x).toBeCloseTo((boxes[index]?.x ?? 0) + (boxes[index]?.width ?? 0), 0);
    await expect(page.getByRole('group', { name: 'destination: phases' }).textContent()).resolves.toContain(
      'load',
    );
  });

  it('tells of what the pointer is on, until it leaves', async () => {
    const page = await open(await madeReport());
    expect(await tip(page).isVisible()).toBe(false);
    await option(page, 'stop the guest').hover();
    expect(await tip(page).textContent()).toBe(
      'stop the guest, 5.000 ms, 8.3 %, from src-downtime-start to src-vm-stopped',
    );
    await option(page, 'save of beta#0').hover();
    expect(await tip(page).textContent()).toContain('save of beta#0, non-iterable, other, 2.400 ms');
    await option(page, 'src-vm-stopped, at 5.000 ms').hover();
    expect(await tip(page).textContent()).toBe('src-vm-stopped, at 5.000 ms');
    await page.getByRole('heading', { level: 1 }).hover();
    expect(await tip(page).isVisible()).toBe(false);
  });

  it('is one stop of the tab key, and the arrow keys go through it', async () => {
    const page = await open(await madeReport());
    await page.getByRole('button', { name: 'Whole' }).focus();
    const focused = () =>
      page.evaluate<string>(
        'document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName',
      );
    const press = async (key: string) => {
      await page.keyboard.press(key);
      return focused();
    };
    expect(await press('Tab')).toMatch(/^src-downtime-start/);
    expect(await press('ArrowRight')).toMatch(/^src-vm-stopped/);
    expect(await press('ArrowDown')).toMatch(/^stop the guest/);
    expect(await press('ArrowRight')).toMatch(/^RAM and other iterables/);
    expect(await press('End')).toMatch(/^completion/);
    expect(await press('ArrowRight')).toMatch(/^completion/);
    expect(await press('Home')).toMatch(/^stop the guest/);
    expect(await tip(page).textContent()).toMatch(/^stop the guest/);
    expect(await page.locator('.timeline [aria-selected=true]').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await tip(page).isVisible()).toBe(false);
    expect(await press('Tab')).not.toMatch(/^(save|load|completion)/);
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toMatch(/^stop the guest/);
  });

  it('zooms by keys around what is focused, and back to the whole', async () => {
    const page = await open(await madeReport());
    const alpha = option(page, 'save of alpha#0');
    const whole = await widthOf(alpha);
    await alpha.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await widthOf(alpha)).toBeCloseTo(whole * 4, 0);
    const box = await alpha.boundingBox();
    const view = await page.locator('.view').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(view?.x ?? 0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((view?.x ?? 0) + (view?.width ?? 0));
    await page.keyboard.press('-');
    expect(await widthOf(alpha)).toBeCloseTo(whole * 2, 0);
    await page.keyboard.press('0');
    expect(await widthOf(alpha)).toBeCloseTo(whole, 0);
    await page.keyboard.press('-');
    expect(await widthOf(alpha)).toBeCloseTo(whole, 0);
  });

  it('fits into view what Enter is pressed on, with ticks to match', async () => {
    const page = await open(await madeReport());
    const ticks = () => page.locator('.tick').allInnerTexts();
    expect(await ticks()).toEqual(['0 ms', '10 ms', '20 ms', '30 ms', '40 ms', '50 ms', '60 ms']);
    const alpha = option(page, 'save of alpha#0');
    await alpha.focus();
    await page.keyboard.press('Enter');
    const view = await widthOf(page.locator('.view'));
    expect((await widthOf(alpha)) / view).toBeCloseTo(0.8, 1);
    expect(await ticks()).toEqual(['25.0 ms', '25.2 ms', '25.4 ms', '25.6 ms', '25.8 ms', '26.0 ms']);
  });

  it('zooms by its buttons and by the wheel with Ctrl, and scrolls', async () => {
    const page = await open(await madeReport());
    const stop = option(page, 'stop the guest');
    const whole = await widthOf(stop);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await widthOf(stop)).toBeCloseTo(whole * 2, 0);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    expect(await widthOf(stop)).toBeCloseTo(whole, 0);
    await stop.hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect.poll(() => widthOf(stop)).toBeCloseTo(whole * 1.25, 0);
    await page.getByRole('button', { name: 'Whole' }).click();
    expect(await widthOf(stop)).toBeCloseTo(whole, 0);
  });

  it('zooms no further than a browser can place things', async () => {
    const page = await open(await madeReport());
    for (let press = 0; press < 30; press++) await page.getByRole('button', { name: 'Zoom in' }).click();
    const end = option(page, 'completion');
    await end.focus();
    await page.keyboard.press('End');
    expect(await widthOf(page.locator('.canvas'))).toBeLessThanOrEqual(16_100_000);
    expect(await page.locator('.tick').count()).toBeLessThan(20);
  });
});

describe('the device table', () => {
  it('shows the costliest first, as many as asked for, and all on request', async () => {
    const report = await sample();
    const page = await open(report);
    const first = await devices(page);
    expect(first).toHaveLength(10);
    expect(first[0]).toBe('ram#0');
    const status = page.getByRole('status').first();
    const all = report.migrations[0]?.devices.length ?? 0;
    expect(await status.textContent()).toBe(`10 of ${all} shown`);
    await page.getByLabel(`all ${all}`).check();
    expect(await devices(page)).toHaveLength(all);
    expect(await status.textContent()).toBe(`${all} of ${all} shown`);
  });

  it('sorts by a heading, the other way by a second click, and says which', async () => {
    const page = await open(await sample());
    const values = (column: number) =>
      page
        .locator(`[id^=devices] tbody tr:visible td:nth-child(${column})`)
        .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
    const heading = page.getByRole('columnheader', { name: 'Load' });
    await heading.getByRole('button').click();
    const descending = await values(5);
    expect(descending).toEqual([...descending].sort((one, other) => other - one));
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    await heading.getByRole('button').press('Enter');
    const ascending = await values(5);
    expect(ascending).toEqual([...ascending].sort((one, other) => one - other));
    expect(ascending).not.toEqual(descending);
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    const device = page.getByRole('columnheader', { name: 'Device' });
    await device.getByRole('button').click();
    const names = await devices(page);
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en', { numeric: true })));
    expect(await heading.getAttribute('aria-sort')).toBeNull();
  });

  it('filters by name, class and outliers', async () => {
    const page = await open(await sample());
    const name = page.getByRole('searchbox', { name: 'Name' });
    await name.fill('I440');
    expect(await devices(page)).toEqual(['0000:00:00.0/I440FX#0']);
    await name.fill('no such device');
    expect(await devices(page)).toEqual([]);
    await name.fill('');
    await page.getByRole('combobox', { name: 'Class' }).selectOption('cpu');
    expect((await devices(page)).sort()).toEqual(['cpu#0', 'cpu_common#0']);
    await page.getByRole('combobox', { name: 'Class' }).selectOption('');
    await page.getByLabel('only outliers').check();
    expect(await devices(page)).toEqual(['0000:00:01.3/piix4_pm#0']);
    expect(await page.getByText('save outlier: the median of the').isVisible()).toBe(true);
  });
});

describe('a hostile log', () => {
  it('runs nothing, and shows its names as they are', async () => {
    const report = await sample();
    const nasty = '<img src=x onerror=alert(1)>"\'<script>alert(2)</script></style></script>\u202e\u0007';
    const migrations = report.migrations.map((one) => ({
      ...one,
      devices: one.devices.map((device) => ({ ...device, idstr: `${nasty}${device.idstr}` })),
      findings: one.findings.map((finding) => ({ ...finding, message: nasty })),
    }));
    const page = await open({ ...report, migrations });
    expect((await devices(page))[0]).toBe(`${nasty.slice(0, -2)}\\u202e\\x07ram#0`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    await option(page, 'save of <img').focus();
    expect(await tip(page).locator('*').count()).toBe(0);
  });

  it('could not run a script even if one got in', async () => {
    const page = await open(await madeReport());
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<i onclick=\"window.ran = true\">x</i>')",
    );
    await page.evaluate("document.querySelector('i').click()").catch(() => undefined);
    expect(await page.evaluate('window.ran === undefined')).toBe(true);
    expect(takeComplaints()).toEqual([expect.stringContaining('Content Security Policy')]);
  });
});

describe('for everyone', () => {
  const violations = async (page: Page) => {
    await page.evaluate(axe.source);
    const { violations: found, passes } = await page.evaluate<AxeResults>('axe.run()');
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html: element }) => `${id}: ${element.slice(0, 120)}`),
    );
  };
  const limit = {
    ...{ longestPossible: null, longestIfOneHost: null },
    most: 1_000,
    longest: 1_700,
    verdict: 'exceeded' as const,
    undecided: 0,
    doubts: [],
  };
  const [figure] = RUNS.figures;
  const change = figure && { figure, before: figure.statistics, change: 9, ratio: null, exceedsSpread: null };
  const comparison = { baseline: 'old', changes: change ? [change] : [], gone: [], added: [] };
  const runs = drawnReport([], { runs: RUNS, limit, comparison });

  it.each(['light', 'dark'] as const)('in %s an accessibility check finds nothing', async (colorScheme) => {
    const reports: Report[] = [
      await sample(),
      await madeReport(),
      await sampleReport('postcopy', 'v10-nots'),
      runs,
    ];
    for (const report of reports) {
      const page = await open(report, { colorScheme });
      expect(await violations(page)).toEqual([]);
      const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(21, 24, 29)');
    }
  });

  it.each(['light', 'dark'] as const)(
    'in %s it finds nothing on a page of collect either',
    async (colorScheme) => {
      const page = await openText(collectedPage(), { colorScheme });
      expect(await violations(page)).toEqual([]);
      // A name finds its row, by the script of all pages.
      await page.getByLabel('Name').fill('stable-4');
      expect(await page.locator('tbody tr:visible').count()).toBe(1);
    },
  );

  it('shows the tip readably, too', async () => {
    const page = await open(await sample(), { colorScheme: 'dark' });
    await option(page, 'stop the guest').hover();
    expect(await violations(page)).toEqual([]);
  });

  it('needs no sideways scrolling on a narrow screen, but within tables', async () => {
    const page = await open(await sample(), { viewport: { width: 360, height: 700 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await violations(page)).toEqual([]);
  });

  it('says everything without scripts, and offers nothing that would not work', async () => {
    const page = await open(await sample(), { javaScriptEnabled: false });
    expect(await page.getByRole('button', { name: 'Zoom in' }).isVisible()).toBe(false);
    expect(await page.getByRole('searchbox').first().isVisible()).toBe(false);
    expect((await devices(page)).length).toBeGreaterThan(30);
  });

  it('prints in light, with its bars, without its controls', async () => {
    const page = await open(await sample(), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('button', { name: 'Zoom in' }).isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const adjust = "getComputedStyle(document.querySelector('.slice.stop')).printColorAdjust";
    expect(await page.evaluate(adjust)).toBe('exact');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });
});

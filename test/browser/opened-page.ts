import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { html } from '../../src/commands/render/report/html.js';
import type { Report } from '../../src/report/model.js';
import { LOOK } from '../commands/render/report/drawn-report.js';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
];

/** A browser for the tests of a file. */
export interface OpenedPages {
  /** Opens a report, in a profile of its own. */
  readonly open: (report: Report, how?: BrowserContextOptions) => Promise<Page>;
  /** The same with the text of a page. */
  readonly openText: (text: string, how?: BrowserContextOptions) => Promise<Page>;
  /** What the pages of this test complained of, which is forgotten; what is left after a test fails it. */
  readonly takeComplaints: () => readonly string[];
}

/** Starts a browser. After each test it holds that no page asked for anything but itself, and that none complained. */
export function openedPages(): OpenedPages {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-browser-'));
  const complaints: string[] = [];
  const pages: Page[] = [];
  const takeComplaints = () => complaints.splice(0);
  let browser: Browser | undefined;
  let count = 0;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(takeComplaints()).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const openText: OpenedPages['openText'] = async (text, how = {}) => {
    if (!browser) throw new Error(`${CHROMIUM} was not started`);
    const file = join(folder, `report-${count++}.html`);
    writeFileSync(file, text);
    const own = pathToFileURL(file).href;
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      offline: true,
      ...how,
    });
    const page = await context.newPage();
    pages.push(page);
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== own) complaints.push(`asks for ${request.url()}`);
    });
    await page.goto(own);
    return page;
  };
  const open: OpenedPages['open'] = (report, how) => openText(html(report, LOOK), how);
  return { open, openText, takeComplaints };
}

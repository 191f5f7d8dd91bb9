import { defineConfig } from 'vitest/config';

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };

/**
 * Tests on QEMU's real sources, fetched before by `npm run sources`, of pages in a real browser, Debian's Chromium, and with
 * more programs of the system: other shells, readers of man pages; and of the package as npm installs it; apart, so that `npm test` needs neither network nor browser.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'real sources',
          include: ['test/real-sources/**/*.test.ts'],
          globalSetup: ['test/support/built-program.ts'],
          ...timeouts,
        },
      },
      {
        test: {
          name: 'installed',
          include: ['test/installed/**/*.test.ts'],
          globalSetup: ['test/support/built-program.ts'],
          ...timeouts,
        },
      },
      { test: { name: 'system', include: ['test/system/**/*.test.ts'], ...timeouts } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...timeouts } },
    ],
  },
});

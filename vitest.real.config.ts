import { defineConfig } from 'vitest/config';

/** Tests on QEMU's real sources, fetched before by `npm run sources`; apart, so that `npm test` needs no network. */
export default defineConfig({
  test: {
    name: 'real sources',
    include: ['test/real-sources/**/*.test.ts'],
    globalSetup: ['test/support/built-program.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

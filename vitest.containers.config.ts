import { defineConfig } from 'vitest/config';

/**
 * Builds of QEMU's real sources, and live migrations of them, in containers; they need an engine that runs as root and
 * the sources of `npm run sources`. One after the other: each takes all processors.
 */
export default defineConfig({
  test: {
    name: 'containers',
    include: ['test/containers/**/*.test.ts'],
    globalSetup: ['test/support/built-program.ts'],
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    hookTimeout: 30 * 60_000,
  },
});

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that run the built program; only they wait for a build. */
const PROGRAM = ['test/e2e/**/*.test.ts', 'test/qemu-fixtures/**/*.test.ts'];
/** Tests on QEMU's own sources: `npm run test:real`, with vitest.real.config.ts. */
const REAL = 'test/real-sources/**';
/** Tests in a browser, with the same command. */
const BROWSER = 'test/browser/**';
/** Tests that need more programs of the system, with the same command. */
const SYSTEM = 'test/system/**';
/** The package as it is installed, with the same command. */
const INSTALLED = 'test/installed/**';
/** Builds and migrations in containers: `npm run test:containers`, with vitest.containers.config.ts. */
const CONTAINERS = 'test/containers/**';
/** What computes and starts nothing: parsing, placing, proving, reporting. Together under a minute. */
const QUICK = [
  'architecture',
  'catalogue',
  'changes',
  'collect',
  'command-line',
  'commands',
  'csource',
  'docs',
  'flow',
  'lint/rules',
  'placement',
  'port',
  'problem',
  'proof',
  'report',
  'start',
  'trace-events',
  'trace-log',
].map((folder) => `test/${folder}/**/*.test.ts`);
const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // One worker less than there are processors, as vitest would have it, is one on a small machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'quick',
          include: QUICK,
          // One process for all of them: to load the modules anew for each file takes as long as the tests.
          pool: 'threads',
          isolate: false,
          ...timeouts,
        },
      },
      {
        // Packages come without the sources of their source maps.
        logLevel: 'error',
        test: {
          name: 'units',
          include: ['test/**/*.test.ts'],
          exclude: [...QUICK, ...PROGRAM, REAL, BROWSER, SYSTEM, INSTALLED, CONTAINERS],
          // It imports JSON in a way that node 20 does not know.
          server: { deps: { inline: ['@actions/workflow-parser'] } },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'program',
          include: PROGRAM,
          globalSetup: ['test/support/built-program.ts'],
          ...timeouts,
        },
      },
    ],
  },
});

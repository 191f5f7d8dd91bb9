import type { PrecedingCommit } from '../recipe.js';

/** The four commits before 3e5f3bcdc2 in Peter Xu's series of October 2023, merged together. */
export const SERIES = [
  {
    commit: '62f5da7dd10a594fb30cebb5569dc738456f7131',
    subject: 'migration: Set downtime_start even for postcopy',
    describe: 'v8.1.0-2477-g62f5da7dd1',
    sign: {
      kind: 'code',
      function: 'postcopy_start',
      pattern: /->\s*downtime_start\s*=(?!=)|\b(?:migration_downtime_start|migration_stop_vm)\s*\(/,
    },
  },
  {
    commit: 'e22ffad03a32d3fc4717561f8af5ef7d9657728d',
    subject: 'migration: Add migration_downtime_start|end() helpers',
    describe: 'v8.1.0-2478-ge22ffad03a',
    sign: { kind: 'function', names: ['migration_downtime_start', 'migration_downtime_end'] },
  },
  {
    commit: '3c80f14272057f77c87fb9971e8c4f603a03289a',
    subject: 'migration: Add per vmstate downtime tracepoints',
    describe: 'v8.1.0-2479-g3c80f14272',
    sign: { kind: 'event', name: 'vmstate_downtime_load' },
  },
  {
    commit: '93bdf888fa5c1b3972e337c8c8fbe7d2bcd29900',
    subject: 'migration: migration_stop_vm() helper',
    describe: 'v8.1.0-2480-g93bdf888fa',
    sign: { kind: 'function', names: ['migration_stop_vm'] },
  },
] as const satisfies readonly PrecedingCommit[];

/** What a release answers when it is asked what it has. Names only, and only of what a migration may use. */
export interface Era {
  readonly version: readonly [number, number, number];
  readonly machines: readonly { readonly name: string; readonly alias?: string }[];
  readonly hasSchema: boolean;
  readonly commands: readonly string[];
  /** Of migrate-set-parameters. */
  readonly parameters: readonly string[];
  readonly capabilities: readonly string[];
  /** Whether its destination tells of the migration. */
  readonly destinationTells: boolean;
}

const EVERYWHERE = [
  ...['qmp_capabilities', 'query-commands', 'query-machines', 'query-status', 'quit'],
  ...['migrate', 'query-migrate', 'query-migrate-capabilities', 'migrate-set-capabilities'],
];
const BY_COMMAND = ['migrate_set_speed', 'migrate_set_downtime'];
const COMPRESSION = ['compress-level', 'compress-threads', 'decompress-threads'];
const PC = (version: string) => [
  { name: 'none' },
  { name: 'isapc' },
  { name: `pc-i440fx-${version}`, alias: 'pc' },
];

/** Releases between which the ways to migrate differ. */
export const ERAS = {
  '2.2': {
    version: [2, 2, 0],
    machines: PC('2.2'),
    hasSchema: false,
    commands: [...EVERYWHERE, ...BY_COMMAND],
    parameters: [],
    capabilities: ['xbzrle', 'rdma-pin-all', 'auto-converge', 'zero-blocks'],
    destinationTells: false,
  },
  '2.4': {
    version: [2, 4, 0],
    machines: PC('2.4'),
    hasSchema: false,
    commands: [...EVERYWHERE, ...BY_COMMAND, 'migrate-incoming', 'migrate-set-parameters'],
    parameters: COMPRESSION,
    capabilities: ['xbzrle', 'auto-converge', 'zero-blocks', 'compress', 'events'],
    destinationTells: false,
  },
  '2.5': {
    version: [2, 5, 0],
    machines: PC('2.5'),
    hasSchema: true,
    commands: [
      ...[...EVERYWHERE, ...BY_COMMAND, 'migrate-incoming', 'migrate-set-parameters'],
      ...['migrate-start-postcopy', 'query-qmp-schema'],
    ],
    parameters: [...COMPRESSION, 'x-cpu-throttle-initial'],
    capabilities: ['xbzrle', 'compress', 'events', 'x-postcopy-ram'],
    destinationTells: false,
  },
  '5.2': {
    version: [5, 2, 0],
    machines: PC('5.2'),
    hasSchema: true,
    commands: [
      ...[...EVERYWHERE, ...BY_COMMAND, 'migrate-incoming', 'migrate-set-parameters'],
      ...['migrate-start-postcopy', 'query-qmp-schema'],
    ],
    parameters: [...COMPRESSION, 'max-bandwidth', 'downtime-limit', 'max-postcopy-bandwidth'],
    capabilities: ['xbzrle', 'events', 'postcopy-ram', 'return-path', 'multifd'],
    destinationTells: true,
  },
  '10.0': {
    version: [10, 0, 13],
    // Built without default devices it has no other.
    machines: [{ name: 'none' }],
    hasSchema: true,
    commands: [
      ...[...EVERYWHERE, 'migrate-incoming', 'migrate-set-parameters'],
      ...['migrate-start-postcopy', 'query-qmp-schema'],
    ],
    parameters: ['max-bandwidth', 'downtime-limit', 'max-postcopy-bandwidth', 'mode'],
    capabilities: ['xbzrle', 'events', 'postcopy-ram', 'multifd', 'background-snapshot', 'switchover-ack'],
    destinationTells: true,
  },
} as const satisfies Record<string, Era>;

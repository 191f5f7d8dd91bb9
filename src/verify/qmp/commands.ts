import {
  isObject,
  objectIn,
  objectsIn,
  optionalNumberAt,
  optionalTextAt,
  textAt,
  truthAt,
} from './answer-shape.js';

/** A command as data: what is sent, and how its answer is read. */
export interface Command<Answer> {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Throws WrongShape where the answer is not what the protocol says. */
  readonly read: (answer: unknown) => Answer;
}

/** Whether the guest runs; `status` is QMP's word, such as `running`, `inmigrate` or `postmigrate`. */
export interface RunStatus {
  readonly status: string;
  readonly running: boolean;
}

/** How a migration stands. Times in milliseconds, sizes in bytes; what a QEMU does not tell is absent. */
export interface MigrationStatus {
  /** QMP's word, such as `active` or `completed`; absent where there is no migration. */
  readonly status?: string | undefined;
  readonly errorDescription?: string | undefined;
  readonly totalTime?: number | undefined;
  readonly downtime?: number | undefined;
  readonly setupTime?: number | undefined;
  readonly transferred?: number | undefined;
  readonly dirtySyncCount?: number | undefined;
}

/** A type of machine that this QEMU can be. */
export interface MachineType {
  readonly name: string;
  readonly alias?: string | undefined;
}

const nothing = (): undefined => undefined;

/** Whether the guest runs. */
export const queryStatus: Command<RunStatus> = {
  name: 'query-status',
  read: (answer) => {
    const object = objectIn(answer);
    return { status: textAt(object, 'status'), running: truthAt(object, 'running') };
  },
};

/** How the migration stands, on either side. */
export const queryMigrate: Command<MigrationStatus> = {
  name: 'query-migrate',
  read: (answer) => {
    const object = objectIn(answer);
    const ram = isObject(object.ram) ? object.ram : {};
    return {
      status: optionalTextAt(object, 'status'),
      errorDescription: optionalTextAt(object, 'error-desc'),
      totalTime: optionalNumberAt(object, 'total-time'),
      downtime: optionalNumberAt(object, 'downtime'),
      setupTime: optionalNumberAt(object, 'setup-time'),
      transferred: optionalNumberAt(ram, 'transferred'),
      dirtySyncCount: optionalNumberAt(ram, 'dirty-sync-count'),
    };
  },
};

/** The types of machine that were built in. */
export const queryMachines: Command<readonly MachineType[]> = {
  name: 'query-machines',
  read: (answer) =>
    objectsIn(answer).map((object) => ({
      name: textAt(object, 'name'),
      alias: optionalTextAt(object, 'alias'),
    })),
};

/** The names of all commands. */
export const queryCommands: Command<readonly string[]> = {
  name: 'query-commands',
  read: (answer) => objectsIn(answer).map((object) => textAt(object, 'name')),
};

/** The names of migration's capabilities. */
export const queryMigrateCapabilities: Command<readonly string[]> = {
  name: 'query-migrate-capabilities',
  read: (answer) => objectsIn(answer).map((object) => textAt(object, 'capability')),
};

/** Switches one capability of migration on. */
export function enableMigrateCapability(capability: string): Command<undefined> {
  return {
    name: 'migrate-set-capabilities',
    arguments: { capabilities: [{ capability, state: true }] },
    read: nothing,
  };
}

/** Sets parameters of migration, by names that the schema has. */
export function migrateSetParameters(parameters: Readonly<Record<string, number>>): Command<undefined> {
  return { name: 'migrate-set-parameters', arguments: parameters, read: nothing };
}

/** Limits the bandwidth in a QEMU whose parameters have none. */
export function migrateSetSpeed(bytesPerSecond: number): Command<undefined> {
  return { name: 'migrate_set_speed', arguments: { value: bytesPerSecond }, read: nothing };
}

/** Limits the downtime in a QEMU whose parameters have none. */
export function migrateSetDowntime(seconds: number): Command<undefined> {
  return { name: 'migrate_set_downtime', arguments: { value: seconds }, read: nothing };
}

/** Has a destination that was started with `-incoming defer` listen. */
export function migrateIncoming(uri: string): Command<undefined> {
  return { name: 'migrate-incoming', arguments: { uri }, read: nothing };
}

/** Begins to migrate. */
export function migrate(uri: string): Command<undefined> {
  return { name: 'migrate', arguments: { uri }, read: nothing };
}

/** Goes over to postcopy. */
export const migrateStartPostcopy: Command<undefined> = { name: 'migrate-start-postcopy', read: nothing };

/** Ends QEMU. */
export const quit: Command<undefined> = { name: 'quit', read: nothing };

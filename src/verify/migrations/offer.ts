import { isObject } from '../qmp/answer-shape.js';
import { type MachineType, queryCommands, queryMachines, queryMigrateCapabilities } from '../qmp/commands.js';
import { queryQmpSchema } from '../qmp/schema.js';
import type { Qemu } from './qemu.js';
import { MigrationStopped } from './trouble.js';

/** What a QEMU has to migrate with. */
export interface QemuOffer {
  /** Its version as it tells it, such as `7.2.22`. */
  readonly version: string;
  /** The machine to migrate: a PC with the guest, or one without processor and devices. */
  readonly machine: 'pc' | 'none';
  readonly commands: ReadonlySet<string>;
  /** What migrate-set-parameters takes. */
  readonly parameters: ReadonlySet<string>;
  /** Capabilities of migration. */
  readonly capabilities: ReadonlySet<string>;
}

/**
 * Asks a QEMU what it offers.
 * @throws MigrationStopped, or the reason of the caller's signal
 */
export async function askOffer(qemu: Qemu): Promise<QemuOffer> {
  const { commands, parameters } = await askCommands(qemu);
  return {
    version: versionIn(qemu.client.greeting),
    machine: machineOf(await qemu.ask(queryMachines)),
    commands: new Set(commands),
    parameters: new Set(parameters),
    capabilities: new Set(await qemu.ask(queryMigrateCapabilities)),
  };
}

/** The name of postcopy's capability; undefined where there is no postcopy. */
export function postcopyCapability(offer: QemuOffer): string | undefined {
  return ['postcopy-ram', 'x-postcopy-ram'].find((name) => offer.capabilities.has(name));
}

async function askCommands(
  qemu: Qemu,
): Promise<{ commands: readonly string[]; parameters: readonly string[] }> {
  try {
    const schema = await qemu.ask(queryQmpSchema);
    return { commands: schema.commands(), parameters: schema.argumentsOf('migrate-set-parameters') };
  } catch (error) {
    if (!(error instanceof MigrationStopped) || error.trouble.kind !== 'refused') throw error;
    // Before the schema there was no parameter that a run sets.
    return { commands: await qemu.ask(queryCommands), parameters: [] };
  }
}

function machineOf(types: readonly MachineType[]): 'pc' | 'none' {
  return types.some(({ name, alias }) => name === 'pc' || alias === 'pc') ? 'pc' : 'none';
}

function versionIn(greeting: Readonly<Record<string, unknown>>): string {
  const version = isObject(greeting.version) ? greeting.version : {};
  const { major, minor, micro } = isObject(version.qemu) ? version.qemu : {};
  return `${major}.${minor}.${micro}`;
}

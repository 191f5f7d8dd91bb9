import type { Machine, MachineSpec, Machines } from '../../../src/verify/machines.js';
import type { Era } from './eras.js';
import { FakeQemu, type Fault } from './fake-qemu.js';

/** Starts QEMUs that only answer as one would. */
export class FakeMachines implements Machines {
  readonly folder: Machines['folder'];
  readonly all: FakeQemu[] = [];
  readonly specs: MachineSpec[] = [];
  /** Files that something was migrated to. */
  readonly written = new Set<string>();

  /** @param faults by the machine's name */
  constructor(
    outside: string,
    private readonly era: Era,
    private readonly faults: Readonly<Record<string, readonly Fault[]>> = {},
  ) {
    this.folder = { outside, inside: '/run/qemu' };
  }

  start(spec: MachineSpec): Machine {
    const qemu = new FakeQemu(spec, this.era, this, this.faults[spec.name] ?? []);
    this.specs.push(spec);
    this.all.push(qemu);
    return qemu;
  }

  /** The names of those that still run. */
  left(): readonly string[] {
    return this.all.filter(({ isOver }) => !isOver).map(({ name }) => name);
  }

  /** What a machine was told to do, without what it was asked. */
  commandsOf(name: string): readonly string[] {
    return this.all.find((qemu) => qemu.name === name)?.commands ?? [];
  }

  /** The arguments that a machine was started with. */
  argumentsOf(name: string): readonly string[] {
    return this.specs.find((spec) => spec.name === name)?.args ?? [];
  }
}

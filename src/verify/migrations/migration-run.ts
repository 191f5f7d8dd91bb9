import type { QemuOffer } from './offer.js';
import type { Qemu } from './qemu.js';
import { type SideOptions, sideArguments } from './qemu-arguments.js';
import type { RunFiles, SharedFile } from './run-files.js';
import type { RunningQemus } from './running-qemus.js';
import type { MigratingSide } from './trouble.js';

/** How a mode starts one of its sides. */
export interface StartOptions extends SideOptions {
  readonly needsUserfault?: boolean;
}

/** What a mode works with. */
export class MigrationRun {
  readonly #alive = new Map<MigratingSide, Qemu>();

  constructor(
    private readonly name: string,
    readonly offer: QemuOffer,
    readonly files: RunFiles,
    private readonly qemus: RunningQemus,
  ) {}

  /** Starts the QEMU that is migrated from. */
  source(options: StartOptions = {}): Promise<Qemu> {
    return this.#start('source', this.files.sourceTrace, options);
  }

  /** Starts the QEMU that is migrated to. */
  destination(options: StartOptions): Promise<Qemu> {
    return this.#start('destination', this.files.destinationTrace, options);
  }

  /** Ends a QEMU as a host that fails does. */
  async kill(qemu: Qemu): Promise<void> {
    for (const [side, alive] of this.#alive) if (alive === qemu) this.#alive.delete(side);
    await this.qemus.kill(qemu);
  }

  /** The QEMUs that were started and not killed. */
  alive(): ReadonlyMap<MigratingSide, Qemu> {
    return this.#alive;
  }

  async #start(side: MigratingSide, trace: SharedFile, options: StartOptions): Promise<Qemu> {
    const { needsUserfault = false, ...sideOptions } = options;
    const args = sideArguments(this.offer, this.files, trace, sideOptions);
    const qemu = await this.qemus.start(side, { name: `${this.name}-${side}`, args, needsUserfault });
    this.#alive.set(side, qemu);
    return qemu;
  }
}

import type { Machine, MachineEnd, MachineSpec, Machines } from '../machines.js';
import { QmpClient } from '../qmp/client.js';
import { quit } from '../qmp/commands.js';
import { within } from './bounded.js';
import { Qemu, stoppedBy, whyAborted } from './qemu.js';
import { DeadlinePassed, MigrationStopped, type Side } from './trouble.js';

/** How long an ending may last, in milliseconds. */
export interface Patience {
  /** For a QEMU that was asked to quit. */
  readonly quit: number;
  /** For one that was killed. */
  readonly kill: number;
}

/** How long a run may last, and what else ends it. */
export interface RunLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
}

/** A container with a QEMU in it starts within a second; a machine that is busy building takes longer. */
const START_TIMEOUT_MS = 30_000;

/** Both take some milliseconds; an engine that removes a container takes longer. */
const PATIENCE: Patience = { quit: 3_000, kill: 15_000 };

interface Running {
  readonly side: Side;
  readonly machine: Machine;
  client?: QmpClient;
  /** Its end is ours. */
  dismissed: boolean;
}

/** The QEMUs of one run: started together, and together ended, whatever comes between. */
export class RunningQemus {
  readonly #running: Running[] = [];
  readonly #stop = new AbortController();
  readonly #patience: Patience;
  readonly #release: () => void;

  constructor(
    private readonly machines: Machines,
    limits: RunLimits,
  ) {
    this.#patience = limits.patience ?? PATIENCE;
    const onAbort = (): void => this.#stop.abort(limits.signal?.reason);
    const timer = setTimeout(() => this.#stop.abort(new DeadlinePassed()), limits.timeoutMs);
    if (limits.signal?.aborted) onAbort();
    limits.signal?.addEventListener('abort', onAbort, { once: true });
    this.#release = () => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', onAbort);
    };
  }

  /**
   * Starts a QEMU and waits until it answers.
   * @throws MigrationStopped, the reason of the caller's signal, or what the machines throw
   */
  async start(side: Side, spec: MachineSpec): Promise<Qemu> {
    if (this.#stop.signal.aborted) throw whyAborted(this.#stop.signal, side, 'a start');
    const machine = this.machines.start(spec);
    const running: Running = { side, machine, dismissed: false };
    this.#running.push(running);
    // Nothing else would tell of a destination that ends while the source is asked.
    void machine.ended.then(({ code }) => {
      if (!running.dismissed) this.#stop.abort(new MigrationStopped({ kind: 'ended', side, code }));
    });
    try {
      const limits = { signal: this.#stop.signal, timeoutMs: START_TIMEOUT_MS };
      running.client = await QmpClient.connect(machine.monitor, limits);
      return new Qemu(side, machine, running.client, this.#stop.signal);
    } catch (error) {
      throw await stoppedBy(error, side, machine, this.#stop.signal);
    }
  }

  /** Ends a QEMU at once, as a host that fails does; settles when it is gone, or gives up after a while. */
  async kill(qemu: Qemu): Promise<void> {
    for (const running of this.#running) {
      if (running.machine === qemu.machine) await this.#kill(running);
    }
  }

  /**
   * Ends all that still runs: a QEMU that answers is asked to quit, so that its trace is whole.
   * @returns how each ended; undefined for one that could not be ended
   */
  async endAll(): Promise<ReadonlyMap<Side, MachineEnd | undefined>> {
    this.#release();
    for (const running of this.#running) running.dismissed = true;
    const ends = await Promise.all(this.#running.map((running) => this.#end(running)));
    return new Map(this.#running.map(({ side }, index) => [side, ends[index]]));
  }

  async #end(running: Running): Promise<MachineEnd | undefined> {
    const { machine, client } = running;
    // After a deadline or an interrupt there is no time for manners.
    if (client !== undefined && !this.#stop.signal.aborted) {
      // One that ended already, or hangs, is seen below.
      client.execute(quit, { timeoutMs: this.#patience.quit }).catch(() => undefined);
      await within(this.#patience.quit, machine.ended);
    }
    await this.#kill(running);
    client?.close();
    return within(0, machine.ended);
  }

  async #kill(running: Running): Promise<void> {
    running.dismissed = true;
    if ((await within(0, running.machine.ended)) !== undefined) return;
    const killed = running.machine.kill().then(
      () => running.machine.ended,
      () => undefined,
    );
    await within(this.#patience.kill, killed);
  }
}

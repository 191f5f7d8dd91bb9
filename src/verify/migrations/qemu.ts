import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from '../machines.js';
import type { QmpClient } from '../qmp/client.js';
import type { Command } from '../qmp/commands.js';
import { QmpFailure } from '../qmp/failure.js';
import { within } from './bounded.js';
import { DeadlinePassed, MigrationStopped, type RunTrouble, type Side } from './trouble.js';

/** Between two looks at a state. */
const POLL_MS = 20;

/** A QEMU that runs answers at once; one that stops the guest or loads its state takes longer. */
const ANSWER_TIMEOUT_MS = 20_000;

/** From the loss of the monitor to the end that most likely caused it. */
const END_AFTER_LOSS_MS = 2_000;

/** An answer that tells a state. */
interface Stated {
  readonly status?: string | undefined;
}

/** A QEMU that answers, as one side of a migration. */
export class Qemu {
  constructor(
    readonly side: Side,
    readonly machine: Machine,
    readonly client: QmpClient,
    /** Fires when the whole run is to stop. */
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Sends a command.
   * @throws MigrationStopped, or the reason of the caller's signal
   */
  async ask<Answer>(command: Command<Answer>): Promise<Answer> {
    try {
      return await this.client.execute(command, { signal: this.signal, timeoutMs: ANSWER_TIMEOUT_MS });
    } catch (error) {
      throw await stoppedBy(error, this.side, this.machine, this.signal);
    }
  }

  /**
   * Asks until the answer is as wanted.
   * @param waitedFor what that is, for the failure's text
   * @throws MigrationStopped, or the reason of the caller's signal
   */
  async until<Answer extends Stated>(
    waitedFor: string,
    command: Command<Answer>,
    wanted: (answer: Answer) => boolean,
  ): Promise<Answer> {
    let last: string | undefined;
    try {
      for (;;) {
        const answer = await this.ask(command);
        if (wanted(answer)) return answer;
        last = answer.status ?? 'no state';
        await this.rest(POLL_MS);
      }
    } catch (error) {
      const late = error instanceof MigrationStopped && error.trouble.kind === 'timeout';
      throw late ? new MigrationStopped({ kind: 'timeout', side: this.side, waitedFor, last }) : error;
    }
  }

  /**
   * Lets time pass.
   * @throws MigrationStopped, or the reason of the caller's signal
   */
  async rest(milliseconds: number): Promise<void> {
    try {
      await pause(milliseconds, undefined, { signal: this.signal });
    } catch {
      throw whyAborted(this.signal, this.side, 'progress');
    }
  }
}

/** What a failure of the client means for the run. */
export async function stoppedBy(
  error: unknown,
  side: Side,
  machine: Machine,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof QmpFailure)) return error;
  const { problem } = error;
  switch (problem.kind) {
    case 'aborted':
      return whyAborted(signal, side, problem.waitedFor);
    case 'closed':
      return new MigrationStopped(await lossOf(side, machine, problem.noise));
    case 'timeout':
      return new MigrationStopped({ kind: 'timeout', side, waitedFor: problem.waitedFor });
    case 'refused': {
      const { command, description } = problem;
      return new MigrationStopped({ kind: 'refused', side, command, description });
    }
    case 'malformed': {
      const { command, expected, found } = problem;
      return new MigrationStopped({ kind: 'unreadable', side, command, expected, found });
    }
  }
}

async function lossOf(side: Side, machine: Machine, noise: string): Promise<RunTrouble> {
  const end = await within(END_AFTER_LOSS_MS, machine.ended);
  return end === undefined
    ? { kind: 'monitor-closed', side, noise }
    : { kind: 'ended', side, code: end.code };
}

/** What the run's signal fired for, told by who waited for something then. */
export function whyAborted(signal: AbortSignal, side: Side, waitedFor: string): unknown {
  return signal.reason instanceof DeadlinePassed
    ? new MigrationStopped({ kind: 'timeout', side, waitedFor })
    : signal.reason;
}

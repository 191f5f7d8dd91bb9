import { type ChildProcess, spawn } from 'node:child_process';
import { type ContainerSpec, RUN_LABEL, runArguments } from './container-spec.js';
import { type CommandEnd, type CommandOptions, runCommand } from './run-command.js';

export type EngineName = 'docker' | 'podman';

/** How an engine is spoken to. */
export interface EngineSettings {
  readonly name: EngineName;
  /** Arguments before the command, such as `--runtime=runc`. */
  readonly globalArguments: readonly string[];
  /** Arguments of each `run`. */
  readonly runArguments: readonly string[];
  /** Its containers run without root's rights on this machine. */
  readonly isRootless: boolean;
}

const SHORT = 60_000;

/** What docker and podman end with where they, not the command in the container, failed. */
const ENGINE_FAILED = 125;

/** Whether a container could not be run, or the engine went away under it. */
export function isEngineFailure({ code, notStarted }: Pick<CommandEnd, 'code' | 'notStarted'>): boolean {
  return code === ENGINE_FAILED || notStarted !== undefined;
}

/** A container engine by its command line. */
export class ContainerEngine {
  constructor(readonly settings: EngineSettings) {}

  get name(): EngineName {
    return this.settings.name;
  }

  /** Runs a command of the engine. */
  ask(args: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
    return runCommand(this.name, [...this.settings.globalArguments, ...args], {
      timeoutMs: SHORT,
      ...options,
    });
  }

  /** The id of an image; undefined where there is none of that name. */
  async imageId(image: string): Promise<string | undefined> {
    const { code, stdout } = await this.ask(['image', 'inspect', '--format={{.Id}}', image]);
    return code === 0 ? stdout.trim() : undefined;
  }

  /**
   * Runs a container to its end, and sees to it that nothing of it is left where it is interrupted or takes too long.
   */
  async run(spec: ContainerSpec, options: CommandOptions = {}): Promise<CommandEnd> {
    const end = await this.ask(this.#runArguments(spec), { timeoutMs: 3_600_000, ...options });
    // The command line is gone by then, not the container.
    if (end.ended) await this.remove([spec.name]);
    return end;
  }

  /** Starts a container whose standard input and output are those of its command. */
  start(spec: ContainerSpec): ChildProcess {
    return spawn(this.name, [...this.settings.globalArguments, ...this.#runArguments(spec)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl-C in a terminal is for this program, which ends its containers in order.
      detached: true,
    });
  }

  /** Removes containers, running or not; that one is gone is no error. */
  async remove(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.ask(['rm', '--force', '--volumes', ...names]);
  }

  /** Removes all that a run has left. */
  async removeAllOf(run: string): Promise<void> {
    const { stdout } = await this.ask(['ps', '--all', '--quiet', `--filter=label=${RUN_LABEL}=${run}`]);
    await this.remove(stdout.split(/\s+/).filter((id) => id !== ''));
  }

  #runArguments(spec: ContainerSpec): string[] {
    const [run = 'run', ...rest] = runArguments(spec, this.#user(spec));
    return [run, ...this.settings.runArguments, ...rest];
  }

  /**
   * Who owns what a container writes: in one without root's rights root is the user; else the user is named. Who may
   * use userfaultfd has to be root.
   */
  #user({ userfault }: ContainerSpec): string | undefined {
    if (this.settings.isRootless || userfault !== undefined) return undefined;
    return `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  }
}

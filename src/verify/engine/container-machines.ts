import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { Duplex } from 'node:stream';
import type { Machine, MachineEnd, MachineSpec, Machines } from '../machines.js';
import { type ContainerEngine, isEngineFailure } from './container-engine.js';
import type { Userfault } from './container-spec.js';

const STDERR_KEPT = 16 * 1024;
/** As a QEMU sees the folder that it shares with others. */
const INSIDE = '/shared';
/**
 * The two sides of postcopy are two users, where the engine is not the user's own: root without root's rights, who may use
 * userfaultfd, and the user. Each has to be let at the other's socket.
 */
const OPEN_TO_BOTH = ['sh', '-c', 'umask 0; exec "$@"', 'sh'];

/** What is needed to run a built QEMU. */
export interface MachineSetting {
  readonly engine: ContainerEngine;
  readonly image: string;
  /** Of this run of `verify`; names its containers. */
  readonly run: string;
  /** The folder that it was built in, and where containers have that and the tree. */
  readonly mounts: readonly { readonly from: string; readonly to: string }[];
  /** The program, as a container sees it. */
  readonly program: string;
  /** A folder of this machine for sockets, the guest's ROM and traces. */
  readonly folder: string;
  readonly userfault: Userfault;
}

/** QEMUs, each in a container of its own. */
export class ContainerMachines implements Machines {
  readonly folder: Machines['folder'];
  readonly #mode: number;
  #count = 0;
  #failure: string | undefined;

  constructor(readonly setting: MachineSetting) {
    mkdirSync(setting.folder, { recursive: true });
    // Who may use userfaultfd is root without root's rights over others' files.
    this.#mode = statSync(setting.folder).mode & 0o7777;
    chmodSync(setting.folder, 0o777);
    this.folder = { outside: setting.folder, inside: INSIDE };
  }

  /** Closes the folder to others again, when no QEMU is to be started any more. */
  end(): void {
    chmodSync(this.setting.folder, this.#mode);
  }

  /** What the engine said where it could not run a container, which is no fault of the QEMU in it. */
  get engineFailure(): string | undefined {
    return this.#failure;
  }

  start({ name, args, needsUserfault }: MachineSpec): Machine {
    const { engine, image, run, mounts, program, folder, userfault } = this.setting;
    const container = `${run}-${name}-${this.#count++}`;
    const child = engine.start({
      name: container,
      run,
      image,
      command: [...OPEN_TO_BOTH, program, ...args],
      mounts: [
        ...mounts.map((mount) => ({ ...mount, isWritable: false })),
        { from: folder, to: INSIDE, isWritable: true },
      ],
      ...(needsUserfault && { userfault }),
    });
    let stderr = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      stderr = (stderr + bytes.toString()).slice(-STDERR_KEPT);
    });
    child.stdin?.on('error', () => {});
    const ended = new Promise<MachineEnd>((resolve) => {
      child.on('error', (error) => {
        this.#failure ??= error.message;
        resolve({ code: null, stderr: error.message });
      });
      child.on('close', (code) => {
        if (isEngineFailure({ code })) this.#failure ??= stderr.trim();
        resolve({ code, stderr });
      });
    });
    if (!child.stdout || !child.stdin) throw new Error('a container without pipes');
    return {
      name,
      monitor: Duplex.from({ readable: child.stdout, writable: child.stdin }),
      ended,
      kill: async () => {
        await engine.remove([container]);
        child.kill('SIGKILL');
        await ended;
      },
    };
  }
}

import { writeFileSync } from 'node:fs';
import { type Duplex, duplexPair } from 'node:stream';
import type { Machine, MachineEnd, MachineSpec } from '../../../src/verify/machines.js';
import type { Era } from './eras.js';
import type { FakeMachines } from './fake-machines.js';

/** Something that goes wrong with a QEMU. */
export interface Fault {
  /** When: as it starts, or in place of the answer to a command. */
  readonly on: string;
  readonly does: 'hang' | 'die' | 'close' | { readonly refuse: string } | { readonly answer: unknown };
  readonly stderr?: string;
}

type Arguments = Readonly<Record<string, unknown>>;

/** Speaks QMP and migrates as a QEMU of an era does, without any memory to move. */
export class FakeQemu implements Machine {
  readonly name: string;
  readonly monitor: Duplex;
  readonly ended: Promise<MachineEnd>;
  readonly commands: string[] = [];
  readonly #far: Duplex;
  readonly #enabled = new Set<string>();
  #resolveEnd: (end: MachineEnd) => void = () => undefined;
  #isOver = false;
  #stderr = '';
  #runState: string;
  #migration: string | undefined;
  #isSlow = false;
  #totalTime = 0;
  #listensAt: string | undefined;
  #sendsTo: FakeQemu | undefined;
  #writesTo: string | undefined;

  constructor(
    private readonly spec: MachineSpec,
    private readonly era: Era,
    private readonly machines: FakeMachines,
    private readonly faults: readonly Fault[],
  ) {
    this.name = spec.name;
    [this.monitor, this.#far] = duplexPair();
    this.ended = new Promise((resolve) => {
      this.#resolveEnd = resolve;
    });
    const incoming = this.option('-incoming');
    this.#runState = incoming === undefined ? (this.has('-S') ? 'prelaunch' : 'running') : 'inmigrate';
    if (incoming !== undefined && incoming !== 'defer') this.#listen(incoming);
    this.#begin();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  has(option: string): boolean {
    return this.spec.args.includes(option);
  }

  option(name: string): string | undefined {
    const at = this.spec.args.indexOf(name);
    return at < 0 ? undefined : this.spec.args[at + 1];
  }

  async kill(): Promise<void> {
    if (this.faults.some(({ on }) => on === 'kill')) return new Promise(() => undefined);
    this.end(null);
  }

  end(code: number | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#far.end();
    this.#resolveEnd({ code, stderr: this.#stderr });
  }

  #begin(): void {
    const fault = this.faults.find(({ on }) => on === 'start');
    if (fault !== undefined) {
      this.#fall(fault);
      return;
    }
    const [major, minor, micro] = this.era.version;
    this.#say({ QMP: { version: { qemu: { major, minor, micro }, package: '' }, capabilities: [] } });
    let text = '';
    this.#far.on('data', (piece: Buffer) => {
      text += piece.toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) this.#take(JSON.parse(line));
    });
  }

  #say(message: unknown): void {
    if (!this.#isOver) this.#far.write(`${JSON.stringify(message)}\r\n`);
  }

  #take(request: { execute: string; arguments?: Arguments; id: unknown }): void {
    const { execute, id } = request;
    const words = request.arguments === undefined ? '' : ` ${JSON.stringify(request.arguments)}`;
    // Polls come as often as it takes.
    if (!execute.startsWith('query-')) this.commands.push(`${execute}${words}`);
    const fault = this.faults.find(({ on }) => on === execute);
    try {
      if (fault === undefined) this.#say({ return: this.#answer(execute, request.arguments ?? {}), id });
      else this.#say({ return: this.#suffer(fault), id });
    } catch (error) {
      if (error instanceof Silence) return;
      if (!(error instanceof Refusal)) throw error;
      this.#say({ error: { class: error.errorClass, desc: error.message }, id });
    }
    if (execute === 'quit' && fault === undefined) this.end(0);
  }

  /** @returns the answer in place of the right one */
  #suffer(fault: Fault): unknown {
    this.#fall(fault);
    if (typeof fault.does !== 'object') throw new Silence();
    if ('answer' in fault.does) return fault.does.answer;
    throw new Refusal(fault.does.refuse);
  }

  #fall({ does, stderr = '' }: Fault): void {
    this.#stderr += stderr;
    if (does === 'die') this.end(1);
    if (does === 'close') this.#far.end();
  }

  #answer(command: string, given: Arguments): unknown {
    if (!this.era.commands.includes(command)) {
      throw new Refusal(`The command ${command} has not been found`, 'CommandNotFound');
    }
    switch (command) {
      case 'query-commands':
        return this.era.commands.map((name) => ({ name }));
      case 'query-qmp-schema':
        return this.#schema();
      case 'query-machines':
        return this.era.machines;
      case 'query-migrate-capabilities':
        return this.era.capabilities.map((capability) => ({ capability, state: false }));
      case 'migrate-set-capabilities':
        return this.#enable(given.capabilities as readonly { capability: string; state: boolean }[]);
      case 'migrate-set-parameters':
        return this.#setParameters(given);
      case 'migrate_set_speed':
        this.#isSlow = Number(given.value) < 1e6;
        return {};
      case 'migrate-incoming':
        this.#listen(String(given.uri));
        return {};
      case 'migrate':
        return this.#migrate(String(given.uri));
      case 'migrate-start-postcopy':
        return this.#startPostcopy();
      case 'query-migrate':
        return this.#advance();
      case 'query-status':
        return { status: this.#runState, running: this.#runState === 'running', singlestep: false };
      default:
        return {};
    }
  }

  #schema(): unknown {
    const members = this.era.parameters.map((name) => ({ name, type: 'int', default: null }));
    return [
      ...this.era.commands.map((name) => ({
        name,
        'meta-type': 'command',
        'arg-type': name === 'migrate-set-parameters' ? '12' : '0',
        'ret-type': '0',
      })),
      { name: '0', 'meta-type': 'object', members: [] },
      { name: '12', 'meta-type': 'object', members },
      { name: 'int', 'meta-type': 'builtin', 'json-type': 'int' },
    ];
  }

  #enable(capabilities: readonly { capability: string; state: boolean }[]): unknown {
    for (const { capability } of capabilities) {
      if (!this.era.capabilities.includes(capability)) {
        throw new Refusal(`Invalid parameter '${capability}'`);
      }
      this.#enabled.add(capability);
    }
    return {};
  }

  #setParameters(given: Arguments): unknown {
    for (const name of Object.keys(given)) {
      if (!this.era.parameters.includes(name)) throw new Refusal(`Parameter '${name}' is unexpected`);
    }
    if (given['max-bandwidth'] !== undefined) this.#isSlow = Number(given['max-bandwidth']) < 1e6;
    return {};
  }

  #listen(address: string): void {
    this.#listensAt = address;
    const { inside, outside } = this.machines.folder;
    if (address.startsWith('unix:')) writeFileSync(address.slice(5).replace(inside, outside), '');
    const file = /^exec:cat ('.*')$/.exec(address)?.[1];
    if (file === undefined) return;
    if (!this.machines.written.has(file)) throw new Refusal('no such file, or half of one');
    this.arrive('running');
  }

  #migrate(address: string): unknown {
    this.#sendsTo = this.machines.all.find((qemu) => !qemu.isOver && qemu.#listensAt === address);
    this.#writesTo = /^exec:cat > ('.*')$/.exec(address)?.[1];
    if (this.#writesTo === undefined && this.#sendsTo === undefined)
      throw new Refusal('Failed to connect socket: no such file');
    this.#migration = 'setup';
    return {};
  }

  #startPostcopy(): unknown {
    const bothSides = [this, this.#sendsTo ?? this];
    const can = bothSides.every(
      (qemu) => qemu.#enabled.has('postcopy-ram') || qemu.#enabled.has('x-postcopy-ram'),
    );
    if (!can) throw new Refusal('Enable postcopy with migrate_set_capability before the start of migration');
    if (this.#migration !== 'active') throw new Refusal('Postcopy must be started after migration');
    this.#migration = 'postcopy-active';
    return {};
  }

  /** Each look at a migration brings it on a step. */
  #advance(): unknown {
    if (this.#migration === 'setup') this.#migration = 'active';
    else if (this.#migration === 'active' || this.#migration === 'postcopy-active') this.#send();
    if (this.#migration === undefined) return {};
    const failed = this.#migration === 'failed' ? { 'error-desc': 'Broken pipe' } : {};
    const times = this.#totalTime > 0 ? { 'total-time': this.#totalTime, downtime: 3, 'setup-time': 1 } : {};
    const ram = { transferred: 1000, total: 2000, 'dirty-sync-count': 2 };
    return { status: this.#migration, ...times, ...failed, ...(this.#totalTime > 0 ? { ram } : {}) };
  }

  #send(): void {
    if (this.#sendsTo?.isOver) this.#migration = 'failed';
    else if (!this.#isSlow) this.#complete();
  }

  /** That a migration is completed is told before all of it is done. */
  #complete(): void {
    this.#migration = 'completed';
    this.#sendsTo?.arrive(this.#runState);
    setTimeout(() => {
      this.#totalTime = 12;
      if (this.#writesTo !== undefined) this.machines.written.add(this.#writesTo);
      if (!this.#enabled.has('background-snapshot')) this.#runState = 'postmigrate';
    }, 5);
  }

  /** The guest comes in. */
  arrive(runState: string): void {
    this.#runState = runState === 'running' && this.has('-S') ? 'paused' : runState;
    if (this.era.destinationTells) this.#migration = 'completed';
  }
}

class Refusal extends Error {
  constructor(
    message: string,
    readonly errorClass = 'GenericError',
  ) {
    super(message);
  }
}

/** No answer. */
class Silence extends Error {}

import { closeSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ERAS } from '../../verify/migrations/eras.js';
import type { Fault } from '../../verify/migrations/fake-qemu.js';
import { type FakeContainer, machineName } from './container.js';
import type { FakePlan } from './plan.js';

/** A program in a container that speaks QMP on standard input and output, and fires what the plan says. */
export interface QemuPart {
  readonly container: FakeContainer;
  readonly args: readonly string[];
  readonly plan: FakePlan;
  readonly end: (code: number) => never;
}

type Given = Readonly<Record<string, unknown>>;

/** Plays it until it is told to quit. What two of them have to know of each other lies beside their socket. */
export function playQemu(part: QemuPart): void {
  new ProcessQemu(part).begin();
}

const ERA = ERAS['5.2'];

class ProcessQemu {
  readonly #name: string;
  readonly #faults: readonly Fault[];
  readonly #enabled = new Set<string>();
  #runState: string;
  #migration: string | undefined;
  #isSlow = false;
  #isTimed = false;
  #address = '';

  constructor(readonly part: QemuPart) {
    this.#name = machineName(part.container.name);
    this.#faults = part.plan.faults[this.#name] ?? [];
    this.#runState = this.#has('-incoming') ? 'inmigrate' : this.#has('-S') ? 'prelaunch' : 'running';
  }

  begin(): void {
    const fault = this.#faultAt('start');
    if (fault) {
      this.#suffer(fault);
      return;
    }
    this.#say({
      QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 }, package: '' }, capabilities: [] },
    });
    createInterface({ input: process.stdin }).on('line', (line) => this.#take(JSON.parse(line)));
  }

  #has(option: string): boolean {
    return this.part.args.includes(option);
  }

  #say(message: unknown): void {
    writeSync(1, `${JSON.stringify(message)}\r\n`);
  }

  #faultAt(on: string): Fault | undefined {
    return this.#faults.find((fault) => fault.on === on);
  }

  #take({ execute, arguments: given = {}, id }: { execute: string; arguments?: Given; id: unknown }): void {
    const fault = this.#faultAt(execute);
    if (fault) {
      const { does } = fault;
      if (typeof does === 'object' && 'refuse' in does)
        this.#say({ error: { class: 'GenericError', desc: does.refuse }, id });
      else if (typeof does === 'object') this.#say({ return: does.answer, id });
      else this.#suffer(fault);
      return;
    }
    this.#say({ return: this.#answer(execute, given), id });
    if (execute === 'quit') this.part.end(0);
  }

  #suffer({ does, stderr = '' }: Fault): void {
    writeSync(2, stderr);
    if (does === 'die') this.part.end(1);
    if (does === 'close') closeSync(1);
  }

  #answer(command: string, given: Given): unknown {
    switch (command) {
      case 'query-qmp-schema':
        return schema();
      case 'query-machines':
        return ERA.machines;
      case 'query-migrate-capabilities':
        return this.part.plan.capabilities.map((capability) => ({ capability, state: false }));
      case 'migrate-set-capabilities':
        for (const one of given.capabilities as { capability: string }[]) this.#enabled.add(one.capability);
        return {};
      case 'migrate-set-parameters':
        if (given['max-bandwidth'] !== undefined) this.#isSlow = Number(given['max-bandwidth']) < 1e6;
        return {};
      case 'migrate-incoming':
        this.#listen(String(given.uri));
        return {};
      case 'migrate':
        this.#address = String(given.uri);
        this.#migration = 'setup';
        return {};
      case 'migrate-start-postcopy':
        this.#migration = 'postcopy-active';
        return {};
      case 'query-migrate':
        return this.#advance();
      case 'query-status':
        this.#lookForGuest();
        return { status: this.#runState, running: this.#runState === 'running', singlestep: false };
      default:
        return {};
    }
  }

  #listen(address: string): void {
    this.#address = address;
    if (address.startsWith('exec:')) this.#arrive('running');
    else {
      rmSync(this.#beside('arrived'), { force: true });
      writeFileSync(this.#beside('listens'), String(process.pid));
    }
  }

  #beside(what: string): string {
    return `${this.part.container.outside(this.#address.replace('unix:', ''))}.${what}`;
  }

  /** Each look at a migration brings it on a step. */
  #advance(): unknown {
    this.#lookForGuest();
    if (this.#migration === 'setup') this.#migration = 'active';
    else if (this.#migration === 'active' || this.#migration === 'postcopy-active') this.#send();
    if (this.#migration === undefined) return {};
    const failed = this.#migration === 'failed' ? { 'error-desc': 'Broken pipe' } : {};
    const times = this.#isTimed ? { 'total-time': 12, downtime: 3, 'setup-time': 1 } : {};
    return { status: this.#migration, ...times, ...failed };
  }

  #send(): void {
    const isAcross = this.#address.startsWith('unix:');
    if (isAcross && !isAlive(this.#beside('listens'))) {
      this.#migration = 'failed';
      this.#fire('source');
    } else if (!this.#isSlow) {
      this.#migration = 'completed';
      this.#fire('source');
      // That a migration is completed is told before all of it is done.
      setTimeout(() => this.#finish(), 5);
      if (isAcross) {
        writeFileSync(this.#beside('guest'), this.#runState);
        renameSync(this.#beside('guest'), this.#beside('arrived'));
      }
    }
  }

  #finish(): void {
    this.#isTimed = true;
    if (!this.#enabled.has('background-snapshot')) this.#runState = 'postmigrate';
  }

  #lookForGuest(): void {
    if (this.#runState !== 'inmigrate' || !this.#address.startsWith('unix:')) return;
    const file = this.#beside('arrived');
    if (existsSync(file)) this.#arrive(readFileSync(file, 'utf8'));
  }

  #arrive(runState: string): void {
    this.#runState = runState === 'running' && this.#has('-S') ? 'paused' : runState;
    this.#migration = 'completed';
    this.#fire('destination');
  }

  #fire(side: 'source' | 'destination'): void {
    const mode = this.#name.replace(/-(?:source|destination)$/, '');
    const names = this.part.plan.fires[mode]?.[side] ?? [];
    // One that traces nothing may leave no file.
    if (names.length === 0) return;
    const lines = names.map(
      (name, at) => `7@1795374799.${178930 + at}:vmstate_downtime_checkpoint ${name}\n`,
    );
    const { args, container } = this.part;
    writeFileSync(container.outside(args[args.indexOf('-D') + 1] ?? ''), lines.join(''));
  }
}

function schema(): unknown {
  const members = ERA.parameters.map((name) => ({ name, type: 'int', default: null }));
  return [
    ...ERA.commands.map((name) => ({
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

function isAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

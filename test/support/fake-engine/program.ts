import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { containerOf, type FakeContainer } from './container.js';
import type { Answer, FakePlan, Step } from './plan.js';
import { playQemu } from './qemu.js';

// An engine that runs nothing: it answers as docker and podman do, by a plan, and keeps every call.

const STATE = process.env.FAKE_ENGINE ?? '';
const [, , ENGINE = '', ...ARGS] = process.argv;
const CONTAINERS = join(STATE, 'containers');
const plan: FakePlan = JSON.parse(readFileSync(join(STATE, 'plan.json'), 'utf8'));
const globalArguments = ARGS.slice(
  0,
  ARGS.findIndex((word) => !word.startsWith('-')),
);
const [command = '', ...rest] = ARGS.slice(globalArguments.length);

appendFileSync(join(STATE, 'calls'), `${JSON.stringify({ engine: ENGINE, args: ARGS })}\n`);
mkdirSync(CONTAINERS, { recursive: true });

function end(code: number, container?: FakeContainer): never {
  if (container) rmSync(join(CONTAINERS, container.name), { force: true });
  process.exit(code);
}

function answer(
  { code = 0, stdout = '', stderr = '', hangs = false }: Answer,
  container?: FakeContainer,
): void {
  writeSync(1, stdout);
  writeSync(2, stderr);
  if (!hangs) end(code, container);
  process.stdin.resume();
}

/** The plan's answer, or the usual one. */
function play(step: Step, usual: Answer): void {
  answer(plan.answers[step] ?? usual);
}

/** Images that were imported or built are there from then on. */
function images(): string[] {
  const made = existsSync(join(STATE, 'images'))
    ? readFileSync(join(STATE, 'images'), 'utf8').split('\n')
    : [];
  return [...plan.images, ...made];
}

function makeImage(step: 'import' | 'build', name: string): void {
  if (!plan.answers[step]) appendFileSync(join(STATE, 'images'), `${name}\n`);
  play(step, {});
}

function info(): void {
  const docker = plan.rootless ? 'null ["name=seccomp","name=rootless"]' : 'null null';
  const stdout = ENGINE === 'docker' ? docker : String(plan.rootless ?? false);
  play('info', { stdout: `${stdout}\n` });
}

function remove(names: readonly string[]): void {
  for (const name of names) {
    const file = join(CONTAINERS, name);
    if (!existsSync(file)) continue;
    const { pid } = JSON.parse(readFileSync(file, 'utf8'));
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone; what is left of it goes now.
    }
    rmSync(file, { force: true });
  }
  end(0);
}

function list(filter: string): void {
  const label = filter.replace('--filter=label=', '');
  const names = readdirSync(CONTAINERS).filter(
    (name) => JSON.parse(readFileSync(join(CONTAINERS, name), 'utf8')).label === label,
  );
  answer({ stdout: names.map((name) => `${name}\n`).join('') });
}

function run(): void {
  const container = containerOf(rest);
  const { name, label } = container;
  writeFileSync(join(CONTAINERS, name), JSON.stringify({ pid: process.pid, label }));
  // What runs in every container ends it when its standard input is closed.
  process.stdin.on('end', () => end(137, container));
  // Or who reads what it writes is gone first.
  process.on('uncaughtException', () => end(137, container));
  process.stdin.resume();
  const reply = refusalOf(container) ?? plan.answers.run ?? replyTo(container);
  if (reply) answer(reply, container);
  else playQemu({ container, args: container.command.slice(1), plan, end: (code) => end(code, container) });
}

/** What the engine itself says against a container. */
function refusalOf({ image }: FakeContainer): Answer | undefined {
  if (plan.needs !== undefined && !globalArguments.includes(plan.needs))
    return { code: 126, stderr: 'Error: OCI runtime error: crun: unknown version specified\n' };
  if (!images().includes(image)) return { code: 125, stderr: `Unable to find image '${image}' locally\n` };
  return undefined;
}

/** What a container prints and ends with; none for a QEMU, which is talked to. */
function replyTo({ command: [program = '', ...args], outside }: FakeContainer): Answer | undefined {
  const { answers } = plan;
  if (program === 'true') return answers.true ?? {};
  if (program === '/src/configure' && args[0] === '--help')
    return answers['configure-help'] ?? { stdout: plan.help };
  if (program === '/src/configure') {
    // It may fail after that.
    writeFileSync(outside('/build/build.ninja'), '');
    return answers.configure ?? { stdout: 'configured\n' };
  }
  if (program === 'ninja' && args[0] === '-t') return answers.targets ?? { stdout: TARGETS };
  if (program === 'ninja') {
    if (!answers.ninja) writeFileSync(outside('/build/qemu-system-x86_64'), '');
    return answers.ninja ?? { stdout: '[1/1] Linking target qemu-system-x86_64\n' };
  }
  if (args[0] === '-trace') return answers['trace-help'] ?? { stdout: eventsIn(outside('/src')) };
  if (basename(program) === 'qemu-system-x86_64') return answers.qemu;
  return { code: 127, stderr: `sh: 1: exec: ${program}: not found\n` };
}

const TARGETS = [
  'trace/trace-migration.h: CUSTOM_COMMAND',
  'trace/trace-migration.c: CUSTOM_COMMAND',
  'libcommon.fa.p/migration_migration.c.o: c_COMPILER',
  'libcommon.fa.p/migration_savevm.c.o: c_COMPILER',
  'libcommon.fa.p/migration_ram.c.o: c_COMPILER',
  'libqemuutil.a.p/meson-generated_.._trace_trace-migration.c.o: c_COMPILER',
  'tests/qtest/libqtest.p/migration_migration.c.o: c_COMPILER',
  'all: phony',
  '',
].join('\n');

/** The trace events of a tree, as a program that was built from it would list them. */
function eventsIn(source: string): string {
  const path = ['migration/trace-events', 'trace-events'].find((one) => existsSync(join(source, one))) ?? '';
  const text = readFileSync(join(source, path), 'utf8');
  return [...text.matchAll(/^(?:disable )?(\w+)\(/gm)].map(([, name]) => `${name}\n`).join('');
}

switch (command) {
  case 'info':
    info();
    break;
  case 'image': {
    if (rest.includes('--help')) answer({ stdout: 'Usage: image inspect\n' });
    const known = images().includes(rest.at(-1) ?? '');
    play('inspect', known ? { stdout: 'sha256:0123\n' } : { code: 1, stderr: 'No such image\n' });
    break;
  }
  case 'import':
    makeImage('import', rest.at(-1) ?? '');
    break;
  case 'build':
    makeImage('build', rest.find((word) => word.startsWith('--tag='))?.slice('--tag='.length) ?? '');
    break;
  case 'run':
    run();
    break;
  case 'rm':
    remove(rest.filter((word) => !word.startsWith('-')));
    break;
  case 'ps':
    list(rest.find((word) => word.startsWith('--filter=')) ?? '');
    break;
  default:
    answer({ code: 1, stderr: `unknown command: ${command}\n` });
}

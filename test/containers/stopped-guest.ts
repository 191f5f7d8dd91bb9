import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guestRom } from '../../src/verify/guest/rom.js';
import { inOneRound } from './one-round.js';
import { scene } from './scene.js';

/** What a source that never ran its guest sends. */
export interface Stream {
  /** Without what parts the rounds of an iterable section: how many rounds there are depends on the time alone. */
  readonly bytes: number;
  /** The sections of devices, in order, as QEMU describes them at the end of the stream. */
  readonly sections: readonly string[];
  /** The whole description: each field of each section and its size, but no values. */
  readonly description: string;
}

/** Where the build of the tree is that was verified last. */
function lastBuilt(): string {
  const trees = join(scene, 'cache', 'trees');
  const age = (name: string) => statSync(join(trees, name, 'manifest.json')).mtimeMs;
  const [last] = readdirSync(trees).sort((a, b) => age(b) - age(a));
  if (last === undefined) throw new Error('nothing was built');
  return join(trees, last);
}

/**
 * Starts the QEMU that was built last with `-S`, and has its monitor migrate the guest to a file.
 * @param bandwidth bytes a second as the monitor reads them; with little of it RAM is sent in many rounds
 */
export function streamOfStoppedGuest(image: string, bandwidth: string): Stream {
  const shared = join(scene, 'stopped');
  mkdirSync(shared, { recursive: true });
  chmodSync(shared, 0o777);
  writeFileSync(join(shared, 'guest.rom'), guestRom());
  const tree = lastBuilt();
  const mounts = [`${tree}/source:/src:ro`, `${tree}/build:/build:ro`, `${shared}:/shared`];
  const machine = ['-machine', 'pc,accel=tcg', '-m', '64', '-bios', '/shared/guest.rom'];
  execFileSync(
    'docker',
    [
      ...['run', '--rm', '--interactive', '--network=none'],
      ...mounts.flatMap((mount) => ['--volume', mount]),
      ...[image, '/build/qemu-system-x86_64', '-S', ...machine, '-global', 'apic-common.vapic=off'],
      ...['-nodefaults', '-display', 'none', '-monitor', 'stdio'],
    ],
    // The monitor takes the next line when the migration is over.
    {
      input: `migrate_set_parameter max-bandwidth ${bandwidth}\nmigrate "exec:cat > /shared/stream"\nquit\n`,
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  const stream = readFileSync(join(shared, 'stream'));
  rmSync(join(shared, 'stream'), { force: true });
  const description = stream.subarray(stream.lastIndexOf('{"page_size"')).toString('latin1');
  const { devices } = JSON.parse(description) as { devices: { name: string }[] };
  return { bytes: inOneRound(stream).length, sections: devices.map(({ name }) => name), description };
}

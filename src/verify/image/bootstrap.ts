import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineSources } from '../../apt/machine-sources.js';
import { chooseMirror } from '../../apt/mirror.js';
import type { SourceEntry } from '../../apt/source-entries.js';
import { type CommandOptions, runCommand } from '../engine/run-command.js';
import type { BuildImage } from './containerfile.js';

/** A bootstrap that only unpacked its configuration is some 40 kB (mmdebstrap with no `deb` line in its list). */
const LEAST_BYTES = 50_000_000;

/**
 * Makes the file system of the image from Debian's packages, by the mirror that this machine's apt uses.
 * @param folder where the archive and what it is made of may lie; taken away again by the caller
 * @param sources the archives that the machine's apt knows
 * @returns the tar archive, or why there is none
 */
export async function bootstrap(
  image: BuildImage,
  folder: string,
  options: CommandOptions,
  sources: readonly SourceEntry[] = machineSources(),
): Promise<{ readonly tar: string } | { readonly why: string }> {
  const mirror = chooseMirror(sources, 'main', image.suite);
  if (!mirror) return { why: 'this machine’s apt has no mirror of Debian' };
  mkdirSync(folder, { recursive: true });
  const made = await mmdebstrap(image, mirror.uri, folder, options);
  if ('tar' in made || made.why !== NOT_INSTALLED) return made;
  const other = await debootstrap(image, mirror.uri, folder, options);
  return 'tar' in other || other.why !== NOT_INSTALLED
    ? other
    : { why: 'neither mmdebstrap nor debootstrap is installed' };
}

const NOT_INSTALLED = 'not installed';

async function mmdebstrap(
  { suite, packages }: BuildImage,
  mirror: string,
  folder: string,
  options: CommandOptions,
): Promise<{ readonly tar: string } | { readonly why: string }> {
  const [tar, list] = [join(folder, 'image.tar'), join(folder, 'sources.list')];
  writeFileSync(list, `deb ${mirror} ${suite} main\n`);
  const excluded = ['man', 'doc', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  const end = await runCommand(
    'mmdebstrap',
    [
      '--variant=minbase',
      '--aptopt=Acquire::Languages "none"',
      ...excluded,
      `--include=${packages.join(',')}`,
      suite,
      tar,
      list,
    ],
    options,
  );
  if (end.notStarted !== undefined) return { why: NOT_INSTALLED };
  return judged('mmdebstrap', end.code, end.stderr, tar);
}

async function debootstrap(
  { suite, packages }: BuildImage,
  mirror: string,
  folder: string,
  options: CommandOptions,
): Promise<{ readonly tar: string } | { readonly why: string }> {
  const [root, tar] = [join(folder, 'root'), join(folder, 'image.tar')];
  rmSync(root, { recursive: true, force: true });
  const end = await runCommand(
    'debootstrap',
    ['--variant=minbase', `--include=${packages.join(',')}`, suite, root, mirror],
    options,
  );
  if (end.notStarted !== undefined) return { why: NOT_INSTALLED };
  if (end.code !== 0) return judged('debootstrap', end.code, end.stderr || end.stdout, tar);
  const packed = await runCommand('tar', ['--create', '--file', tar, '--directory', root, '.'], options);
  return judged('tar', packed.code, packed.stderr, tar);
}

function judged(
  program: string,
  code: number | null,
  stderr: string,
  tar: string,
): { readonly tar: string } | { readonly why: string } {
  if (code !== 0) return { why: `${program} ended with ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}` };
  const size = statSync(tar, { throwIfNoEntry: false })?.size ?? 0;
  return size < LEAST_BYTES ? { why: `${program} made an archive of ${size} bytes only` } : { tar };
}

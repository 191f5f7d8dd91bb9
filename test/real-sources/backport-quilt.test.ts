import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../support/git-scene.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { backport, partOf, repositoryOf, said } from './backport-scene.js';

const NAME = 'migration-Add-tracepoints-for-downtime-checkpoints.patch';
const UPSTREAM = '3e5f3bcdc281fed483b5bbe72050b63d4b41abf5';
const OURS = ['migration/migration.c', 'migration/savevm.c', 'migration/trace-events'];

/** The files that Debian's patches touch, and ours: of QEMU's 300 MB the rest is of no use here. */
function touchedFiles(debian: string): string[] {
  const folder = join(debian, 'debian/patches');
  const series = readFileSync(join(folder, 'series'), 'utf8').split('\n');
  const patches = series.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
  const texts = patches.map((name) => readFileSync(join(folder, name), 'latin1'));
  // Renamed and binary files are only in git's own line.
  const paths = texts.flatMap((text) => [
    ...[...text.matchAll(/^(?:---|\+\+\+) [^/\s]+\/(\S+)/gm)].map(([, path]) => path ?? ''),
    ...[...text.matchAll(/^diff --git a\/(\S+) b\/(\S+)/gm)].flatMap(([, one, two]) => [
      one ?? '',
      two ?? '',
    ]),
  ]);
  return [...new Set([...paths, ...OURS, 'VERSION'])];
}

/** Debian's 7.2 without its patches, with ours as the last of the series; and the repository it was made from. */
async function debianPackage() {
  const packaging = partOf('7.2', 'unpatched', ['debian']);
  const files = touchedFiles(packaging);
  const root = repositoryOf({ debian: partOf('7.2', 'patched', [...OURS, 'VERSION']) });
  await backport(root, '--onto', 'debian', '--signoff');
  const folder = scratchFolder();
  const tree = join(folder, 'qemu-7.2+dfsg');
  cpSync(partOf('7.2', 'unpatched', files), tree, { recursive: true });
  return { folder, tree, root, packaging };
}

/** Debian's packaging, and our patch put straight into its series. */
async function addPackaging(tree: string, packaging: string, root: string): Promise<void> {
  cpSync(join(packaging, 'debian'), join(tree, 'debian'), { recursive: true });
  const patches = join(tree, 'debian/patches');
  const before = readFileSync(join(patches, 'series'), 'latin1');
  await backport(root, '--onto', 'debian', '--as', 'quilt', '--output', patches);
  expect(readFileSync(join(patches, 'series'), 'latin1')).toBe(`${before}${NAME}\n`);
}

/** The fields of a header as Debian's own parser reads them; it refuses what is no field and no continuation. */
function paragraph(header: string): unknown {
  const program = `use Dpkg::Control; use JSON::PP;
    my $fields = Dpkg::Control->new(type => CTRL_UNKNOWN);
    open(my $text, '<', \\do { local $/; <STDIN> });
    $fields->parse($text, 'header') or die 'no fields';
    print JSON::PP->new->canonical->encode({ %{$fields} });`;
  return JSON.parse(said('.', 'perl', ['-e', program], { input: Buffer.from(header) }));
}

/** The files as the branch of the same port has them. */
function expectPorted(tree: string, root: string): void {
  for (const path of OURS)
    expect(readFileSync(join(tree, path), 'utf8')).toBe(
      `${git(root, 'show', `qemu-downtime/debian:${path}`)}\n`,
    );
}

describe('the patch for Debian’s QEMU 7.2', () => {
  it('quilt pushes it on top of Debian’s own, without fuzz or offset', async () => {
    const { tree, root, packaging } = await debianPackage();
    await addPackaging(tree, packaging, root);
    const quilt = (...args: string[]): string =>
      said(tree, 'quilt', args, { env: { QUILT_PATCHES: 'debian/patches' } });
    quilt('push', '--fuzz=0', '-q', '-a');
    quilt('pop', '-q');
    const pushed = quilt('push', '--fuzz=0', '-v');
    expect(pushed).toContain(NAME);
    expect(pushed).toContain('patching file migration/trace-events');
    expect(pushed).not.toMatch(/fuzz|offset/);
    expectPorted(tree, root);
    const header = quilt('header');
    expect(header.split('\n').at(-2)).toBe('---');
    expect(paragraph(header.replace(/^---$/m, ''))).toEqual({
      Description: expect.stringMatching(
        /^migration: Add tracepoints for downtime checkpoints\n\nMark the moments .*\n\nBackported by /s,
      ),
      Origin: `backport, commit:${UPSTREAM}`,
      Author: 'Una User <una@example.org>',
      'Applied-Upstream': `8.2.0, commit:${UPSTREAM}`,
      'Last-Update': expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      Forwarded: 'not-needed',
    });
  });

  it('dpkg-source builds a package with it, and unpacks it patched', async () => {
    const { folder, tree, root, packaging } = await debianPackage();
    said(folder, 'tar', ['-czf', 'qemu_7.2+dfsg.orig.tar.gz', 'qemu-7.2+dfsg']);
    await addPackaging(tree, packaging, root);
    said(folder, 'dpkg-source', ['-Zgzip', '-z1', '-b', 'qemu-7.2+dfsg']);
    const [dsc = ''] = readdirSync(folder).filter((name) => name.endsWith('.dsc'));
    const unpacked = said(folder, 'dpkg-source', ['-x', dsc, 'unpacked']);
    expect(unpacked).toContain(`applying ${NAME}`);
    expectPorted(join(folder, 'unpacked'), root);
  });
});

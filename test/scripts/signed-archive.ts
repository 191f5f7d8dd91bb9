import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Debian archive in a folder: one small source package `qemu` in the suite bookworm, signed by a fresh key. */
export interface SignedArchive {
  readonly url: string;
  readonly keyring: string;
  readonly pool: string;
  readonly sources: string;
  /** Writes the suite's index anew, over what the files are now. */
  readonly sign: () => void;
  readonly removeSignature: () => void;
  readonly addVersion: (version: string) => void;
}

export function makeSignedArchive(root: string): SignedArchive {
  const archive = join(root, 'debian');
  const pool = join(archive, 'pool');
  const suite = join(archive, 'dists/bookworm');
  const sources = join(suite, 'main/source/Sources');
  const gpgHome = join(root, 'gnupg');
  const keyring = join(root, 'archive.gpg');
  mkdirSync(pool, { recursive: true });
  mkdirSync(join(suite, 'main/source'), { recursive: true });
  mkdirSync(gpgHome, { mode: 0o700 });
  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--homedir', gpgHome, '--batch', '--yes', '--quiet', ...args], { stdio: 'pipe' });
  gpg('--passphrase', '', '--quick-generate-key', 'Test archive', 'ed25519', 'sign', 'never');
  writeFileSync(keyring, gpg('--export'));

  const addVersion = (version: string) => {
    const build = join(root, 'build');
    const tree = join(build, 'qemu-7.2');
    mkdirSync(join(tree, 'debian/source'), { recursive: true });
    mkdirSync(join(tree, 'debian/patches'));
    writeFileSync(join(tree, 'VERSION'), '7.2.0\n');
    const orig = 'qemu_7.2+dfsg.orig.tar.gz';
    if (existsSync(join(pool, orig))) copyFileSync(join(pool, orig), join(build, orig));
    else execFileSync('tar', ['-C', build, '--exclude=debian', '-czf', join(build, orig), 'qemu-7.2']);
    writeFileSync(join(tree, 'debian/source/format'), '3.0 (quilt)\n');
    writeFileSync(
      join(tree, 'debian/control'),
      'Source: qemu\nMaintainer: T <t>\nStandards-Version: 4.6.2\n\nPackage: qemu\nArchitecture: all\nDescription: t\n',
    );
    const date = 'Mon, 01 Jan 2024 00:00:00 +0000';
    writeFileSync(
      join(tree, 'debian/changelog'),
      `qemu (1:${version}) bookworm; urgency=low\n\n  * Test.\n\n -- T <t>  ${date}\n`,
    );
    writeFileSync(join(tree, 'debian/patches/series'), 'stable.diff\n');
    writeFileSync(
      join(tree, 'debian/patches/stable.diff'),
      '--- a/VERSION\n+++ b/VERSION\n@@ -1 +1 @@\n-7.2.0\n+7.2.22\n',
    );
    execFileSync('dpkg-source', ['-b', 'qemu-7.2'], { cwd: build, stdio: 'pipe' });
    execFileSync('sh', ['-c', 'cp "$1"/qemu_* "$2"', 'sh', build, pool], { stdio: 'pipe' });
    rmSync(build, { recursive: true });
    writeFileSync(sources, execFileSync('dpkg-scansources', ['pool'], { cwd: archive, stdio: 'pipe' }));
    sign();
  };
  const sign = () => {
    const index = readFileSync(sources);
    const hash = createHash('sha256').update(index).digest('hex');
    const release = join(suite, 'Release');
    writeFileSync(
      release,
      `Origin: Debian\nSuite: bookworm\nCodename: bookworm\nDate: Mon, 01 Jan 2024 00:00:00 UTC\nComponents: main\n` +
        `SHA256:\n ${hash} ${index.length} main/source/Sources\n`,
    );
    gpg('--clearsign', '--output', join(suite, 'InRelease'), release);
  };
  addVersion('7.2+dfsg-7');
  return {
    url: `file:${archive}`,
    keyring,
    pool,
    sources,
    sign,
    removeSignature: () => rmSync(join(suite, 'InRelease')),
    addVersion,
  };
}

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SourceEntry } from '../../../src/apt/source-entries.js';
import { bootstrap } from '../../../src/verify/image/bootstrap.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const IMAGE = { folder: '/', name: 'image:1', suite: 'trixie', packages: ['gcc', 'ninja-build'] };
const SOURCES: SourceEntry[] = [
  {
    type: 'deb',
    uri: 'http://mirror.example/debian',
    suite: 'bookworm',
    components: ['main'],
    signedBy: undefined,
  },
];

/** Programs by name, as scripts; nothing else of that name is found. */
async function run(programs: Readonly<Record<string, string>>, sources = SOURCES) {
  const bin = scratchFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const folder = scratchFolder();
  const before = process.env.PATH;
  process.env.PATH = bin;
  try {
    return { folder, made: await bootstrap(IMAGE, folder, {}, sources) };
  } finally {
    process.env.PATH = before;
  }
}

const BIG = '/usr/bin/truncate -s 60M';

describe('a bootstrap', () => {
  it('is by mmdebstrap, from the machine’s mirror, whatever suite that is listed for', async () => {
    const script = `for tar; do [ -z "$list" ] || last=$list; list=$tar; done; ${BIG} "$last"; /bin/cp "$list" "$last.list"; echo "$@" > "$last.args"`;
    const { folder, made } = await run({ mmdebstrap: script });
    expect(made).toEqual({ tar: join(folder, 'image.tar') });
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(join(folder, 'image.tar.list'), 'utf8')).toBe(
      'deb http://mirror.example/debian trixie main\n',
    );
    expect(readFileSync(join(folder, 'image.tar.args'), 'utf8')).toContain(
      '--include=gcc,ninja-build trixie ',
    );
  });

  it('is by debootstrap and tar where there is no mmdebstrap', async () => {
    const { folder, made } = await run({ debootstrap: '/bin/mkdir "$4"', tar: `${BIG} "$3"` });
    expect(made).toEqual({ tar: join(folder, 'image.tar') });
  });

  it('that fails is told by its last line, and is not tried in the other way', async () => {
    const { made } = await run({
      mmdebstrap: 'echo a >&2; echo "E: no signature" >&2; exit 25',
      debootstrap: BIG,
    });
    expect(made).toEqual({ why: 'mmdebstrap ended with 25: E: no signature' });
  });

  it('that made next to nothing is none', async () => {
    const { made } = await run({ debootstrap: '/bin/mkdir "$4"', tar: ': > "$3"' });
    expect(made).toEqual({ why: 'tar made an archive of 0 bytes only' });
  });

  it('cannot be without a program, or without a mirror', async () => {
    expect((await run({})).made).toEqual({ why: 'neither mmdebstrap nor debootstrap is installed' });
    expect((await run({}, [])).made).toEqual({ why: 'this machine’s apt has no mirror of Debian' });
  });
});

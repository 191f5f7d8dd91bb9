import { describe, expect, it } from 'vitest';
import { treeFixes } from '../../../src/verify/build/tree-fixes.js';

const fixesOf = (files: Readonly<Record<string, string>>) => treeFixes(async (path) => files[path]);
const X86 = 'configs/devices/x86_64-softmmu/default.mak';
const I386 = 'configs/devices/i386-softmmu/default.mak';

describe('the fixes of a copy', () => {
  it('are none where nothing is in the way', async () => {
    expect(await fixesOf({})).toEqual([]);
    expect(
      await fixesOf({
        'meson.build': "subdir('pc-bios')\n",
        'pc-bios/meson.build': "bzip2 = find_program('bzip2', required: install_blobs)\n",
        'pythondeps.toml': '[testdeps]\n"avocado" = {}\n',
        [X86]: 'include ../i386-softmmu/default.mak\n',
        [I386]: 'CONFIG_ISAPC=y\nCONFIG_I440FX=y\n',
      }),
    ).toEqual([]);
  });

  it('leave firmware out where bzip2 is asked for in any case', async () => {
    const [fix, ...more] = await fixesOf({
      'meson.build': "a\nsubdir('pc-bios')\nsubdir('pc-bios-tools')\n",
      'pc-bios/meson.build': "  bzip2 = find_program('bzip2', required: true)\n",
    });
    expect(more).toEqual([]);
    expect(fix).toMatchObject({
      path: 'meson.build',
      text: "a\n#subdir('pc-bios')\nsubdir('pc-bios-tools')\n",
    });
  });

  it('are none for firmware that the tree leaves out already, as Debian’s patch does', async () => {
    const blobs = "find_program('bzip2', required: true)\n";
    expect(await fixesOf({ 'meson.build': "# subdir('pc-bios')\n", 'pc-bios/meson.build': blobs })).toEqual(
      [],
    );
  });

  it('do not ask for a package of tests', async () => {
    const [fix] = await fixesOf({
      'pythondeps.toml': '[tooling]\npycotap = { accepted = ">=1.1.0" }\nother\n',
    });
    expect(fix?.text).toBe('[tooling]\n#pycotap = { accepted = ">=1.1.0" }\nother\n');
  });

  it('add a list of devices where the tree’s own leaves the machine out', async () => {
    const [fix] = await fixesOf({
      [X86]: 'include ../i386-softmmu/default.mak\n',
      [I386]: '# CONFIG_I440FX=n\n',
    });
    expect(fix).toMatchObject({
      path: 'configs/devices/x86_64-softmmu/qemu-downtime.mak',
      text: 'CONFIG_I440FX=y\n',
    });
  });
});

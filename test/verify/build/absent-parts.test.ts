import { describe, expect, it } from 'vitest';
import { absentParts } from '../../../src/verify/build/absent-parts.js';

const KEYMAPS = "input: files('keycodemapdb/data/keymaps.csv'), files('keycodemapdb/tools/keymap-gen')\n";
/** What QEMU to 8.0 has of its build, as far as it is looked at. */
const WITH_SUBMODULES = {
  '.gitmodules': [
    '[submodule "dtc"]\n\tpath = dtc\n',
    '[submodule "keycodemapdb"]\n\tpath = ui/keycodemapdb\n',
    '[submodule "softfloat"]\n\tpath = tests/fp/berkeley-softfloat-3\n',
    '[submodule "seabios"]\n\tpath = roms/seabios/\n',
  ].join(''),
  'meson.build': "subdir('ui')\nsubdir('tests')\n",
  'ui/meson.build': KEYMAPS,
  'tests/meson.build': "if 'CONFIG_TCG' in config_all\n  subdir('fp')\nendif\n",
  'tests/fp/meson.build': "sfdir = 'berkeley-softfloat-3/source'\n",
};
/** From 8.1. */
const WITH_WRAPS = {
  ...WITH_SUBMODULES,
  '.gitmodules': '[submodule "ci"]\n\tpath = tests/lcitool/libvirt-ci\n',
  'ui/meson.build':
    "p = subproject('keycodemapdb', required: true)\nq = subproject('other', required: false)\n",
  'tests/fp/meson.build': "p = subproject('berkeley-softfloat-3', required: true,\n  default_options: [])\n",
  'subprojects/keycodemapdb.wrap': '',
  'subprojects/other.wrap': '',
  'subprojects/berkeley-softfloat-3.wrap': '',
};

const absent = (files: Readonly<Record<string, string>>) =>
  absentParts(Object.keys(files), async (path) => files[path]);
const NONE = { folders: [], submodules: [], subprojects: [] };

describe('parts that a tree lacks', () => {
  it('are submodules that its build takes files of, without those that the image has packages of', async () => {
    expect(await absent(WITH_SUBMODULES)).toEqual({
      folders: [],
      submodules: ['ui/keycodemapdb', 'tests/fp/berkeley-softfloat-3'],
      subprojects: [],
    });
    expect(await absent({ ...WITH_SUBMODULES, 'ui/keycodemapdb/data/keymaps.csv': '' })).toEqual({
      folders: [],
      submodules: ['tests/fp/berkeley-softfloat-3'],
      subprojects: [],
    });
  });

  it('are folders that a sparse checkout leaves out, and then nothing is said of what would be in them', async () => {
    const build = "subdir('ui')\nsubdir('hw')\nif have_tools\n  subdir('qga')\nendif\n# subdir('x')\n";
    expect(
      await absent({ '.gitmodules': WITH_SUBMODULES['.gitmodules'], 'meson.build': build, 'hw/a.c': '' }),
    ).toEqual({
      ...NONE,
      folders: ['ui'],
    });
  });

  it('are subprojects of meson that have to be there', async () => {
    expect(await absent(WITH_WRAPS)).toEqual({
      folders: [],
      submodules: [],
      subprojects: ['keycodemapdb', 'berkeley-softfloat-3'],
    });
  });

  it('are none where the tree holds them', async () => {
    expect(
      await absent({
        ...WITH_WRAPS,
        'subprojects/keycodemapdb/meson.build': '',
        'subprojects/berkeley-softfloat-3/meson.build': '',
      }),
    ).toEqual(NONE);
  });

  it('are none where something else is in their place, such as a link', async () => {
    const links = { 'ui/keycodemapdb': '../x', 'tests/fp/berkeley-softfloat-3': '../y' };
    expect(await absent({ ...WITH_SUBMODULES, ...links })).toEqual(NONE);
  });

  it('are none where its build leaves the folder out, or is another one', async () => {
    expect(await absent({ ...WITH_SUBMODULES, 'meson.build': '', 'tests/meson.build': '' })).toEqual(NONE);
    expect(await absent({ 'meson.build': "project('qemu')\n" })).toEqual(NONE);
  });
});

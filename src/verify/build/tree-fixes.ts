import { DEVICES } from './configure-options.js';

/** Reads a file of the tree; undefined where there is none. */
export type ReadText = (path: string) => Promise<string | undefined>;

/** What has to be different in the copy for it to build without what source packages leave out. */
export interface TreeFix {
  readonly path: string;
  readonly text: string;
  /** For the user, who may wonder. */
  readonly why: string;
}

const MACHINE = 'CONFIG_I440FX=y';
const DEVICE_LISTS = [
  'configs/devices/x86_64-softmmu/default.mak',
  'configs/devices/i386-softmmu/default.mak',
];

/**
 * The changes that a tree's copy needs, found by what its files say. Debian's own packages of QEMU make the first two.
 */
export async function treeFixes(read: ReadText): Promise<TreeFix[]> {
  const fixes: TreeFix[] = [];
  const meson = await read('meson.build');
  const blobs = await read('pc-bios/meson.build');
  // 5.2 wants bzip2 whatever it is told, for firmware that source packages do not have.
  if (meson && blobs && /find_program\('bzip2', required: true\)/.test(blobs))
    fixes.push({
      path: 'meson.build',
      text: meson.replace(/^subdir\('pc-bios'\)$/m, "#subdir('pc-bios')"),
      why: 'firmware is not unpacked',
    });
  // Only tests use it, and nothing can be fetched in a container without a network.
  const python = await read('pythondeps.toml');
  if (python && /^pycotap\b/m.test(python))
    fixes.push({
      path: 'pythondeps.toml',
      text: python.replace(/^pycotap\b/m, '#$&'),
      why: 'pycotap is not asked for',
    });
  // Without default devices 10.0 leaves the guest's machine out; 7.2 and before name it in the list itself.
  const lists = await Promise.all(DEVICE_LISTS.map(read));
  if (lists[0] !== undefined && !lists.some((list) => list?.split('\n').includes(MACHINE)))
    fixes.push({
      path: `configs/devices/x86_64-softmmu/${DEVICES}.mak`,
      text: `${MACHINE}\n`,
      why: 'a list of devices with the guest’s machine is added',
    });
  return fixes.filter(({ path, text }) => path !== 'meson.build' || text !== meson);
}

import type { ReadText } from './tree-fixes.js';

/** Parts that a tree lacks: its own folders, and what QEMU keeps in repositories of their own. */
export interface AbsentParts {
  /** Folders that its meson.build takes in whatever the options, as a sparse checkout leaves them out. */
  readonly folders: readonly string[];
  /** Paths of git’s submodules (to QEMU 8.0). */
  readonly submodules: readonly string[];
  /** Names of meson’s subprojects (from 8.1). */
  readonly subprojects: readonly string[];
}

/** Folders whose meson.build every build of ours takes in, by the line that does so in the file of the folder above. */
const TAKEN_IN: readonly { readonly folder: string; readonly by: readonly (readonly [string, RegExp])[] }[] =
  [
    { folder: 'ui', by: [['meson.build', /^\s*subdir\('ui'\)/m]] },
    {
      folder: 'tests/fp',
      by: [
        ['meson.build', /^\s*subdir\('tests'\)/m],
        ['tests/meson.build', /^\s*subdir\('fp'\)/m],
      ],
    },
  ];

/**
 * The parts that configure will ask for and not find, by what the tree’s own files say. Parts that the image has packages
 * of, such as dtc and meson, or that our options leave out are not asked for; what is in doubt is left to configure.
 * @param paths of all files of the tree
 */
export async function absentParts(paths: readonly string[], read: ReadText): Promise<AbsentParts> {
  const there = foldersOf(paths);
  // A line that is not indented is under no condition.
  const wanted = ((await read('meson.build')) ?? '').matchAll(/^subdir\('([\w./-]+)'\)/gm);
  const folders = [...wanted].flatMap(([, folder = '']) => (there.has(folder) ? [] : [folder]));
  if (folders.length > 0) return { folders, submodules: [], subprojects: [] };
  const listed = await submodulesOf(read);
  const submodules: string[] = [];
  const subprojects: string[] = [];
  for (const { folder, by } of TAKEN_IN) {
    const text = (await isTakenIn(by, read)) ? await read(`${folder}/meson.build`) : undefined;
    if (text === undefined) continue;
    for (const [, name = ''] of text.matchAll(/'(\w[\w.-]*)\//g)) {
      const path = `${folder}/${name}`;
      if (listed.includes(path) && !there.has(path)) submodules.push(path);
    }
    for (const [, name = ''] of text.matchAll(/\bsubproject\('(\w[\w.-]*)',\s*required: true\b/g)) {
      const path = `subprojects/${name}`;
      if (paths.includes(`${path}.wrap`) && !there.has(path)) subprojects.push(name);
    }
  }
  return { folders, submodules: [...new Set(submodules)], subprojects: [...new Set(subprojects)] };
}

/** All folders that hold a file, and what may be a link to one. */
function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set(paths);
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  return folders;
}

async function submodulesOf(read: ReadText): Promise<string[]> {
  const text = (await read('.gitmodules')) ?? '';
  return [...text.matchAll(/^\s*path\s*=\s*(\S+)\s*$/gm)].map(([, path = '']) => path);
}

async function isTakenIn(by: readonly (readonly [string, RegExp])[], read: ReadText): Promise<boolean> {
  for (const [path, line] of by) if (!line.test((await read(path)) ?? '')) return false;
  return true;
}

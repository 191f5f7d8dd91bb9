import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';

const require = createRequire(import.meta.url);

/** Checks the types of all sources, and leaves the declarations of each file in a folder. @throws Error where a type is wrong */
export function emitDeclarations(config: string, sources: string, folder: string): void {
  const args = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', sources];
  execFileSync(
    process.execPath,
    [require.resolve('typescript/lib/tsc.js'), '-p', config, ...args, '--outDir', folder],
    { stdio: 'inherit' },
  );
}

/**
 * The types of the library in one file that imports nothing. It is made of declarations, since of sources all would be
 * checked again.
 * @param folder what {@link emitDeclarations} left; not below node_modules, what is there counts as somebody else's
 */
export function libraryTypes(config: string, folder: string): string {
  const filePath = join(folder, 'library/index.d.ts');
  const options = { preferredConfigPath: config };
  const [types = ''] = generateDtsBundle([{ filePath, output: { noBanner: true } }], options);
  if (!types.includes('export declare function apply(')) throw new Error('the types of the library are lost');
  return types;
}

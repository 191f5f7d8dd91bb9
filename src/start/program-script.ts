import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';

/** The built program, compiled and not yet run. */
export interface ProgramScript {
  readonly script: Script;
  /** Runs it with the present command line; more than once only for the build. */
  run(): void;
}

/**
 * What a trace of the stack calls the program. V8 keeps it in its code, which is made where the package is built: the whole
 * path would be that of another machine.
 */
function nameInTraces(file: string): string {
  return `qemu-downtime/dist/${basename(file)}`;
}

/**
 * Compiles the built program much as node compiles a CommonJS module.
 * @param file the program: one file, in ASCII as esbuild writes it, so that V8 need not look for more in it. It holds the
 *   function that node would put around it: to add that here takes a copy of the whole
 * @param code what V8 made of the same program before; what another V8 made, V8 refuses and compiles anew
 */
export function compileProgram(file: string, code: Buffer | undefined): ProgramScript {
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: nameInTraces(file),
    ...(code && { cachedData: code }),
  });
  return {
    script,
    run: () => {
      const program: (...modules: unknown[]) => void = script.runInThisContext();
      program(createRequire(file), file, dirname(file));
    },
  };
}

/**
 * The name of the file with V8's code, which is of one program, one node and one machine. V8 itself tells programs
 * apart by their length only.
 * @param id a hash of the program
 */
export function codeName(id: string): string {
  return `program-${id}-node-${process.version}-${process.platform}-${process.arch}.code`;
}

#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeName, compileProgram } from './program-script.js';

declare global {
  /** Set by the build. */
  const PROGRAM_ID: string;
}

// What is run as `qemu-downtime`. Compiling the program takes a fifth of the time of a lint; so the build keeps what
// V8 makes of it, and this hands it back. Without it, or with another node, the program is compiled as always.
function codeAtHand(): Buffer | undefined {
  try {
    return readFileSync(join(import.meta.dirname, codeName(PROGRAM_ID)));
  } catch {
    return undefined;
  }
}

compileProgram(join(import.meta.dirname, 'program.js'), codeAtHand()).run();

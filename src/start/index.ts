#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeName, compileProgram } from './program-script.js';
import { PROGRAMS } from './programs.js';

declare global {
  /** Set by the build: the programs by name, each with a hash of it. */
  const PROGRAM_IDS: { readonly lint: string; readonly sources: string; readonly whole: string };
  /** Set by the build. */
  const PACKAGE_VERSION: string;
}

// What is run as `qemu-downtime`. Compiling the program takes a fifth of the time of a lint; so the build keeps what
// V8 makes of it, and this hands it back. Without it, or with another node, the program is compiled as always.
function codeAtHand(id: string): Buffer | undefined {
  try {
    return readFileSync(join(import.meta.dirname, codeName(id)));
  } catch {
    return undefined;
  }
}

/** Whoever asks for the version alone needs no program. Where it cannot be written, the program says why. */
function isVersionTold(): boolean {
  if (process.argv.length !== 3 || !['-V', '--version'].includes(process.argv[2] ?? '')) return false;
  try {
    writeSync(1, `${PACKAGE_VERSION}\n`);
    return true;
  } catch {
    return false;
  }
}

if (!isVersionTold()) {
  const name = PROGRAMS.get(process.argv[2]) ?? 'sources';
  compileProgram(join(import.meta.dirname, `${name}.js`), codeAtHand(PROGRAM_IDS[name])).run();
}

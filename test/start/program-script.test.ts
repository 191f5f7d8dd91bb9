import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeName, compileProgram } from '../../src/start/program-script.js';
import { scratchSpace } from '../support/scratch-space.js';

const space = scratchSpace();

function programOf(text: string): string {
  const file = join(mkdtempSync(join(space, 'program-')), 'program.js');
  writeFileSync(file, `(function (require, __filename, __dirname) { ${text} })`);
  return file;
}

const squareOf = (n: number): string => `globalThis.answer = ((n) => n * n)(${n});`;
describe('compileProgram', () => {
  it('gives a program what a CommonJS module has: its own place and a way to load others', () => {
    const file = programOf(`const path = require('node:path');
globalThis.seen = [path.dirname(__filename) === __dirname, __filename];`);
    compileProgram(file, undefined).run();
    expect(Reflect.get(globalThis, 'seen')).toEqual([true, file]);
  });

  it('calls it in traces of the stack by the package, and not by where it lies', () => {
    const file = programOf("globalThis.stack = new Error('here').stack;");
    const { script, run } = compileProgram(file, undefined);
    run();
    const stack: unknown = Reflect.get(globalThis, 'stack');
    expect(stack).toMatch(/\(?qemu-downtime\/dist\/program\.js:1:\d+/);
    expect(stack).not.toContain(file);
    expect(script.createCachedData().includes(file)).toBe(false);
  });

  it('takes the code that V8 made of the same program', () => {
    const file = programOf(squareOf(12));
    const first = compileProgram(file, undefined);
    first.run();
    const again = compileProgram(file, first.script.createCachedData());
    expect(again.script.cachedDataRejected).toBe(false);
    again.run();
    expect(Reflect.get(globalThis, 'answer')).toBe(144);
  });

  // Each with another program, since V8 remembers those that it compiled in this process.
  it.each([
    [21, 'of another V8', (code: Buffer) => code.map((byte, index) => (index < 16 ? byte ^ 0xff : byte))],
    [22, 'half of it', (code: Buffer) => code.subarray(0, code.length / 2)],
    [23, 'none', () => Buffer.alloc(0)],
  ])('compiles %i anew where V8 refuses the code: %s', (n, _, spoil) => {
    const code = compileProgram(programOf(squareOf(n + 10)), undefined).script.createCachedData();
    const { script, run } = compileProgram(programOf(squareOf(n)), Buffer.from(spoil(code)));
    expect(script.cachedDataRejected).toBe(true);
    run();
    expect(Reflect.get(globalThis, 'answer')).toBe(n * n);
  });
});

describe('codeName', () => {
  it('names the program, the node and the machine', () => {
    const name = codeName('0123');
    for (const part of ['0123', process.version, process.platform, process.arch])
      expect(name).toContain(part);
  });
});

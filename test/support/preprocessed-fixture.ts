import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EFFECTS } from '../../src/catalogue/downtime-checkpoints/effects.js';
import { SourceFile } from '../../src/csource/source-file.js';
import { FIXTURES, targetsOf } from './fixture-trees.js';

const HARNESS = join(FIXTURES, 'harness');

/**
 * The two C files of a tree as the compiler sees them: the trees hide the states of a migration behind macros, which QEMU
 * does not. What is a function in QEMU and a macro here stays a call.
 */
export function preprocessed(root: string): SourceFile[] {
  const { migration, savevm } = targetsOf(root);
  const generated = mkdtempSync(join(tmpdir(), 'qemu-downtime-trace-'));
  try {
    putTraceHeaders(root, generated);
    const folders = [generated, root, join(root, 'include'), join(HARNESS, 'include')];
    return [migration, savevm].map((path) => {
      const args = ['-std=gnu11', '-E', '-P', '-D_GNU_SOURCE', '-x', 'c'];
      const places = ['-iquote', dirname(join(root, path)), ...folders.flatMap((folder) => ['-I', folder])];
      const input = withoutMacros(readFileSync(join(root, path), 'latin1'));
      const text = execFileSync('gcc', [...args, ...places, '-'], {
        input: Buffer.from(input, 'latin1'),
        maxBuffer: 64 * 1024 * 1024,
      });
      return new SourceFile(path, text.toString('latin1'));
    });
  } finally {
    rmSync(generated, { recursive: true, force: true });
  }
}

/** The headers that build.sh makes of a tree's events. */
function putTraceHeaders(root: string, folder: string): void {
  const events = ['trace-events', 'migration/trace-events']
    .map((path) => join(root, path))
    .filter((path) => existsSync(path));
  const header = execFileSync('awk', ['-f', join(HARNESS, 'trace.awk'), ...events]);
  mkdirSync(join(folder, 'trace'));
  for (const name of ['trace.h', 'trace/trace-migration.h']) writeFileSync(join(folder, name), header);
}

/**
 * The text with some functions freed of the macros of the harness: those that have another function called, and the one
 * answer that scenarios differ in. Pausing before the switch and COLO, which the harness has as never, stay so.
 */
function withoutMacros(text: string): string {
  const names = [...EFFECTS.defer, ...EFFECTS.release, 'migrate_mode_is_cpr'];
  const at = text.indexOf('\n', text.lastIndexOf('\n#include') + 1) + 1;
  return `${text.slice(0, at)}${names.map((name) => `#undef ${name}\n`).join('')}${text.slice(at)}`;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for all tests of a file, which may run side by side. Removed at the end. */
export function scratchSpace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-space-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

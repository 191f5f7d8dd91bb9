import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cli } from '../support/run-cli.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const root = fileURLToPath(new URL('../../', import.meta.url));
const blocks = [...readme.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '');

describe('the README', () => {
  it('shows what the demo prints', async () => {
    const shown = blocks.find((block) => block.startsWith('qemu-fixtures/I-7.2:'))?.split('\n') ?? [];
    const run = await cli(['apply', '--dry-run', 'qemu-fixtures/I-7.2'], { cwd: root });
    const printed = run.stderr.split('\n').map((line) => line.trimEnd());
    const lines = shown.map((line) => line.trimEnd()).filter((line) => line !== '' && line.trim() !== '…');
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter((line) => !printed.includes(line))).toEqual([]);
  });
});

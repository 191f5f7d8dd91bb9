import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cli } from '../../support/run-cli.js';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const samples = fileURLToPath(new URL('../../report/samples/', import.meta.url));

it('the README shows the report of a recorded migration, line by line', async () => {
  const [, args = '', shown] = /^\$ qemu-downtime (report .*)\n([\s\S]*?)^```/m.exec(readme) ?? [];
  const named = args.replace('src.log', 'precopy-src-v10.log').replace('dst.log', 'precopy-dst-v10.log');
  const run = await cli(named.split(' '), { cwd: samples });
  expect(run.stdout).toBe(shown);
});

it('the README’s picture is what the same migration is drawn as', async () => {
  const [, picture = ''] = /^!\[[^\]]*\]\(([^)]*\.svg)\)$/m.exec(readme) ?? [];
  const args = ['report', '--source', 'precopy-src-v10.log', '--destination', 'precopy-dst-v10.log'];
  const run = await cli([...args, '--format', 'svg'], { cwd: samples });
  expect(readFileSync(new URL(`../../../${picture}`, import.meta.url), 'utf8')).toBe(run.stdout);
});

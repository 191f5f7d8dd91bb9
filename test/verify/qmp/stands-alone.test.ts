import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../../src/verify/qmp/', import.meta.url);

it('is a client that could be taken out of the program: it imports nothing but node and itself', () => {
  const imported = readdirSync(folder).flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return [...text.matchAll(/from '([^']+)'/g)].map(([, specifier]) => specifier ?? '');
  });
  expect(imported.length).toBeGreaterThan(5);
  expect(imported.filter((specifier) => !/^(node:|\.\/[a-z-]+\.js$)/.test(specifier))).toEqual([]);
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureNames } from '../support/fixture-trees.js';
import { scratchSpace } from '../support/scratch-space.js';
import {
  fillCache,
  installOffline,
  installPackages,
  type Plans,
  packed,
  plansOf,
  runInstalled,
} from './install.js';

/**
 * The installed package on every node that it is for. The binaries come from the packages that the npm package `node`
 * takes them from; that one itself needs a script.
 */
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0'] as const;
const PACKAGE = `node-${process.platform}-${process.arch}`;

const space = scratchSpace();
let consumer: string;
let nodes: string;
beforeAll(() => {
  const tarball = packed(space);
  fillCache(space, tarball);
  consumer = installOffline(space, tarball);
  nodes = installPackages(space, ...VERSIONS.map((version) => `node-${version}@npm:${PACKAGE}@${version}`));
}, 300_000);

const plans: Plans[] = [];

describe.each(VERSIONS)('on node %s', (version) => {
  const node = () => join(nodes, `node_modules/node-${version}/bin/node`);

  it('runs the program with the native parser', () => {
    expect(runInstalled(consumer, ['--version'], node())).toMatchObject({ status: 0, stderr: '' });
    const own = spawnSync(node(), ['--version'], { encoding: 'utf8' });
    expect(own.stdout).toBe(`v${version}\n`);
    const tree = join(import.meta.dirname, '../../qemu-fixtures/I-7.2');
    expect(runInstalled(consumer, ['apply', '--check', '--format', 'json', tree], node())).toMatchObject({
      status: 1,
      stderr: '',
    });
  });

  it('plans every tree with both parsers', () => {
    for (const parser of ['native', 'wasm'] as const) {
      const made = plansOf(consumer, node(), parser);
      expect(made.kind).toBe(parser);
      expect(Object.keys(made.trees)).toEqual(fixtureNames);
      plans.push(made);
    }
  });
});

it('the plans are the same on every node, with either parser', () => {
  expect(plans).toHaveLength(2 * VERSIONS.length);
  for (const { trees } of plans) expect(trees).toEqual(plans[0]?.trees);
});

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Anchor, anchorsOf, isStandIn, neighbourFault } from './anchors.js';
import { realTexts, textsIn } from './real-tree.js';

const FIXTURES = join(import.meta.dirname, '../../qemu-fixtures');

function identity({ checkpoint, function: name, placement, anchor }: Anchor) {
  return { checkpoint, function: name, placement, anchor: anchor.kind };
}

function faults(made: Anchor, real: Anchor): string[] {
  const found = (['anchor', 'previous', 'next'] as const).flatMap((which) => {
    const fault = neighbourFault(made[which], real[which]);
    return fault === undefined ? [] : [`${made.checkpoint} in ${made.function}: ${which}: ${fault}`];
  });
  // With stand-ins on both sides the place would be the fixture's word alone.
  if (isStandIn(made.previous) && isStandIn(made.next))
    found.push(`${made.checkpoint} in ${made.function}: stand-ins only`);
  return found;
}

/** The tests' own trees stand for real ones, so what the engine finds in them must be what it finds in those. */
describe.each([
  ['G-5.2', '5.2', 17],
  ['I-7.2', '7.2', 20],
  ['M-10.0', '10.0', 14],
] as const)('fixture %s and QEMU %s', (fixture, release, calls) => {
  test.each(['unpatched', 'patched'] as const)('have their calls in the same surroundings (%s)', (kind) => {
    const made = anchorsOf(textsIn(join(FIXTURES, fixture)));
    const real = anchorsOf(realTexts(release, kind));
    expect(made).toHaveLength(calls);
    expect(made.map(identity)).toEqual(real.map(identity));
    expect(made.flatMap((anchor, index) => faults(anchor, real[index] ?? anchor))).toEqual([]);
  });
});

import type { TreeTexts } from '../../../src/placement/sources.js';
import { callSites, codeOf } from './call-sites.js';
import { earlyReturns } from './early-returns.js';
import { movedCalls } from './moved-calls.js';
import { movedHelpers } from './moved-helpers.js';
import type { Mutant } from './mutant.js';
import { spoiltCalls } from './spoilt-calls.js';
import { conflictMarkers, spoiltEvents, spoiltIncludes } from './spoilt-event.js';
import { spoiltHelpers } from './spoilt-helpers.js';

/** Every mutant of a tree with checkpoints, always the same ones in the same order. */
export function mutantsOf(texts: TreeTexts): Mutant[] {
  const codes = codeOf(texts);
  const sites = callSites(codes);
  const [migration] = codes;
  return [
    ...sites.flatMap((site) => [...spoiltCalls(texts, site, sites), ...movedCalls(texts, site, codes)]),
    ...spoiltEvents(texts, sites),
    ...spoiltIncludes(texts, sites),
    ...conflictMarkers(texts, sites),
    ...(migration ? [...spoiltHelpers(texts, migration), ...movedHelpers(texts, migration)] : []),
    ...earlyReturns(texts, sites, codes),
  ];
}

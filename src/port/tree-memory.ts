import { SourceCache } from '../placement/sources.js';
import { FlowMemory } from '../proof/flow-memory.js';

/** What was read and found out of trees before, for a run on many: neighbours mostly share files, or at least functions. */
export class TreeMemory {
  readonly sources = new SourceCache();
  readonly flow = new FlowMemory();
}

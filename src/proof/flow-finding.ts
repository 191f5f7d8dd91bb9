import type { KnownDouble } from '../catalogue/flow.js';
import type { Place, Step } from '../problem/problem.js';

/**
 * What is wrong with how often, or in which order, a checkpoint fires in a scenario. `unread`: a function that it runs through
 * does not parse, at the place.
 */
export interface FlowFinding {
  readonly kind:
    | 'fires-twice'
    | 'missing-on-path'
    | 'wrong-path'
    | 'wrong-order'
    | 'undecided'
    | 'unread'
    | 'no-success';
  readonly scenario: string;
  /** For a sentence: "in postcopy". */
  readonly title: string;
  /** Absent where the scenario as a whole could not be followed. */
  readonly checkpoint?: string;
  readonly place: Place;
  /** The calls that lead to the place. */
  readonly path: readonly Step[];
  /** In the wrong order: the checkpoint that is too late. */
  readonly other?: string;
  /** Missing in this function: the path leads to where it fires instead, later. */
  readonly stage?: string;
  /** Missing: the call for it that another run of the scenario comes to first; absent where none does. */
  readonly call?: Place;
  /** Why it could not be followed. */
  readonly why?: string;
  /** Upstream's own double. */
  readonly known?: KnownDouble;
  /** The runs that show it do not end well. */
  readonly onFailure?: boolean;
}

import type { Known } from './known.js';
import type { Trail } from './trail.js';

/** What is known at a point of a run, and what happened up to there. Never changed; changes make another. */
export interface RunState {
  readonly known: Known;
  readonly trail: Trail;
  /** Functions that are called when the run ends. */
  readonly deferred: readonly string[];
  /** A step did not work. */
  readonly failed: boolean;
  /** The run is not followed further. */
  readonly over: boolean;
}

/** A text that is the same for states that go on alike and tell the same. */
export function stateKey({ known, trail, deferred, failed, over }: RunState): string {
  const flags = (failed ? 1 : 0) + (over ? 2 : 0);
  return `${known.id}|${trail.id}|${flags}|${deferred.join(',')}`;
}

/** Fields and answers are of no one function; locals are. */
export function isShared(place: string): boolean {
  const first = place.charAt(0);
  return first === '.' || first === ':' || place.endsWith(')');
}

/** The place of what is stored into a field where the code does not tell. */
export function storedInto(field: string): string {
  return `:${field}`;
}

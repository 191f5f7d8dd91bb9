import type { Step } from '../problem/problem.js';
import { UNKNOWN, type Value, valueKey } from './value.js';

/** What happened in a run: a checkpoint fired, or the run came to a call that tells its way. */
export interface Happening {
  readonly kind: 'checkpoint' | 'mark';
  readonly name: string;
  /** Where in its file. */
  readonly file: string;
  readonly offset: number;
  /** The calls that led there, outermost first, the place itself last. */
  readonly path: readonly Step[];
}

/** A checkpoint that fired this often is not counted further: a loop may fire it any number of times. */
export const MANY = 2;

/** What is known at a point of a run, and what happened up to there. Never changed; changes make another. */
export interface RunState {
  /** What is known of locals (`x`), what they point to (`*x`), fields (`.x`) and answers (`x()`). */
  readonly known: ReadonlyMap<string, Value>;
  readonly happened: readonly Happening[];
  /** Functions that are called when the run ends. */
  readonly deferred: readonly string[];
  /** A step did not work. */
  readonly failed: boolean;
  /** The run is not followed further. */
  readonly over: boolean;
}

export const NOTHING: RunState = { known: new Map(), happened: [], deferred: [], failed: false, over: false };

export function valueIn(state: RunState, place: string): Value {
  return state.known.get(place) ?? UNKNOWN;
}

/** The state with a value in a place; what is unknown takes no room. */
export function withValue(state: RunState, place: string, value: Value): RunState {
  if (value === UNKNOWN && !state.known.has(place)) return state;
  const known = new Map(state.known);
  if (value.signs === UNKNOWN.signs && !value.is && !value.isnt && !value.function) known.delete(place);
  else known.set(place, value);
  return { ...state, known };
}

export function withHappening(state: RunState, happening: Happening): RunState {
  const same = state.happened.filter(({ kind, name }) => kind === happening.kind && name === happening.name);
  if (same.length >= (happening.kind === 'mark' ? 1 : MANY)) return state;
  return { ...state, happened: [...state.happened, happening] };
}

/** A text that is the same for states that go on alike and tell the same. */
export function stateKey({ known, happened, deferred, failed, over }: RunState): string {
  return `${knownKey(known)}|${happenedKey(happened)}|${deferred.join(',')}|${failed ? 'failed' : ''}${over ? 'over' : ''}`;
}

// Most states share what they know or what happened with the one before.
const knownKeys = new WeakMap<RunState['known'], string>();
const happenedKeys = new WeakMap<RunState['happened'], string>();

function knownKey(known: RunState['known']): string {
  let key = knownKeys.get(known);
  if (key === undefined) {
    const values: string[] = [];
    for (const [place, value] of known) values.push(`${place}:${valueKey(value)}`);
    key = values.sort().join(',');
    knownKeys.set(known, key);
  }
  return key;
}

function happenedKey(happened: RunState['happened']): string {
  let key = happenedKeys.get(happened);
  if (key === undefined) {
    key = happened.map(({ name, file, offset }) => `${name}@${file}@${offset}`).join(',');
    happenedKeys.set(happened, key);
  }
  return key;
}

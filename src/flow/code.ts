import type { Step } from '../problem/problem.js';
import type { Value } from './value.js';

/**
 * What a run does, made once of a function's syntax: an expression, in the forms that tell something. Places are
 * numbers.
 */
export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'place'; readonly place: number }
  /** Parts that may do something, one after the other; the value is unknown. */
  | { readonly kind: 'parts'; readonly parts: readonly Expression[] }
  /** The same with the value of the last one. */
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'negated'; readonly inner: Expression }
  | { readonly kind: 'truth'; readonly condition: Condition }
  | {
      readonly kind: 'choice';
      readonly condition: Condition;
      readonly yes: Expression;
      readonly no: Expression;
    }
  /** GNU's `value ?: no`. */
  | { readonly kind: 'or-else'; readonly value: Expression; readonly no: Expression }
  | { readonly kind: 'store'; readonly store: Store; readonly value: Expression }
  | { readonly kind: 'forget'; readonly place: number }
  | { readonly kind: 'call'; readonly call: Call };

/** An expression that is judged true or false. */
export type Condition =
  | { readonly kind: 'either' }
  | { readonly kind: 'not'; readonly inner: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      /** Where the left side comes from, if that is followed: what the outcome tells of it is kept there. */
      readonly store: Store | undefined;
    }
  | { readonly kind: 'true'; readonly inner: Expression; readonly store: Store | undefined };

/** Where a value goes. */
export interface Store {
  readonly place: number;
  /** Values are kept there; of other places only functions are. */
  readonly isFollowed: boolean;
  /** An error of a stream stays; that there is none yet tells nothing of later. */
  readonly isStreamError: boolean;
  /** The place of what is assumed where the code does not tell. */
  readonly assumed: number | undefined;
  /** A plain `=`. */
  readonly isPlain: boolean;
}

/** A call. */
export interface Call {
  /** What is called, where it is no name. */
  readonly callee: Expression | undefined;
  readonly given: readonly Expression[];
  /** It tells which way a run takes. */
  readonly mark: string | undefined;
  readonly does: Doing;
  readonly step: Step;
  readonly offset: number;
}

/** What a call does. */
export type Doing =
  | { readonly kind: 'fire'; readonly checkpoint: string }
  | { readonly kind: 'raise' | 'release' | 'wait' | 'status' | 'defer' }
  | { readonly kind: 'set-state'; readonly isFromNow: boolean }
  | { readonly kind: 'read'; readonly place: number | undefined }
  | { readonly kind: 'write'; readonly store: Store | undefined }
  | { readonly kind: 'enter'; readonly name: string; readonly pointed: readonly (string | undefined)[] }
  | { readonly kind: 'other'; readonly forgets: readonly number[]; readonly answer: number | undefined };

/** What one point of a function's flow does. */
export type NodeCode =
  | { readonly kind: 'nothing' | 'exit' }
  | { readonly kind: 'return'; readonly value: Expression }
  | { readonly kind: 'run'; readonly expressions: readonly Expression[] }
  | { readonly kind: 'test'; readonly condition: Condition }
  | {
      readonly kind: 'switch';
      readonly value: Expression;
      readonly store: Store | undefined;
    };

/** Where a point leads to. */
export interface Target {
  readonly node: number;
  /** The outcome of a test that leads there. */
  readonly when: boolean | undefined;
  /** Of a `case`. */
  readonly label: Value | undefined;
  /** The locals that are still read from there on. */
  readonly live: ReadonlySet<number>;
}

/** One point of a function's flow. */
export interface CodeNode {
  readonly code: NodeCode;
  readonly targets: readonly Target[];
}

/** A function as it is run. */
export interface FunctionCode {
  /** The places of its parameters, in order. */
  readonly parameters: readonly string[];
  readonly nodes: readonly CodeNode[];
  readonly start: Target;
}

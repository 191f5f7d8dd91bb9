/** Where a tiny program keeps a number: a local, a parameter, what a pointer points to, a field, a global. */
export type Place = 'x' | 'y' | 'n' | '*p' | 's->flag' | 's->state' | 'shared';

export type Operator = '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>=';

/** The names that its constants have. */
export const CONSTANTS: Readonly<Record<string, number>> = { NONE: 0, READY: 1, GONE: 2 };

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'place'; readonly place: Place }
  /** A function elsewhere, which may give anything; or one that gives the same in a whole run. */
  | { readonly kind: 'ask' | 'mode' }
  /** A function elsewhere that stores through its pointer. */
  | { readonly kind: 'look'; readonly place: Place }
  | { readonly kind: 'assign'; readonly place: Place; readonly value: Expression }
  | { readonly kind: 'increment'; readonly place: Place }
  /** A function of the program: `helper(s, argument, pointer)`. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly argument: Expression;
      readonly pointer: '&x' | '&y' | 'p' | '&s->flag';
    }
  | { readonly kind: 'not' | 'minus'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'comma'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

export interface Case {
  /** Without a label it is the default. */
  readonly label: number | undefined;
  readonly body: readonly Statement[];
}

export type Statement =
  | { readonly kind: 'checkpoint'; readonly name: string }
  | { readonly kind: 'do-nothing' | 'break' | 'continue' | 'release' | 'abort' }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[] | undefined;
    }
  | { readonly kind: 'while' | 'do'; readonly condition: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: 'for';
      readonly begin: Expression;
      readonly condition: Expression | undefined;
      readonly step: Expression;
      readonly body: readonly Statement[];
    }
  /** `QTAILQ_FOREACH`, and `WITH_QEMU_LOCK_GUARD`, which runs once. */
  | { readonly kind: 'foreach' | 'guard'; readonly body: readonly Statement[] }
  | { readonly kind: 'switch'; readonly on: Expression; readonly cases: readonly Case[] }
  | { readonly kind: 'goto'; readonly label: Label }
  | { readonly kind: 'return'; readonly value: Expression }
  /** A bottom half, at once or by way of a field. */
  | { readonly kind: 'defer'; readonly through: 'field' | 'argument' }
  | { readonly kind: 'set-state'; readonly from: string; readonly to: string };

export type Label = 'again' | 'out';

/** A function's text in three parts, with labels between: `again` before the second, `out` before the third. */
export interface TinyFunction {
  readonly name: string;
  readonly parts: readonly [readonly Statement[], readonly Statement[], readonly Statement[]];
  readonly result: Expression;
}

/** `run` begins, `helper` and `leaf` are called, `later` is the bottom half. */
export interface TinyProgram {
  readonly functions: readonly TinyFunction[];
}

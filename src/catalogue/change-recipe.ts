import type { Target } from '../csource/locate.js';
import type { PrecedingCommit } from './recipe.js';

/** Where in a function a part is looked for. */
export type Scope =
  | { readonly kind: 'function' }
  /** The body of the only loop whose code has all these names, and makes a call through one of these members. */
  | {
      readonly kind: 'loop';
      readonly naming: readonly string[];
      readonly callingMember?: readonly string[];
    }
  /** The statements of a `switch` that run for this label. */
  | { readonly kind: 'case'; readonly label: string };

/** Beside what statements go. */
export type Beside =
  /** The statement of the only call in the scope; with `error-check` behind the `if` that follows it. */
  | {
      readonly kind: 'call';
      readonly names: readonly string[];
      readonly side: 'before' | 'after';
      readonly glue?: 'error-check';
    }
  /** Where the scope ends; with `error-check` its last statement has to be one. */
  | { readonly kind: 'end'; readonly after?: 'error-check' };

/** How many blank lines go before and behind new statements. */
export type BlankLines = readonly [before: 0 | 1, behind: 0 | 1];

/**
 * What the neighbours' distance makes of it. Both differ, so that the text alone tells later whether a blank line was
 * there before.
 */
interface Spacing {
  /** Between neighbours without a blank line. */
  readonly joined: BlankLines;
  /** Between neighbours that a blank line parts; one of the two is that one. Absent where nothing can follow. */
  readonly parted?: BlankLines;
}

interface PartBase {
  /** Names the part in messages: "the stamp before the save". */
  readonly title: string;
  /** Other changes of the same function need it as well. */
  readonly shared?: true;
}

/** One thing to do to a function. */
export type Part =
  | (PartBase & {
      readonly kind: 'declaration';
      readonly template: string;
      readonly scope: Scope;
      /** Behind the first of these variables whose declaration the scope begins with; else before all. */
      readonly behind?: readonly string[];
    })
  | (PartBase & {
      readonly kind: 'statements';
      readonly template: string;
      readonly scope: Scope;
      readonly beside: Beside;
      readonly spacing: Spacing;
      /** They hold a call that the result lists. */
      readonly listed?: true;
    })
  /** One more parameter, the last; the calls are another part. */
  | (PartBase & { readonly kind: 'parameter'; readonly text: string; readonly name: string })
  /** The argument for it, in the only call that there is: one of this function, by `caller`. */
  | (PartBase & { readonly kind: 'argument'; readonly text: string; readonly callers: readonly string[] })
  | RewritingPart;

/** What the other commits of upstream's series do. It is made, and never undone: those commits are git's to revert. */
type RewritingPart =
  /** Another statement in the place of the only one that stores a value like `right` there. */
  | (PartBase & {
      readonly kind: 'rewrite';
      readonly into: Target;
      readonly right: RegExp;
      /** The whole `if` around it goes, whose condition is this. */
      readonly within?: RegExp;
      /** Its hole OBJECT is the object whose field is stored into, LEFT what the old value is reckoned from. */
      readonly template: string;
      /** Elsewhere than there: before the statement that stores into this field. */
      readonly before?: Target;
      readonly listed?: true;
    })
  /** A variable that nothing uses once the rest is made. */
  | (PartBase & { readonly kind: 'undeclare'; readonly name: string; readonly uses: number })
  /** Another function in the place of one, wherever this one is called. */
  | (PartBase & {
      readonly kind: 'callee';
      readonly from: string;
      readonly to: string;
      readonly listed?: true;
    })
  /** The last parameter goes, with its argument in the only call and the line on it in the comment above. */
  | (PartBase & {
      readonly kind: 'drop-parameter';
      readonly text: string;
      readonly argument: string;
      readonly comment: RegExp;
    })
  /** New functions: behind the file's forward declarations, or before this function and its comment. */
  | (PartBase & {
      readonly kind: 'define';
      readonly names: readonly string[];
      readonly template: string;
      readonly place: 'behind-declarations' | 'before';
    });

/** A line of migration.h. */
export type HeaderLine =
  /** Behind the last include, unless one of these is included. */
  | { readonly kind: 'include'; readonly header: string; readonly unless: readonly string[] }
  /** At the end. */
  | { readonly kind: 'prototype'; readonly template: string; readonly name: string }
  /** Before another member of the same struct. */
  | { readonly kind: 'member'; readonly template: string; readonly name: string; readonly before: string };

/** One way to make a change, in one generation of the code. */
export interface Variant {
  /** Stable name, for tests and JSON. */
  readonly id: string;
  /** The code skips devices only after the event's time was taken, so what has no state has an event, too. */
  readonly tellsSkipped?: true;
  /** What is special of it, for the note of a port. */
  readonly why: string;
  /** The functions it may be in; the first one that is defined counts. */
  readonly functions: readonly string[];
  /** Calls that must all be in the function; they tell it from a namesake of another generation. */
  readonly requires?: readonly string[];
  /** A variable that the function has to declare. */
  readonly declares?: string;
  /** What stands in the holes of the templates. */
  readonly values?: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
}

/** Something that a commit does to one function: all its parts, or none. */
export interface Change {
  readonly name: string;
  readonly meaning: string;
  /** Where upstream's commit makes it. */
  readonly upstream: string;
  /** The variant that does as upstream did, in the first of its functions. */
  readonly upstreamVariant: string;
  readonly file: 'migration' | 'savevm';
  /** Without any of its functions in the tree there is nothing to change. */
  readonly optional?: true;
  /** Newest code first; the first that holds is taken. */
  readonly variants: readonly Variant[];
}

/** A word of the templates that depends on what the tree has. */
export interface Wording {
  readonly hole: string;
  /** The first whose sign is a name in the file with the changes counts; one without a sign always does. */
  readonly choices: readonly { readonly sign?: string; readonly text: string }[];
}

/** One upstream commit as changes of functions, each made as a whole. */
export interface ChangeRecipe {
  readonly kind: 'changes';
  readonly name: string;
  /** Upstream's commit; of a step that is ours the one that it is modelled on. */
  readonly commit: string;
  /** No commit of upstream's series: what others of it need in older trees. */
  readonly ours?: true;
  /** The tree has the commit where this holds, in whatever later form. */
  readonly presentIf?: PrecedingCommit['sign'];
  /** Without one of these functions there is nothing to change, for this reason. */
  readonly onlyWith?: { readonly functions: readonly string[]; readonly otherwise: string };
  /** What is to be said of it in any case, each a sentence. */
  readonly remarks?: readonly string[];
  readonly release: string;
  readonly tag: string;
  readonly subject: string;
  /** Template with our own words on it, for a repository that does not hold the commit. */
  readonly message: string;
  /** The header that declares its tracepoints, as spelled between the quotes. */
  readonly include: string;
  /** What its events tell of in a migration: a row for each device that is saved or loaded. */
  readonly tells?: 'devices';
  /** The lines that declare them, in their order. */
  readonly events: readonly {
    readonly name: string;
    readonly template: string;
    /** It goes behind the last line of the first of these events that exists. */
    readonly after: readonly string[];
  }[];
  /** Variables that nothing but the commit's own statements uses. */
  readonly locals: readonly string[];
  /** Fields that in the functions to be changed nothing else stores into. */
  readonly fields?: readonly string[];
  readonly header?: readonly HeaderLine[];
  readonly wordings: readonly Wording[];
  readonly changes: readonly Change[];
  readonly precededBy: readonly PrecedingCommit[];
}

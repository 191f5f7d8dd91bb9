import type { Place, Problem } from './problem.js';

/** What to do about a fault that both `apply` and `lint` tell of, so that they say the same. */
export const placementAdvice = {
  /** @param older the older tracepoint's call that is to become the checkpoint's */
  missing: (older: OlderCallText | undefined): string =>
    older === undefined
      ? 'put it there, as qemu-downtime apply does where nothing else is wrong'
      : `put it in the place of ${olderText(older)}, as qemu-downtime apply does where nothing else is wrong`,
  /** @param belongs where the call has to go, if it is the one that is missing there */
  stray: (belongs: string | undefined): string =>
    belongs === undefined
      ? 'delete the call, then run the command again'
      : `move the call ${belongs}, or delete it: apply then puts one there`,
  /** Of a call with a slip in a name. */
  write: (right: string): string => `write ${right} instead`,
  superfluous: (name: string): string =>
    `delete the call, or give it another name: as one of ${name} it would be one too many`,
  hidden: 'delete the call or move it out, then run the command again',
  /** Of a call in a comment or a string. */
  onlyText:
    'put the call where it belongs, as qemu-downtime apply does where nothing else is wrong; the text may then stay',
  notString: 'write the name as a string, or delete the call, then run the command again',
  /** @param line of a comment that suppresses the same for lint */
  ignored: (next: string, line: number): string =>
    `${next}; the comment in line ${line} that has it ignored counts for lint alone`,
  include: (header: string): string => `put #include "${header}" after the last include`,
} as const;

/** An older tracepoint's call, and the string that it passes. */
interface OlderCallText {
  readonly call: string;
  readonly argument: string;
}

function olderText({ call, argument }: OlderCallText): string {
  return `${call}("${argument}")`;
}

/** What holds a call without braces, or needs a statement behind it. */
export interface BareHead {
  /** As written, on one line. */
  readonly text: string;
  readonly line: number;
  /** `own`: may be there for the call alone; `kept`: has an `else`, or is a `do`; `label`: the end of a block comes next. */
  readonly kind: 'own' | 'kept' | 'label';
}

/** The advice to delete or to move a call, with what has to become of its head. */
export function withBareHead(next: string, { text, line, kind }: BareHead): string {
  const what = {
    own: 'has no braces and would take in the next statement: delete it as well if it is there for this call alone, else leave {} in its place',
    kept: 'has no braces: leave {} in the place of the call',
    label: 'needs a statement behind it: leave a ; there',
  }[kind];
  return `${next}; "${text}" in line ${line} ${what}`;
}

/** Why a checkpoint has no place, where that is no property of one function. */
export const placementReasons = {
  absent: (functions: readonly string[]): string => {
    const [only = '', second, ...more] = functions;
    if (second === undefined) return `${only} is not in this tree`;
    return more.length === 0
      ? `neither ${only} nor ${second} is in this tree`
      : `none of ${functions.slice(0, -1).join(', ')} and ${functions.at(-1)} is in this tree`;
  },
  /** @param misses what is wrong with the older function, with its name */
  olderOnly: (newer: readonly string[], misses: readonly string[]): string =>
    `${placementReasons.absent(newer)}, nor is it as in older releases: ${misses.join('; ')}`,
  /** @param newer what the function is called by in newer releases, that may have been renamed */
  helperBy: (caller: string, helper: string, by: string, newer: readonly string[]): string => {
    const called = `${caller} calls ${helper} by way of ${by}, which the catalogue does not know`;
    return newer.length > 0 ? `${placementReasons.absent(newer)}, and ${called}` : called;
  },
} as const;

/** Every way in which a tree's code does not take the checkpoints, worded in one place. */
export const placementProblems = {
  unplaced: (name: string, misses: readonly string[], place: Place): Problem => ({
    code: 'no-place',
    checkpoint: name,
    place,
    expected: `one safe place for ${name}`,
    found: `no safe place for ${name}${misses.length > 0 ? `: ${misses.join('; ')}` : ''}`,
    next: 'look at the named function; if it is of QEMU 1.0 or later and right as it is, report the tree so that its shape can be added to the catalogue',
  }),
  /** @param unplaced that there is no place, with the reasons; `place`: a call that stands in a function of unknown purpose */
  unjudged: (name: string, unplaced: Problem, place: Place): Problem => ({
    ...unplaced,
    place,
    found: `${unplaced.found}; so the call in ${place.function ?? 'no function'}, which the catalogue does not know, cannot be judged`,
    next: unknownFunctionAdvice(place.function, `the call for ${name}`),
  }),
  helperReachedOtherwise: (
    helper: string,
    fires: readonly string[],
    reason: string,
    place: Place,
  ): Problem => ({
    ...placementProblems.unplaced(fires.join(' and '), [reason], place),
    checkpoint: fires[0],
    next: unknownFunctionAdvice(place.function, `the call of ${helper}`),
  }),
  helperBypassed: (helper: string, fires: readonly string[], bypassing: string, place: Place): Problem => ({
    code: 'helper-not-called',
    checkpoint: fires[0],
    place,
    expected: `${bypassing} to call ${helper}, as every path does once the helper exists`,
    found: `${helper} is defined, but ${bypassing} does not call it${withoutCall(fires)}`,
    next: `finish the merge of the series that brought ${helper}: make ${bypassing} call it, or take the helper out`,
  }),
  helperSometimes: (
    helper: string,
    fires: readonly string[],
    caller: string,
    where: string,
    place: Place,
  ): Problem => ({
    code: 'helper-not-called',
    checkpoint: fires[0],
    place,
    expected: `${caller} to call ${helper} whenever it comes there`,
    found: `${caller} calls ${helper} ${where} only, which it is not known to${withoutCall(fires)}`,
    next: `let ${caller} call ${helper} in any case; if the code is right as it is, report the tree so that its shape can be added to the catalogue`,
  }),
  helperMisplaced: (
    helper: string,
    fires: readonly string[],
    { where, side, line, between }: Displacement,
    place: Place,
  ): Problem => ({
    code: 'helper-misplaced',
    checkpoint: fires[0],
    place,
    expected: `${helper} ${where}`,
    found: `${helper} is not called ${where}, the moment of ${fires.join(' and ')}${inBetween(between)}`,
    next: `move the call right ${side === 'after' ? 'after' : 'before'} line ${line}`,
  }),
  helperUndefined: (helper: string, place: Place): Problem => ({
    code: 'helper-undefined',
    place,
    expected: `a definition of ${helper}`,
    found: `${helper} is called but not defined`,
    next: `finish the merge of the series that brought ${helper}`,
  }),
  besideHelper: (helper: string, place: Place): Problem => ({
    code: helper === 'migration_stop_vm' ? 'stopped-twice' : 'beside-helper',
    place,
    expected: `this to be left to ${helper}`,
    found: `the function has ${helper} for it and does it itself as well`,
    next: 'take out one of the two; they are left from a merge',
  }),
  stoppedTwice: (name: string, fn: string, place: Place): Problem => ({
    code: 'stopped-twice',
    checkpoint: name,
    place,
    expected: `one stop of the guest in ${fn}`,
    found: `${fn} stops the guest a second time, so ${name} has no place`,
    next: 'take out one of the two; they are left from a merge',
  }),
  helperTwice: (helper: string, place: Place): Problem => ({
    code: 'beside-helper',
    place,
    expected: `one call to ${helper} on a path`,
    found: `the function calls ${helper} more than once`,
    next: 'take out the call that is one too many',
  }),
  doubled: (name: string, place: Place): Problem => ({
    code: 'duplicate',
    checkpoint: name,
    place,
    expected: `one call for ${name} here`,
    found: `a second call for ${name} at the same place`,
    next: 'delete one of the two',
  }),
  /** `under`: a condition or loop that is around the call and not around its place; `belongs`: where it has to go. */
  misplaced: (
    name: string,
    where: string,
    under: string | undefined,
    place: Place,
    belongs?: string,
  ): Problem => ({
    code: 'misplaced',
    checkpoint: name,
    place,
    expected: `${name} ${where}`,
    found: under
      ? `${name} is ${under}, which its place is not`
      : `${name} is in the right function at the wrong moment`,
    next: placementAdvice.stray(belongs),
  }),
  /** @param isPlaced whether all places are known: where not, no function only means that none is known */
  wrongFunction: (
    name: string,
    functions: readonly string[],
    isPlaced: boolean,
    place: Place,
    belongs?: string,
  ): Problem => ({
    code: 'wrong-function',
    checkpoint: name,
    place,
    expected:
      functions.length > 0
        ? `${name} in ${functions.join(' or ')}`
        : `no ${name} in ${isPlaced ? 'this tree' : (place.function ?? 'no function')}`,
    found: `${name} is in ${place.function ?? 'no function'}`,
    next: placementAdvice.stray(belongs),
  }),
  unreachable: (name: string, place: Place): Problem => ({
    code: 'unreachable',
    checkpoint: name,
    place,
    expected: `${name} where control can come`,
    found: `no path through ${place.function ?? 'the function'} comes to ${name}`,
    next: placementAdvice.stray(undefined),
  }),
  hidden: (name: string | undefined, why: string, next: string, place: Place): Problem => ({
    code: 'not-analysable',
    checkpoint: name,
    place,
    expected:
      'checkpoint calls as plain statements with a string, in functions, outside preprocessor branches',
    found: `a checkpoint call ${why}`,
    next,
  }),
  unknownCheckpoint: (name: string, nearest: string, next: string, place: Place): Problem => ({
    code: 'unknown-checkpoint',
    checkpoint: nearest,
    place,
    expected: `one of the 14 names, such as ${nearest}`,
    found: `"${name}", which is none of them`,
    next,
  }),
  misspeltTracepoint: (
    word: string,
    meant: string,
    checkpoint: string | undefined,
    next: string,
    place: Place,
  ): Problem => ({
    code: 'unknown-checkpoint',
    ...(checkpoint !== undefined && { checkpoint }),
    place,
    expected: `a call of ${meant}`,
    found: `a call of ${word}, which is nearly ${meant}`,
    next,
  }),
  olderCallMissing: (name: string, argument: string, place: Place): Problem => ({
    code: 'older-call-missing',
    checkpoint: name,
    place,
    expected: `the older tracepoint’s call "${argument}", which becomes ${name}`,
    found: 'other calls of the older tracepoint, but not this one',
    next: 'restore the missing call, or delete all calls of the older tracepoint and its event',
  }),
  /** @param older the call of QEMU 7.0 to 8.1 that stood at the place, @param traces the tracepoints of its function before */
  noEvidence: (
    name: string,
    older: OlderCallText | undefined,
    traces: readonly string[],
    place: Place,
  ): Problem => ({
    code: 'unknown-generation',
    checkpoint: name,
    place,
    expected: `${older ? `${olderText(older)}, or ` : ''}${traces.join(' or ')} beside the place for ${name}`,
    found: 'neither the tracepoints of QEMU 2.5 to 6.2 nor those of 7.0 to 8.1',
    next: 'bring back the calls that were taken out of this function, QEMU’s own or those of the port that took their place, with git checkout or git revert; without any of them apply could not be reverted',
  }),
  notParsed: (place: Place): Problem => ({
    code: 'not-analysable',
    place,
    expected: 'a function that parses as C',
    found: 'syntax that the parser cannot read',
    next: 'mend the syntax there, a lost semicolon perhaps; if it compiles as it is, report it so that the construct can be taught to the parser',
  }),
  definedTwice: (name: string, place: Place): Problem => ({
    code: 'defined-twice',
    place,
    expected: `one definition of ${name}`,
    found: `${name} is defined more than once`,
    next: 'take out the definition that the build does not use',
  }),
  wrongOrder: (earlier: string, later: string, place: Place): Problem => ({
    code: 'wrong-order',
    checkpoint: later,
    place,
    expected: `${earlier} before ${later}`,
    found: `control comes to ${later} without passing ${earlier} first, or in the other order`,
    next: 'look at the order of the steps in this function; it is none that the catalogue knows',
  }),
  localTaken: (names: readonly string[], place: Place): Problem => ({
    code: 'local-taken',
    place,
    expected: `one of the names ${names.join(', ')} to be free for the result of the call`,
    found: 'all of them are in use in this function',
    next: 'move the call out of the condition by hand, then run the command again',
  }),
  guardWithoutBraces: (place: Place): Problem => ({
    code: 'guard-without-braces',
    place,
    expected: 'braces around the body of the guard, for --fixes to put the call inside',
    found: 'a body without braces',
    next: 'put braces around it, or run apply without --fixes',
  }),
  crowdedLine: (place: Place): Problem => ({
    code: 'crowded-line',
    place,
    expected: 'statements on lines of their own',
    found: 'several statements, or a statement and a brace, on one line',
    next: 'break the line, then run the command again',
  }),
  includeUnused: (header: string, place: Place): Problem => ({
    code: 'include-unused',
    place,
    expected: `tracepoints in use where "${header}" is included, or no include`,
    found: `"${header}" is included and nothing of it is used; a port could not be told from the original later`,
    next: 'take the include line out; apply puts it back',
  }),
  includeMissing: (header: string, place: Place): Problem => ({
    code: 'include-missing',
    place,
    expected: `#include "${header}" among the includes of a file that calls tracepoints, outside any #if`,
    found: `calls to tracepoints, but no such include; with it a revert could not give back the present file`,
    next: placementAdvice.include(header),
  }),
  noIncludes: (header: string, place: Place): Problem => ({
    code: 'no-includes',
    place,
    expected: `#include lines to put #include "${header}" after`,
    found: 'none',
    next: 'check that the file is whole',
  }),
} as const;

/** Where something belongs in its function, and where it is instead. */
export interface Displacement {
  /** For a sentence: "right after the guest was started". */
  readonly where: string;
  readonly side: 'before' | 'after';
  /** The line of the statement beside which it belongs. */
  readonly line: number;
  /** The line of what stands there in its place. */
  readonly between: number | undefined;
}

/** What may have become of code that QEMU has elsewhere: a renamed function, or one that was taken out of another. */
function unknownFunctionAdvice(fn: string | undefined, what: string): string {
  return `leave ${what} where it is; if ${fn ?? 'the function'} is one of QEMU’s by another name, or was taken out of one, give it its name back or put its code back; if that is meant so, ignore this finding of lint in a comment that says why, and report the tree so that its shape can be added to the catalogue`;
}

function withoutCall(fires: readonly string[]): string {
  return fires.length === 0
    ? ''
    : `; without it ${fires.join(' and ')} ${fires.length > 1 ? 'do' : 'does'} not fire`;
}

function inBetween(line: number | undefined): string {
  return line === undefined ? '' : `; line ${line} is in between`;
}

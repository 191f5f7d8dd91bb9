import { nearestName } from '../../near-names.js';
import type { Rule } from '../rule.js';
import {
  callerLeft,
  changeHalfMade,
  changeMissing,
  changeUnplaced,
  eventMisplaced,
  loadWithoutSave,
  saveWithoutLoad,
} from './change-rules.js';
import { eventLeftover } from './event-leftover.js';
import {
  eventDoubled,
  eventFormat,
  eventMissing,
  eventMisspelt,
  eventUnused,
  includeMissing,
} from './event-rules.js';
import { firesTwice, missingOnPath, wrongOrder, wrongPath } from './flow-rules.js';
import {
  besideHelper,
  helperMisplaced,
  helperNotCalled,
  helperUndefined,
  helperUnused,
  stoppedTwice,
} from './helper-rules.js';
import {
  duplicate,
  misplaced,
  missingCheckpoint,
  noPlace,
  unknownCheckpoint,
  unreachable,
  wrongFunction,
} from './placement-rules.js';
import { conflictMarker, notAnalysable } from './reading-rules.js';
import {
  eventOnFailed,
  eventOnSkipped,
  eventWithoutStamp,
  narrowWindow,
  stampWithoutEvent,
  unsetEntry,
  untypedSection,
} from './stamp-rules.js';
import { suppressionUnused, suppressionWithoutReason } from './suppression-rules.js';

/** All rules, in the order in which they are explained. */
export const rules: readonly Rule[] = [
  missingCheckpoint,
  wrongFunction,
  misplaced,
  wrongOrder,
  firesTwice,
  missingOnPath,
  wrongPath,
  unreachable,
  duplicate,
  unknownCheckpoint,
  noPlace,
  helperNotCalled,
  helperMisplaced,
  helperUndefined,
  helperUnused,
  stoppedTwice,
  besideHelper,
  eventMissing,
  eventMisspelt,
  eventUnused,
  eventFormat,
  eventDoubled,
  eventLeftover,
  includeMissing,
  changeMissing,
  changeUnplaced,
  changeHalfMade,
  eventMisplaced,
  eventOnSkipped,
  eventOnFailed,
  eventWithoutStamp,
  stampWithoutEvent,
  unsetEntry,
  untypedSection,
  saveWithoutLoad,
  loadWithoutSave,
  callerLeft,
  narrowWindow,
  conflictMarker,
  notAnalysable,
  suppressionWithoutReason,
  suppressionUnused,
];

/** The rule that finds what `apply` tells by a code. */
export function ruleOfCode(code: string): string | undefined {
  return rules.find(({ codes }) => codes?.includes(code))?.id;
}

/** The rule that somebody who wrote this id may have meant. */
export function nearestRule(id: string): string | undefined {
  const own = ruleOfCode(id);
  if (own !== undefined) return own;
  return nearestName(
    id,
    rules.map((rule) => rule.id),
  );
}

import { durationText } from './duration.js';
import type { DeviceClass, MigrationKind, Outlier, PhaseId, Side, SkipReason } from './model.js';

const SKIPPED_TEXT: Readonly<Record<SkipReason, string>> = {
  damaged: 'damaged',
  overlong: 'longer than 64 KiB',
  duplicate: 'there already',
  'other-form': 'in another form',
  'other-side': 'of the other side',
  'unknown-name': 'of no known name',
  'too-many': 'too many to keep',
};

/** Why lines of a side's log were passed over, and what to do where something can be done. */
export function skippedText(reason: SkipReason, side: Side): string {
  const text = SKIPPED_TEXT[reason];
  const other = side === 'source' ? 'destination' : 'source';
  return reason === 'other-side' ? `${text} (name the log with --${other} as well)` : text;
}

/** What a row is compared with that takes far longer than the others of its class. */
export function outlierMeasure({ median, of, among }: Outlier, kind: DeviceClass): string {
  const which =
    among === 'sent'
      ? 'that sent something'
      : '(those that sent nothing among them, which only the destination’s log tells)';
  return `the median of the ${of} of class ${kind} ${which} is ${durationText(median)}`;
}

/** What a phase is, in a few words. */
const PHASE_TEXT: Readonly<Record<PhaseId, string>> = {
  stop: 'stop the guest',
  iterable: 'RAM and other iterables',
  'non-iterable': 'devices (non-iterable)',
  completion: 'completion',
  'in-flight': 'in flight, and the load not done by then',
  load: 'load',
  enter: 'until the bottom half',
  'cpu-sync': 'synchronize vCPUs',
  announce: 'announce',
  activate: 'activate block nodes',
  start: 'start the guest',
};

/** What a phase is called in a list. */
export function phaseName(id: PhaseId): string {
  return PHASE_TEXT[id];
}

/** What a kind of migration is called. */
export const KIND_TEXT: Readonly<Record<MigrationKind, string>> = {
  precopy: 'precopy',
  postcopy: 'postcopy',
  'background-snapshot': 'background snapshot',
  file: 'migration to a file',
  savevm: 'snapshot (savevm)',
  unknown: 'migration',
};

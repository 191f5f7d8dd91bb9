import { durationText, spanText } from '../../../report/duration.js';
import type { Migration } from '../../../report/model.js';
import { KIND_TEXT } from '../../../report/wording.js';
import { ifOneHost } from './report-words.js';

/** What a migration is called: `Migration 2: precopy, incomplete`. */
export function migrationTitle({ number, kind, outcome }: Migration): string {
  return `Migration ${number}: ${KIND_TEXT[kind]}${outcome === 'completed' ? '' : `, ${outcome}`}`;
}

/** Its totals, each with the events that define it. */
export function totals({ downtime, pause, clock }: Migration): { name: string; value: string; by: string }[] {
  return [
    ...(downtime === null
      ? []
      : [
          {
            name: 'downtime',
            value: durationText(downtime),
            by: 'by the source: from src-downtime-start to src-downtime-end',
          },
        ]),
    ...(pause === null
      ? []
      : [
          {
            name: 'pause of the guest',
            value: spanText(pause),
            by: `from src-downtime-start until the destination may run it${ifOneHost({ clock })}`,
          },
        ]),
  ];
}

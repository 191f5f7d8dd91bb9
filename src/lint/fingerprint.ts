import { createHash } from 'node:crypto';

/** What a finding is known by over time: not its line, which changes with every edit above it. */
interface Identity {
  readonly rule: string;
  readonly checkpoint?: string | undefined;
  readonly file: string;
  readonly function?: string | undefined;
  readonly message: string;
  readonly source?: string | undefined;
}

/** Gives fingerprints to the findings of one tree; of two that look alike each gets its own. */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  /** @returns gives 32 hex digits; made when they are asked for, which most reports do not */
  of({ rule, checkpoint, file, function: fn, message, source }: Identity): () => string {
    const text = source?.trim().replace(/\s+/g, ' ');
    // A message may name lines, which are no part of what is wrong.
    const said = message.replace(/\bline \d+/g, 'line');
    const identity = JSON.stringify([rule, checkpoint, file, fn, said, text]);
    const index = this.#seen.get(identity) ?? 0;
    this.#seen.set(identity, index + 1);
    return () => createHash('sha256').update(`${identity}#${index}`).digest('hex').slice(0, 32);
  }
}

import { debian } from './debian.js';
import { openeuler } from './openeuler.js';
import { oracle } from './oracle.js';
import { plain } from './plain.js';
import { stable } from './stable.js';
import type { NoteStyle } from './style.js';

/** The note styles by the names of `--note-style`; the first is the default. */
export const noteStyles = { stable, debian, oracle, openeuler, plain } satisfies Record<string, NoteStyle>;

export type NoteStyleName = keyof typeof noteStyles;

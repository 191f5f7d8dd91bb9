import type { Problem } from './problem.js';

/** What keeps a change from travelling as a patch, worded in one place. */
export const patchProblems = {
  /** `line` counts from 1; `why` says what `git am` makes of it. */
  messageUnfit: (line: number, text: string, why: string, next: string): Problem => ({
    code: 'message-unfit-for-mail',
    expected: 'a message that git am takes over as it is',
    found: `line ${line} of the message, ${JSON.stringify(text)}: ${why}`,
    next,
  }),
  authorUnfit: (person: string, why: string): Problem => ({
    code: 'author-unfit-for-mail',
    expected: 'an author whom git am takes over as it is',
    found: `${person}: ${why}`,
    next: 'make a commit instead of a mail, or give the author a plainer name',
  }),
} as const;

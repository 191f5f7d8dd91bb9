import { upstreamSeries } from '../catalogue/upstream-series/index.js';

/** The note of a message that names no commit of upstream's: see `templates/commit-messages/own.txt`. */
const OWN_NOTE = /^\[qemu-downtime: /m;
/** The note in any style; lines are broken anywhere. */
const NOTE = /^ \[qemu-downtime: |\b(?:back)?ported\s+by\s+qemu-downtime\b/im;

/** Whether a commit's message is one that this program writes, in any style, of any recipe. */
export function isOwnMessage(message: string): boolean {
  const namesUpstream = (): boolean =>
    upstreamSeries.some(({ commit }) => message.includes(`(cherry picked from commit ${commit})`));
  return OWN_NOTE.test(message) || (NOTE.test(message) && namesUpstream());
}

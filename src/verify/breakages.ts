import type { BuildFailure } from './build/build-tree.js';
import type { Breakage } from './result.js';

/** The build works, but its program has not what was to be verified. */
export function noEvent(name: string): Breakage {
  return {
    stage: 'events',
    file: undefined,
    reason: `the built program does not know the event ${name}`,
    excerpt: '',
    next: 'declare it in migration/trace-events, as qemu-downtime apply does, and leave --apply no out',
  };
}

/** What a stage that failed means for the user. */
export function breakageOf({ stage, file, excerpt, ended }: BuildFailure): Breakage {
  const own = { stage: stage === 'trace-help' ? ('events' as const) : stage, file, excerpt };
  if (ended === 'timeout')
    return {
      ...own,
      reason: 'it took longer than --timeout allows',
      next: 'allow more, or see where the log stops',
    };
  if (file !== undefined)
    return {
      ...own,
      reason: `${file} does not compile`,
      next: 'mend it; the log has all that the build printed',
    };
  const next = 'build the tree by hand as the log shows; what it needs beyond the image --image can have';
  return { ...own, reason: 'it failed', next };
}

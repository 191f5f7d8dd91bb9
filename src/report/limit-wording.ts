import type { LimitDoubt } from './model.js';

/** Why it cannot be told whether a limit was kept, and the option that mends it where one does. */
export const DOUBT_TEXT: Readonly<Record<LimitDoubt, string>> = {
  'no-event': 'it has no downtime event: tracing was off, or its logs are lost',
  incomplete: 'it is incomplete, so its pause has no end; a log that holds all of it is needed',
  unpaired: 'the other log has no migration that goes with it; name the one that has',
  'logs-do-not-match': 'the two logs do not go together; name those of one migration',
  'ambiguous-pairing':
    'which migrations of the two logs go together cannot be told; --clock-offset helps where the logs have times',
  'no-times': 'the log has no times; run QEMU with -msg timestamp=on',
  'no-source': 'there is no log of the source; --source FILE names it',
  'no-destination':
    'there is no log of the destination; --destination FILE names it, or --return-path on says that the source waited for it',
  'no-destination-not-waited-for':
    'the source did not wait for the destination, and there is no log of that; --destination FILE names it',
  'clock-unknown':
    'nothing relates the two clocks; --clock-offset says how they differ, such as 0s for one host',
  'one-host':
    'the clocks agree closely, which proves nothing; --clock-offset 0s says that both sides ran on one host',
  'one-host-or-waited-for':
    'the clocks agree closely, which proves nothing; --clock-offset 0s says that both sides ran on one host, --return-path on that the source waited for the destination',
  'no-upper-bound':
    'nothing bounds the guest’s pause from above; --clock-offset says how the two clocks differ',
  'no-upper-bound-or-waited-for':
    'nothing bounds the guest’s pause from above; --return-path on says that the source waited for the destination, or --clock-offset how the two clocks differ',
  'bounds-too-wide':
    'the limit lies within what the guest’s pause may have been; --clock-offset says how the two clocks differ',
};

/** The same of runs, whose logs no option names. */
export const RUN_DOUBT_TEXT: Readonly<Record<LimitDoubt, string>> = {
  ...DOUBT_TEXT,
  'no-event':
    'it has no downtime event: tracing was off, or its logs are lost; where it is no run, name the folders that are',
  'no-source': 'its folder has no log of the source',
  'no-destination':
    'its folder has no log of the destination; --return-path on says that the source waited for it',
  'no-destination-not-waited-for':
    'the source did not wait for the destination, and its folder has no log of that',
};

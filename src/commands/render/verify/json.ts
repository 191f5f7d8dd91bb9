import { areDefault } from '../../../catalogue/recipes.js';
import type { Judgement } from '../../../verify/expectation/judge.js';
import type { MigrationResult } from '../../../verify/result.js';
import { jsonText } from '../json.js';
import type { VerifyReporter } from './reporter.js';
import { notesOf } from './wording.js';

/** The result as a document. */
export const json: VerifyReporter = (result, { headlines }) => {
  const {
    tree,
    version,
    engine,
    image,
    level,
    passed,
    applied,
    fixes,
    built,
    events,
    breakage,
    absent,
    logs,
  } = result;
  const stages = result.stages.map(({ name, seconds, isCached }) => ({
    name,
    seconds: Math.round(seconds * 10) / 10,
    ...(isCached && { cached: true }),
  }));
  return jsonText({
    schema: 'qemu-downtime/verify@1',
    tree,
    version,
    engine,
    image,
    level,
    passed,
    ...(areDefault(result.recipes) ? {} : { recipes: result.recipes.map(({ name }) => name) }),
    applied,
    fixes,
    stages,
    built,
    events,
    migrations: result.migrations.map((one) => migration(one, headlines?.get(one.mode))),
    ...(breakage && { breakage }),
    ...(absent.length > 0 && { absentSubmodules: absent }),
    ...(logs !== undefined && { logs }),
  });
};

function migration(one: MigrationResult, headline: string | undefined): object {
  const { mode, status, isRequired, reason, source, destination, devices, totalTime, downtime } = one;
  const both = [source, destination].filter((side) => side !== undefined);
  const all = (field: 'missing' | 'unexpected' | 'outOfOrder') =>
    both.flatMap((side: Judgement) => side[field]);
  return {
    mode,
    status,
    ...(isRequired && { required: true }),
    ...(reason !== undefined && { reason }),
    ...(both.length > 0 && {
      source: source?.counts ?? [],
      destination: destination?.counts ?? [],
      missing: all('missing'),
      unexpected: all('unexpected'),
      outOfOrder: all('outOfOrder'),
      notes: notesOf(one),
    }),
    ...(devices && { devices: { saved: devices.saved, loaded: devices.loaded, faults: devices.faults } }),
    ...(totalTime !== undefined && { totalTime }),
    ...(downtime !== undefined && { downtime }),
    ...(headline !== undefined && { headline }),
  };
}

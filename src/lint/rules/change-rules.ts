import { argumentsOf, callsTo } from '../../csource/locate.js';
import { isParsed, type SourceFile } from '../../csource/source-file.js';
import { placeAt } from '../../placement/place-at.js';
import type { ExaminedChanges, Found, Rule } from '../rule.js';
import { fromProblem, problemsOfChanges } from './from-problems.js';

/**
 * A change of the recipe is not in the tree, although the code has the place for it: these devices, or these sections, have
 * no figure.
 *
 * @example
 * ```c
 * ret = vmstate_load(f, se);
 * // no times around it and no event
 * ```
 */
export const changeMissing: Rule = {
  id: 'change-missing',
  severity: 'error',
  summary: 'a change of the recipe is not there',
  checkChanges: ({ survey }) =>
    (survey?.changes ?? []).flatMap(({ change, status, fn, parts, problems }): Found[] => {
      if (status !== 'absent' || problems.length > 0) return [];
      const at = parts.find(({ part }) => part.kind === 'statements')?.state.at ?? fn?.start ?? 0;
      return [
        {
          place: fn ? placeAt(fn.file, at) : { file: survey?.sources[change.file].path ?? '' },
          message: `${change.name} is not there: ${change.meaning}`,
          next: 'put it there, as qemu-downtime apply does where nothing else is wrong',
          checkpoint: change.name,
        },
      ];
    }),
};

/**
 * The code has no place for a change that the catalogue knows, so nobody can say whether it is right.
 *
 * @example
 * ```c
 * if ((ret = vmstate_load(f, se)) < 0) {
 *     return ret;
 * }
 * ```
 */
export const changeUnplaced: Rule = {
  id: 'change-unplaced',
  severity: 'error',
  summary: 'the code has no place for a change',
  checkChanges: (tree) => problemsOfChanges(tree, 'change-unplaced', 'defined-twice', 'crowded-line'),
};

/**
 * A part of a change is there and another is not, or stands otherwise than upstream's: what a merge leaves.
 *
 * @example
 * ```c
 * bool trace_downtime = (type == QEMU_VM_SECTION_FULL);
 * // no time is taken
 * ret = vmstate_load(f, se);
 * ```
 */
export const changeHalfMade: Rule = {
  id: 'change-half-made',
  severity: 'error',
  summary: 'a change is half made, or made otherwise',
  codes: ['change-leftover', 'change-blocked'],
  checkChanges: (tree) => problemsOfChanges(tree, 'change-half-made', 'change-leftover', 'change-blocked'),
};

/**
 * An event of devices stands in a function that saves or loads none, as upstream's patch is put by `patch --fuzz` into old
 * trees, or elsewhere than around what it tells of.
 *
 * @example
 * ```c
 * int qemu_save_device_state(QEMUFile *f)
 * {
 *     trace_vmstate_downtime_save("non-iterable", se->idstr, se->instance_id, end_ts_each - start_ts_each);
 * ```
 */
export const eventMisplaced: Rule = {
  id: 'event-misplaced',
  severity: 'error',
  summary: 'an event of devices stands at none of its places',
  checkChanges: (tree) => {
    const problems = tree.survey?.problems ?? [];
    return problems.filter(({ code }) => code === 'event-misplaced').flatMap(fromProblem);
  },
};

/**
 * Saving tells of devices and loading does not: one host's half of the port is missing, and no figure of the other can be
 * held against it.
 *
 * @example
 * ```c
 * trace_vmstate_downtime_save("iterable", se->idstr, se->instance_id, end_ts_each - start_ts_each);
 * // and no vmstate_downtime_load anywhere
 * ```
 */
export const saveWithoutLoad: Rule = {
  id: 'save-without-load',
  severity: 'error',
  summary: 'saving has events and loading has none',
  checkChanges: (tree) => oneSided(tree, /save/, 'saving has events and loading has none'),
};

/**
 * Loading tells of devices and saving does not; see save-without-load.
 *
 * @example
 * ```c
 * trace_vmstate_downtime_load("iterable", se->idstr, se->instance_id, end_ts - start_ts);
 * // and no vmstate_downtime_save anywhere
 * ```
 */
export const loadWithoutSave: Rule = {
  id: 'load-without-save',
  severity: 'error',
  summary: 'loading has events and saving has none',
  checkChanges: (tree) => oneSided(tree, /load/, 'loading has events and saving has none'),
};

function oneSided({ events, recipe }: ExaminedChanges, side: RegExp, message: string): Found[] {
  const [first] = events;
  const hasOther = recipe.events.some(
    ({ name }) => !side.test(name) && events.some(({ event }) => event === name),
  );
  const own = events.find(({ event }) => side.test(event));
  if (!first || !own || hasOther) return [];
  return [
    {
      place: placeAt(own.fn.file, own.call.start),
      message,
      next: 'port the other half as well, as qemu-downtime apply does',
    },
  ];
}

/**
 * A function that loads sections was given the type of the section, and a call of it passes none, or the other way round:
 * the build fails, or in old C takes whatever is there.
 *
 * @example
 * ```c
 * static int qemu_loadvm_section_part_end(QEMUFile *f, MigrationIncomingState *mis, uint8_t type);
 * // …
 * ret = qemu_loadvm_section_part_end(f, mis);
 * ```
 */
export const callerLeft: Rule = {
  id: 'caller-left',
  severity: 'error',
  summary: 'a call passes more or fewer arguments than its function takes',
  checkChanges: ({ recipe, read }) => {
    const file = read.sources.savevm;
    const names = recipe.changes.flatMap(({ variants }) =>
      variants.flatMap(({ functions, parts }) =>
        parts.some(({ kind }) => kind === 'argument') ? functions : [],
      ),
    );
    return [...new Set(names)].flatMap((name) => callsUnlike(file, name));
  },
};

function callsUnlike(file: SourceFile, name: string): Found[] {
  const [definition] = file.definitions(name);
  if (!definition) return [];
  const signature = file.code.slice(definition.start, definition.body);
  const taken = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')')).split(',').length;
  const users = file.functions.filter(
    ({ start, body, end }) => start !== definition.start && file.code.slice(body, end).includes(name),
  );
  return users.flatMap((span) => {
    const fn = file.parse(span);
    if (!isParsed(fn)) return [];
    return callsTo(fn, [name]).flatMap((call): Found[] => {
      const given = argumentsOf(call).length;
      if (given === taken) return [];
      return [
        {
          place: placeAt(file, call.start),
          message: `${name} takes ${taken} arguments and gets ${given}`,
          next: 'pass the type of the section, or take the parameter out',
        },
      ];
    });
  });
}

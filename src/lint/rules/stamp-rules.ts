import { controlFlow, flowNodeAt, reachableFrom } from '../../csource/control-flow.js';
import {
  argumentsOf,
  assignmentsTo,
  callsTo,
  conditionText,
  declares,
  memberCallsTo,
} from '../../csource/locate.js';
import type { ParsedFunction } from '../../csource/source-file.js';
import { isStatement, statementOf } from '../../csource/statements.js';
import { childIn, contains, descendants, type SyntaxNode } from '../../csource/syntax.js';
import { placeAt } from '../../placement/place-at.js';
import { type EventCall, roomOf, stampsIn } from '../event-calls.js';
import type { Found, Rule } from '../rule.js';

/**
 * A time is taken and no event tells it: the event was lost in a merge, or the time is left over. The compiler takes it for
 * a variable that is set and not used, or says nothing.
 *
 * @example
 * ```c
 * start_ts_each = qemu_clock_get_us(QEMU_CLOCK_REALTIME);
 * ret = se->ops->save_live_complete_precopy(f, se->opaque);
 * // no vmstate_downtime_save
 * ```
 */
export const stampWithoutEvent: Rule = {
  id: 'stamp-without-event',
  severity: 'error',
  summary: 'a time is taken and no event tells it',
  checkChanges: ({ recipe, read, events }) => {
    const { migration, savevm } = read.sources;
    return [migration, savevm].flatMap((file) =>
      stampsIn(file, recipe).flatMap(({ fn, variable, statement, room }) => {
        const isTold = events.some(
          (event) =>
            event.fn === fn &&
            contains(room, event.call) &&
            (event.times?.start === variable || event.times?.end === variable),
        );
        if (isTold || !/clock/.test(fn.file.slice(statement))) return [];
        return [
          {
            place: placeAt(file, statement.start),
            message: `${variable} is taken here and no event tells it`,
            next: 'put the event back after what is timed, or delete the time',
          },
        ];
      }),
    );
  },
};

/**
 * An event tells a time that is not taken before it, in the same round and under the same condition: the figure is of an
 * earlier device, or of nothing at all.
 *
 * @example
 * ```c
 * ret = vmstate_load(f, se);
 * end_ts = qemu_clock_get_us(QEMU_CLOCK_REALTIME);
 * trace_vmstate_downtime_load("iterable", se->idstr, se->instance_id, end_ts - start_ts);
 * ```
 */
export const eventWithoutStamp: Rule = {
  id: 'event-without-stamp',
  severity: 'error',
  summary: 'an event tells a time that is not taken before it',
  checkChanges: ({ events }) =>
    events.flatMap(({ event, fn, call, guards, room, times }) => {
      const place = placeAt(fn.file, call.start);
      const next = 'take both times beside the call that is timed, as qemu-downtime apply does';
      if (!times) return [{ place, message: `${event} does not tell the difference of two times`, next }];
      const lacking = [times.start, times.end].find((variable) => {
        const stores = assignmentsTo(fn, { kind: 'variable', name: variable });
        return !stores.some(
          (store) => store.start < call.start && contains(room, store) && sameGuards(fn, store, guards),
        );
      });
      if (lacking === undefined) return [];
      return [{ place, message: `${event} tells ${lacking}, which is not taken before it`, next }];
    }),
};

function sameGuards(fn: ParsedFunction, store: SyntaxNode, guards: readonly string[]): boolean {
  const own: string[] = [];
  for (let at: SyntaxNode | undefined = store; at && at !== fn.bodyNode; at = at.parent)
    if (at.field === 'consequence' && at.parent?.type === 'if_statement')
      own.unshift(conditionText(fn, at.parent));
  // Taken always it is taken then, too.
  return own.every((guard) => guards.includes(guard));
}

/**
 * An event comes before what it is about, so it fires for devices that are skipped, or for one that is not yet saved or
 * loaded.
 *
 * @example
 * ```c
 * trace_vmstate_downtime_save("non-iterable", se->idstr, se->instance_id, end_ts_each - start_ts_each);
 * if (se->vmsd && !vmstate_save_needed(se->vmsd, se->opaque)) {
 *     continue;
 * }
 * vmstate_save(f, se);
 * ```
 */
export const eventOnSkipped: Rule = {
  id: 'event-on-skipped',
  severity: 'error',
  summary: 'an event comes before its device is saved or loaded',
  checkChanges: ({ events }) =>
    events.flatMap((event): Found[] => {
      const [work] = workOf(event);
      if (!work || work.start < event.call.start) return [];
      return [
        {
          place: placeAt(event.fn.file, event.call.start),
          message: `${event.event} comes before what it tells of, in line ${event.fn.file.lineOf(work.start)}`,
          next: 'put it after that and its check for an error',
        },
      ];
    }),
};

/**
 * An event stands before the check for an error, so it fires for a device that could not be saved or loaded as well.
 * Upstream has no event for those.
 *
 * @example
 * ```c
 * ret = vmstate_load(f, se);
 * trace_vmstate_downtime_load("iterable", se->idstr, se->instance_id, end_ts - start_ts);
 * if (ret < 0) {
 *     return ret;
 * }
 * ```
 */
export const eventOnFailed: Rule = {
  id: 'event-on-failed',
  severity: 'error',
  summary: 'an event fires for a device that could not be saved or loaded',
  checkChanges: ({ events }) =>
    events.flatMap((event): Found[] => {
      const { fn, call, room } = event;
      const work = workOf(event).findLast(({ start }) => start < call.start);
      const check =
        work &&
        room.children
          .filter(isStatement)
          .find((statement) => statement.start > work.start && isErrorCheck(fn, statement));
      if (!check || check.start < call.start) return [];
      return [
        {
          place: placeAt(fn.file, call.start),
          message: `${event.event} stands before the check for an error in line ${fn.file.lineOf(check.start)}`,
          next: 'put it after the check',
        },
      ];
    }),
};

/** What saves or loads a device, in the room of an event. */
function workOf({ event, fn, room }: EventCall): SyntaxNode[] {
  const calls = /save/.test(event) ? ['vmstate_save', 'qemu_savevm_complete'] : ['vmstate_load'];
  const members = ['save_live_complete_precopy', 'save_live_complete', 'save_complete'];
  return [...callsTo(fn, calls, room), ...memberCallsTo(fn, members, room)].sort((a, b) => a.start - b.start);
}

function isErrorCheck(fn: ParsedFunction, statement: SyntaxNode): boolean {
  return statement.type === 'if_statement' && /^ret(?: < 0)?$/.test(conditionText(fn, statement));
}

/**
 * An event names its device by a variable that is not set there. Up to QEMU 2.5 one switch loads all sections, and `se` is
 * set only where a section begins; where one ends it is `le->se`. It compiles, and crashes.
 *
 * @example
 * ```c
 * case QEMU_VM_SECTION_END:
 *     ret = vmstate_load(f, le->se, le->version_id);
 *     trace_vmstate_downtime_load("iterable", se->idstr, se->instance_id, end_ts - start_ts);
 * ```
 */
export const unsetEntry: Rule = {
  id: 'unset-entry',
  severity: 'error',
  summary: 'an event names its device by a variable that is not set there',
  checkChanges: ({ events }) =>
    events.flatMap(({ event, fn, call, device }): Found[] => {
      const name = /^\w+$/.exec(device ?? '')?.[0];
      if (name === undefined || isSetAt(fn, name, call)) return [];
      return [
        {
          place: placeAt(fn.file, call.start),
          message: `${event} names its device by ${name}, which nothing sets on the way there`,
          next: declares(fn, 'le') ? 'name it by le->se' : 'name it by what the section was found by',
        },
      ];
    }),
};

/** Whether a variable can have a value at a call: a parameter, a loop's own variable, or one that is stored into. */
function isSetAt(fn: ParsedFunction, name: string, call: SyntaxNode): boolean {
  const { file } = fn;
  const word = new RegExp(`\\b${name}\\b`);
  if (word.test(file.code.slice(fn.start, fn.body))) return true;
  const flow = controlFlow(fn);
  const target = flowNodeAt(flow, call.start);
  if (!target) return true;
  const setters = [...descendants(fn.bodyNode)].filter((node) => {
    if (node.type === 'init_declarator') return word.test(file.slice(node).split('=')[0] ?? '');
    if (node.type === 'assignment_expression') {
      const left = childIn(node, 'left');
      return left?.type === 'identifier' && file.slice(left) === name;
    }
    // QTAILQ_FOREACH(se, …) sets it in each round; a call may by its address.
    if (node.type === 'while_statement') {
      const condition = childIn(node, 'condition');
      const head = condition ? file.slice(condition) : '';
      return /FOREACH/.test(file.text.slice(node.start, condition?.start ?? node.start)) && word.test(head);
    }
    return node.type === 'call_expression' && argumentsOf(node).some((one) => file.slice(one) === `&${name}`);
  });
  return setters.some((setter) => {
    if (contains(setter, call)) return true;
    const from = flowNodeAt(flow, (statementOf(setter) ?? setter).start);
    return from !== undefined && reachableFrom(flow, from.id, 'forward-edges').has(target.id);
  });
}

/**
 * Loading tells of every part of a section, also of those that come while the guest runs: thousands of rows for RAM, none of
 * which is downtime. START shares its code with FULL, and PART with END.
 *
 * @example
 * ```c
 * ret = vmstate_load(f, se);
 * trace_vmstate_downtime_load("iterable", se->idstr, se->instance_id, end_ts - start_ts);
 * ```
 */
export const untypedSection: Rule = {
  id: 'untyped-section',
  severity: 'error',
  summary: 'loading tells of sections that are no downtime',
  checkChanges: ({ events }) =>
    events.flatMap(({ event, fn, call, guards }): Found[] => {
      const asks = guards.some((guard) => /\btrace_downtime\b|QEMU_VM_SECTION_(?:FULL|END)\b/.test(guard));
      if (/save/.test(event) || asks) return [];
      return [
        {
          place: placeAt(fn.file, call.start),
          message: `${event} fires whatever the type of the section is`,
          next: 'let it fire for QEMU_VM_SECTION_FULL or QEMU_VM_SECTION_END alone',
        },
      ];
    }),
};

/**
 * The time that a device takes to save is taken right around vmstate_save, as `patch -F3` leaves it in QEMU 5.0 to 7.2: the
 * section's header, its description and its end, which upstream's figure has, are not in it.
 *
 * @example
 * ```c
 * save_section_header(f, se, QEMU_VM_SECTION_FULL);
 * start_ts_each = qemu_clock_get_us(QEMU_CLOCK_REALTIME);
 * ret = vmstate_save(f, se, vmdesc);
 * ```
 */
export const narrowWindow: Rule = {
  id: 'narrow-window',
  severity: 'warning',
  summary: 'a save is timed without its header',
  checkChanges: ({ recipe, read }) =>
    stampsIn(read.sources.savevm, recipe).flatMap(({ fn, variable, statement, room }): Found[] => {
      const [begin] = callsTo(fn, ['trace_savevm_section_start'], room);
      const [work] = workIn(fn, room);
      const isNarrow = begin && work && begin.start < statement.start && statement.start < work.start;
      if (!isNarrow || roomOf(fn, begin) !== room) return [];
      return [
        {
          place: placeAt(fn.file, statement.start),
          message: `${variable} is taken after the section's header`,
          next: 'take it before trace_savevm_section_start, as qemu-downtime apply does, and the other time where the round ends',
        },
      ];
    }),
};

function workIn(fn: ParsedFunction, room: SyntaxNode): SyntaxNode[] {
  return [
    ...callsTo(fn, ['vmstate_save'], room),
    ...memberCallsTo(fn, ['save_live_complete_precopy', 'save_live_complete'], room),
  ];
}

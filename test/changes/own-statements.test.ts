import { describe, expect, it } from 'vitest';
import { perDevice } from '../../src/catalogue/per-device/index.js';
import { ownStatements } from '../../src/changes/own-statements.js';
import { isStatement } from '../../src/csource/statements.js';
import { functionOf } from '../support/parsed-function.js';

/** Whether the one statement of a body is the recipe's own. */
function isOwn(text: string): boolean {
  const fn = functionOf(`    ${text}\n`);
  const [statement, other] = fn.bodyNode.children.filter(isStatement);
  if (!statement || other) throw new Error(`not one statement: ${text}`);
  return ownStatements(fn, perDevice)(statement);
}

describe('of the statements of a function the recipe’s own are', () => {
  it.each([
    'start_ts = clock();',
    'trace_vmstate_downtime_save("iterable", se->idstr);',
    'int64_t start_ts, end_ts;',
    'if (trace_downtime) { start_ts = clock(); }',
    'if (a) { if (b) { end_ts = clock(); trace_vmstate_downtime_load("iterable"); } }',
  ])('%s', (text) => expect(isOwn(text)).toBe(true));
});

describe('none of them are', () => {
  it.each([
    ['a store of somebody else’s', 's->ret = clock();'],
    ['an event of somebody else’s', 'trace_vmstate_save("x");'],
    ['a declaration with a variable of the code beside it', 'int64_t start_ts, ret;'],
    ['a test that holds something else as well', 'if (a) { start_ts = clock(); save(); }'],
    ['a test that holds something else first', 'if (a) { save(); start_ts = clock(); }'],
    ['a test that does something otherwise', 'if (a) { start_ts = clock(); } else { save(); }'],
    ['a test that holds nothing', 'if (a) { }'],
    ['a test without braces', 'if (a) start_ts = clock();'],
    ['a loop', 'while (a) { start_ts = clock(); }'],
  ])('%s', (_, text) => expect(isOwn(text)).toBe(false));
});

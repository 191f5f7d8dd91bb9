import { describe, expect, it } from 'vitest';
import { entryIn, listOf, statementList, statementOf } from '../../src/csource/statements.js';
import { functionOf, nodeWith } from '../support/parsed-function.js';

const fn = functionOf(`
    int a;
    a = 1;
    if (a) {
        b();
    } else
        c();
    switch (a) {
    case ONE:
        d();
        break;
    case 'x':
    default:
        e();
    }
    goto out;
out:
    f();
`);

const call = (name: string) => nodeWith(fn, 'call_expression', `${name}()`);
const switchCase = (snippet: string) => nodeWith(fn, 'case_statement', snippet);

describe('statementList', () => {
  it('lists statements, declarations, and labels as entries of their own', () => {
    const { entries } = statementList(fn.file, fn.bodyNode);
    expect(entries.map(({ kind, node }) => (kind === 'label' ? 'label' : node.type))).toEqual([
      'declaration',
      'expression_statement',
      'if_statement',
      'switch_statement',
      'goto_statement',
      'label',
      'expression_statement',
    ]);
  });

  it('ends a label behind its colon, so that there is room before its statement', () => {
    const entries = statementList(fn.file, fn.bodyNode).entries.slice(-2);
    expect(entries.map((entry) => fn.file.slice(entry))).toEqual(['out:', 'f();']);
  });

  it('lies between the braces of a block', () => {
    const list = statementList(fn.file, fn.bodyNode);
    expect(fn.file.text.charAt(list.start - 1)).toBe('{');
    expect(fn.file.text.charAt(list.end)).toBe('}');
  });

  it.each([
    ['d();', 'case ONE:'],
    ['e();', 'default:'],
  ])('lies behind the colon of the case that holds %s', (snippet, head) => {
    const list = statementList(fn.file, switchCase(snippet));
    expect(fn.file.text.slice(0, list.start).endsWith(head)).toBe(true);
  });

  it('lists the statements of a case', () => {
    const { entries } = statementList(fn.file, switchCase('d();'));
    expect(entries.map((entry) => fn.file.slice(entry))).toEqual(['d();', 'break;']);
  });
});

describe('statementOf', () => {
  it('is the nearest statement that a node lies in', () => {
    expect(fn.file.slice(statementOf(call('b')) ?? fn.bodyNode)).toBe('b();');
  });
});

describe('listOf', () => {
  it('is the block that holds a statement', () => {
    expect(listOf(statementOf(call('b')) ?? fn.bodyNode)?.parent?.type).toBe('if_statement');
  });

  it('is the case that holds a statement', () => {
    expect(listOf(statementOf(call('d')) ?? fn.bodyNode)?.type).toBe('case_statement');
  });

  it('is the block around a label', () => {
    expect(listOf(statementOf(call('f')) ?? fn.bodyNode)).toBe(fn.bodyNode);
  });

  it('is missing where a statement is a body without braces', () => {
    expect(listOf(statementOf(call('c')) ?? fn.bodyNode)).toBeUndefined();
  });
});

describe('entryIn', () => {
  it('climbs to the entry of the block', () => {
    expect(entryIn(fn.bodyNode, call('b'))?.type).toBe('if_statement');
    expect(entryIn(fn.bodyNode, call('c'))?.type).toBe('if_statement');
    expect(entryIn(fn.bodyNode, call('d'))?.type).toBe('switch_statement');
  });

  it('takes the statement behind a label, not the label', () => {
    expect(entryIn(fn.bodyNode, call('f'))?.type).toBe('expression_statement');
  });

  it('is missing for a node outside of the block', () => {
    const block = listOf(statementOf(call('b')) ?? fn.bodyNode);
    expect(block && entryIn(block, call('d'))).toBeUndefined();
  });
});

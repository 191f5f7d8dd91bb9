import { describe, expect, it } from 'vitest';
import { WrongShape } from '../../../src/verify/qmp/answer-shape.js';
import { QmpSchema } from '../../../src/verify/qmp/schema.js';

const schema = new QmpSchema([
  { name: 'migrate', 'meta-type': 'command', 'arg-type': '7', 'ret-type': '0' },
  { name: 'quit', 'meta-type': 'command', 'ret-type': '0' },
  { name: 'STOP', 'meta-type': 'event', 'arg-type': '7' },
  {
    name: '7',
    'meta-type': 'object',
    members: [
      { name: 'uri', type: 'str' },
      { name: 'blk', type: 'bool' },
    ],
  },
  { name: '0', 'meta-type': 'object' },
  { name: 'str', 'meta-type': 'builtin', 'json-type': 'string' },
]);

describe('the schema of QMP', () => {
  it('names the commands, and nothing else', () => {
    expect(schema.commands()).toEqual(['migrate', 'quit']);
  });

  it('names the arguments of a command, which stand in another entry', () => {
    expect(schema.argumentsOf('migrate')).toEqual(['uri', 'blk']);
    expect(schema.argumentsOf('quit')).toEqual([]);
    expect(schema.argumentsOf('STOP')).toEqual([]);
  });

  it('is refused where it has another form', () => {
    expect(() => new QmpSchema({})).toThrow(WrongShape);
    expect(() => new QmpSchema([{ name: 'migrate' }])).toThrow(WrongShape);
  });
});

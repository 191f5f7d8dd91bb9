import { expect, it } from 'vitest';
import { commandLine } from '../../src/command-line/program.js';
import type { InputFormat } from '../../src/library/index.js';
import { readers } from '../../src/trace-log/readers/index.js';

/** The members of the type, which are no more and no fewer here, or this file has no type. */
const FORMATS: Readonly<Record<InputFormat, true>> = {
  log: true,
  'log-iso': true,
  'log-plain': true,
  stap: true,
  simpletrace: true,
  ftrace: true,
  lttng: true,
};

const formats = Object.keys(FORMATS).sort();

it('the type of an input format (src/library/report.ts) names each form that has a reader', () => {
  expect(formats).toEqual(readers.map(({ form }) => form).sort());
});

it('--input-format (src/command-line/definitions/report.ts) takes the same, and auto', () => {
  const report = commandLine(() => {}).commands.find((command) => command.name() === 'report');
  const choices = report?.options.find(({ long }) => long === '--input-format')?.argChoices;
  expect(choices?.toSorted()).toEqual(['auto', ...formats].sort());
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { cli } from './run-cli.js';

const SCHEMAS = join(import.meta.dirname, '../../templates/schemas');

function validator(command: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(SCHEMAS, `${command}.schema.json`), 'utf8'));
  // Branches name only what they judge; the whole document is described above them.
  return new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
    schema,
  );
}

const NAMES = [
  'apply',
  'revert',
  'checkpoints',
  'backport',
  'lint',
  'baseline',
  'verify',
  'report',
  'collect',
  'pipeline',
] as const;

/** What judges the documents, by the name of the schema: mostly the command. */
export const validators: Readonly<Record<string, ValidateFunction>> = Object.fromEntries(
  NAMES.map((name) => [name, validator(name)]),
);

/** A document as it comes. */
// biome-ignore lint/suspicious/noExplicitAny: documents are judged by their schema
export type Document = any;

/** Runs a command with the exit code that is expected, and gives its document, which must be valid. */
export async function valid(code: number, command: string, ...args: string[]): Promise<Document> {
  const run = await cli([command, '--format', 'json', ...args]);
  expect(run.code, run.stderr).toBe(code);
  return validDocument(command, run.stdout);
}

/** The document of a text, which must be valid by the schema of that name. */
export function validDocument(name: string, text: string): Document {
  const document = JSON.parse(text);
  const validate = validators[name];
  expect(validate?.(document), JSON.stringify(validate?.errors, null, 1)).toBe(true);
  return document;
}

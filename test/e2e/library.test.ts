import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { repositoryWith } from '../support/branches-scene.js';
import { copyOf } from '../support/fixture-trees.js';
import { cli, plainEnvironment } from '../support/run-cli.js';

/** The built library beside the built program: both do the same. */

const samples = join(import.meta.dirname, '../report/samples');
const source = join(samples, 'precopy-src-v10.log');
const destination = join(samples, 'precopy-dst-v10.log');

/** What a call of the built library gives in a process of its own, which must print nothing but that. */
function call(expression: string): unknown {
  const library = join(dirname(inject('cliPath')), 'library.mjs');
  const script = `import * as q from ${JSON.stringify(library)};
    const result = await (${expression}).catch(({ name, exitCode, problems }) => ({ name, exitCode, problems }));
    console.log(JSON.stringify(result));`;
  const args = ['--input-type=module', '--eval', script];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', env: plainEnvironment() });
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(run.stdout.match(/\n/g)).toHaveLength(1);
  return JSON.parse(run.stdout);
}

const printed = async (...args: string[]): Promise<unknown> =>
  JSON.parse((await cli([...args, '--format', 'json'])).stdout);
const text = JSON.stringify;

describe('the built library gives what the program prints', () => {
  it('of apply, lint and revert', async () => {
    const root = copyOf('I-7.2');
    expect(call(`q.apply(${text(root)}, { dryRun: true, fixes: true })`)).toEqual(
      await printed('apply', '--dry-run', '--fixes', root),
    );
    const twin = copyOf('I-7.2');
    const done = await printed('apply', twin);
    expect(call(`q.apply(${text(root)})`)).toEqual({ ...(done as object), tree: root });
    expect(call(`q.lint(${text(root)})`)).toEqual(await printed('lint', root));
    expect(call(`q.revert(${text(root)}, { dryRun: true })`)).toEqual(
      await printed('revert', '--dry-run', root),
    );
  });

  it('of backport and report', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    expect(call(`q.backport(${text(root)}, { onto: ['I-7.2', 'none', 'F-4.1'], dryRun: true })`)).toEqual(
      await printed(
        'backport',
        root,
        '--dry-run',
        ...['I-7.2', 'none', 'F-4.1'].flatMap((one) => ['--onto', one]),
      ),
    );
    expect(call(`q.report(${text({ source, destination, failOver: 300_000 })})`)).toEqual(
      await printed('report', '--source', source, '--destination', destination, '--fail-over', '300ms'),
    );
  });

  it('of a refusal, as an error that tells its class', async () => {
    const document = (await printed('apply', '/nowhere/at/all')) as { problems: unknown };
    expect(call(`q.apply('/nowhere/at/all')`)).toEqual({
      name: 'Refusal',
      exitCode: 3,
      problems: document.problems,
    });
  });

  it('with either parser', () => {
    const work = (kind: string) =>
      call(`q.prepareParser('${kind}').then(async (ready) => {
        const lint = await q.lint(${text(join(import.meta.dirname, '../../qemu-fixtures/I-7.2'))});
        return { ready, lint, after: await q.prepareParser() };
      })`) as { ready: unknown; lint: unknown; after: unknown };
    const [native, wasm] = [work('native'), work('wasm')];
    expect([native.ready, wasm.ready, wasm.after]).toEqual([
      { kind: 'native' },
      { kind: 'wasm' },
      { kind: 'wasm' },
    ]);
    expect(wasm.lint).toEqual(native.lint);
  });
});

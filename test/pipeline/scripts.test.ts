import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { collectScriptOf, pipelineFor } from './made-pipeline.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'\'"\\`$(){}!#&;|<>*?[]~ \t\n\r%=-_a…é'.split('')) }),
  fc.constantFrom("'", "''\\''", `\${{ secrets.X }}`, '$(touch x)', '-n', '%s', '\\u0024', '\ud800'),
);

/** A folder with a `qemu-downtime` first on the path that does nothing. */
function stubbed(): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = scratchFolder();
  const program = join(folder, 'qemu-downtime');
  writeFileSync(program, '#!/bin/sh\nprintf "%s\\n" "$@" >>called\n');
  chmodSync(program, 0o755);
  return { folder, env: { PATH: `${folder}:${process.env.PATH}` } };
}

describe.each(['gitlab', 'github'] as const)('the script that collects, of %s', (system) => {
  it('tells collect what each revision is called, through YAML and a shell, and does nothing else', async () => {
    const { folder, env } = stubbed();
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 8 }), async (revisions) => {
        const pipeline = pipelineFor(revisions);
        const script = await collectScriptOf(system, pipeline);
        // Nothing in it is an expression of GitHub’s.
        expect(script).not.toMatch(/\$\{\{/);
        execFileSync('sh', ['-e', '-c', script], { cwd: folder, env });
        const text = readFileSync(join(folder, 'qemu-downtime-results/pipeline.json'), 'utf8');
        expect(text).toMatch(/^[\n -~]*$/);
        expect(JSON.parse(text)).toEqual({
          schema: 'qemu-downtime/pipeline@1',
          level: 'migrate',
          jobs: pipeline.jobs,
        });
      }),
      { numRuns: 100 },
    );
    const called = readFileSync(join(folder, 'called'), 'utf8');
    expect(new Set(called.split('\n'))).toEqual(
      new Set([
        'collect',
        'qemu-downtime-results',
        '--output=json:qemu-downtime.json',
        '--output=html:qemu-downtime.html',
        '',
      ]),
    );
  });
});

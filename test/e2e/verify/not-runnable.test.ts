import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { type Document, validDocument } from '../../support/schemas.js';
import { parseXml } from '../../support/xml.js';

const REFUSED = { on: 'migrate-set-capabilities', does: { refuse: 'Postcopy is not supported' } } as const;
const WORDS = 'expected a host that lets QEMU use userfaultfd; found: QEMU said: Postcopy is not supported';

function withoutUserfault(): VerifyScene {
  return new VerifyScene().plan({ faults: { 'postcopy-destination': [REFUSED] } });
}

describe('a mode that the host does not let run', () => {
  it('is neither passed nor failed', async () => {
    const run = await withoutUserfault().verify(
      '--require',
      'precopy,file',
      '--format',
      'json',
      buildableTree(),
    );
    expect(run.code, run.stderr).toBe(0);
    const { passed, migrations } = validDocument('verify', run.stdout);
    expect(passed).toBe(true);
    expect(migrations[1]).toEqual({ mode: 'postcopy', status: 'not-runnable', reason: WORDS });
  });

  it('is said in the text, and skipped in JUnit', async () => {
    const scene = withoutUserfault();
    const tree = buildableTree();
    const text = await scene.verify(tree);
    expect(text.stdout).toContain(`  postcopy             not runnable\n    ${WORDS}\n`);
    expect(text.stdout).toMatch(/\npassed, 1 could not be run here\n$/);
    const [suite] = parseXml((await scene.verify('--format', 'junit', tree)).stdout).children;
    expect(suite?.attributes).toMatchObject({ failures: '0', skipped: '1' });
    expect(suite?.children[2]?.children[0]).toMatchObject({
      name: 'skipped',
      attributes: { message: WORDS },
    });
  });

  it('fails if it is required, in every form', async () => {
    const scene = withoutUserfault();
    const tree = buildableTree();
    const run = await scene.verify('--require', 'precopy, postcopy', '--format', 'json', tree);
    expect(run.code).toBe(1);
    const { passed, migrations } = validDocument('verify', run.stdout);
    expect([passed, migrations[1].status, migrations[1].required]).toEqual([false, 'not-runnable', true]);
    const junit = await scene.verify('--require', 'postcopy', '--format', 'junit', tree);
    const [suite] = parseXml(junit.stdout).children;
    expect([junit.code, suite?.attributes.failures, suite?.attributes.skipped]).toEqual([1, '1', '0']);
    const text = await scene.verify('--require', 'postcopy', tree);
    expect(text.code).toBe(1);
    expect(text.stdout).toContain('    it has to run, by --require\n');
    expect(text.stdout).toContain('  next: mend what keeps it from running, or do not --require it\n');
  });

  it('fails if it is required and the tree has no such migration', async () => {
    const scene = new VerifyScene().plan({ capabilities: ['events', 'postcopy-ram'] });
    const run = await scene.verify('--require', 'background-snapshot', '--format', 'json', buildableTree());
    expect(run.code).toBe(1);
    const { migrations } = validDocument('verify', run.stdout);
    expect(migrations[3]).toMatchObject({
      mode: 'background-snapshot',
      status: 'not-runnable',
      required: true,
    });
    // Before 6.0 there is no code for it either.
    const old = await scene.verify(
      '--require',
      'background-snapshot',
      '--format',
      'json',
      buildableTree('G-5.2'),
    );
    expect(old.code, old.stderr).toBe(1);
    expect(
      validDocument('verify', old.stdout).migrations.find(
        (one: Document) => one.mode === 'background-snapshot',
      ),
    ).toEqual({
      mode: 'background-snapshot',
      status: 'not-runnable',
      required: true,
      reason: 'this tree has no such migration',
    });
  });

  it('is no mode at all: wrong usage, with those that there are', async () => {
    const run = await new VerifyScene().verify('--require', 'precopy,multifd', buildableTree());
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/no mode is called "multifd" \[no-such-mode\]\n.*precopy, postcopy, file/);
  });
});

// On a machine that lets everybody use it nothing is in the way.
const isPermitted = readFileSync('/proc/sys/vm/unprivileged_userfaultfd', 'latin1').trim() === '1';

it.skipIf(isPermitted)('an engine without root’s rights runs all but what needs userfaultfd', async () => {
  const scene = new VerifyScene(['podman']).plan({ rootless: true });
  const run = await scene.verify('--format', 'json', buildableTree());
  expect(run.code, run.stderr).toBe(0);
  const { migrations } = validDocument('verify', run.stdout);
  const left = migrations.filter(({ status }: Document) => status === 'not-runnable');
  expect(left.map(({ mode }: Document) => mode)).toEqual(['postcopy', 'background-snapshot']);
  expect(left[0].reason).toMatch(/use an engine that runs as root, or set vm\.unprivileged_userfaultfd=1$/);
  // Its root is the user already.
  for (const { options, part } of scene.containers())
    expect(options.join(' '), part).not.toContain('--user=');
});

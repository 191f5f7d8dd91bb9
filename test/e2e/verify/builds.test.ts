import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { rewrite } from '../../support/fixture-trees.js';
import { cli } from '../../support/run-cli.js';
import { validDocument } from '../../support/schemas.js';
import { parseXml } from '../../support/xml.js';

const COMPILER = [
  '[1/4] Compiling C object libcommon.fa.p/migration_savevm.c.o',
  'FAILED: libcommon.fa.p/migration_savevm.c.o',
  'ccache gcc -m64 -Ilibcommon.fa.p -c ../src/migration/savevm.c',
  "../src/migration/savevm.c: In function 'qemu_savevm_state':",
  "../src/migration/savevm.c:12:5: error: 'hurz' undeclared <here>",
  '   12 |     hurz();',
  '      |     ^~~~',
  'ninja: build stopped: subcommand failed.',
  '',
].join('\n');

describe('a tree that does not compile', () => {
  it('is told with the file and the compiler’s lines, and its whole log is kept', async () => {
    const scene = new VerifyScene().plan({ answers: { ninja: { code: 1, stdout: COMPILER } } });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('  build: migration/savevm.c does not compile\n');
    expect(run.stdout).toContain("    ../src/migration/savevm.c:12:5: error: 'hurz' undeclared <here>\n");
    expect(run.stdout).not.toContain('FAILED:');
    const [, logs = ''] =
      /^ {2}next: mend it; the log has all that the build printed: (.*)$/m.exec(run.stdout) ?? [];
    expect(readFileSync(join(logs, 'build.log'), 'utf8')).toContain(
      'FAILED: libcommon.fa.p/migration_savevm.c.o',
    );
    expect(scene.left()).toEqual([]);
  });

  it('has the same in the document and in JUnit', async () => {
    const scene = new VerifyScene().plan({ answers: { ninja: { code: 1, stdout: COMPILER } } });
    const tree = buildableTree();
    const { breakage, stages } = validDocument(
      'verify',
      (await scene.verify('--format', 'json', tree)).stdout,
    );
    expect(breakage).toMatchObject({ stage: 'build', file: 'migration/savevm.c' });
    expect(stages.map(({ name }: { name: string }) => name)).toEqual(['image', 'copy', 'configure']);
    const [suite] = parseXml((await scene.verify('--format', 'junit', tree)).stdout).children;
    expect(suite?.attributes).toMatchObject({ tests: '1', failures: '1' });
    expect(suite?.children[0]?.children[0]?.text).toContain("'hurz' undeclared <here>");
  });
});

describe('a build that fails otherwise', () => {
  it.each(['configure-help', 'configure'] as const)('at %s is told with its last lines', async (step) => {
    const lines = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
    const answer = { code: 1, stdout: `${lines}\n`, stderr: "ERROR: Dependency 'glib-2.0' not found\n" };
    const scene = new VerifyScene().plan({ answers: { [step]: answer } });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('  configure: it failed\n');
    expect(run.stdout).toContain("    ERROR: Dependency 'glib-2.0' not found\n");
    expect(run.stdout).not.toContain('line 10\n');
    expect(run.stdout).toMatch(/^ {2}next: build the tree by hand/m);
  });

  it('after configure failed is configured again, not taken for configured', async () => {
    const help = '--disable-blobs';
    const scene = new VerifyScene().plan({ help });
    const tree = buildableTree();
    expect((await scene.verify('--level', 'build', tree)).code).toBe(0);
    scene.plan({ help: '--disable-tools', answers: { configure: { code: 1 } } });
    expect((await scene.verify('--level', 'build', tree)).code).toBe(1);
    // The options are those of the first run again, not what the build folder holds.
    scene.plan({ help, answers: {} });
    const run = await scene.verify('--level', 'build', tree);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^ {2}configure +\d+\.\d s$/m);
  });

  it('by lasting too long is ended, and its container goes', async () => {
    const scene = new VerifyScene().plan({ answers: { ninja: { hangs: true } } });
    const run = await scene.verify('--timeout', '1', buildableTree());
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('  build: it took longer than --timeout allows\n');
    expect(scene.left()).toEqual([]);
  });

  it('for want of room is no fault of the tree', async () => {
    const full = '/tmp/ccX.s: fatal error: error writing to /build/a.o: No space left on device\n';
    const scene = new VerifyScene().plan({ answers: { ninja: { code: 1, stderr: full } } });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/no space left on device \[cache-unfit\]/);
  });

  it('because the engine went away is no fault of the tree', async () => {
    const gone = { code: 125, stderr: 'docker: error during connect: EOF.\n' };
    const scene = new VerifyScene().plan({ answers: { ninja: gone } });
    const run = await scene.verify(buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/docker says: docker: error during connect: EOF\. \[engine-failed\]/);
  });
});

describe('the event', () => {
  it('is looked for in the built program', async () => {
    const scene = new VerifyScene().plan({ answers: { 'trace-help': { stdout: 'savevm_section_end\n' } } });
    const run = await scene.verify('--level', 'build', buildableTree());
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(
      '  events: the built program does not know the event vmstate_downtime_checkpoint\n',
    );
  });

  it('is found where the program lists it on standard error, as 5.2 does', async () => {
    const scene = new VerifyScene().plan({
      answers: { 'trace-help': { stderr: 'vmstate_downtime_checkpoint\n' } },
    });
    expect((await scene.verify('--level', 'build', buildableTree())).code).toBe(0);
  });

  it('is missing in a tree that is verified as it is', async () => {
    const run = await new VerifyScene().verify('--apply', 'no', '--format', 'json', buildableTree());
    expect(run.code).toBe(1);
    expect(validDocument('verify', run.stdout)).toMatchObject({
      applied: [],
      events: [],
      breakage: { stage: 'events' },
    });
  });
});

/** A tree that a fake engine can build, with the port in it. */
async function portedTree(): Promise<string> {
  const tree = buildableTree();
  expect((await cli(['apply', tree])).code).toBe(0);
  return tree;
}

const CALL = (name: string) => new RegExp(`^.*trace_vmstate_downtime_checkpoint\\("${name}"\\);\\n`, 'm');

const without = (name: string) => (text: string) => text.replaceAll(new RegExp(CALL(name), 'gm'), '');

describe('--apply', () => {
  it('gives the copy what is missing, and --fixes the later corrections', async () => {
    const scene = new VerifyScene();
    const tree = buildableTree();
    scene.fires('postcopy', ({ source }) => ({ source: source.slice(0, -1) }));
    scene.fires('background-snapshot', ({ source }) => ({ source: source.slice(0, -1) }));
    const run = await scene.verify('--fixes', tree);
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).not.toContain('note:');
    expect(readFileSync(join(tree, 'migration/migration.c'), 'utf8')).not.toContain('src-vm-stopped');
  });

  it('refuses a tree that apply refuses, with its reasons', async () => {
    const tree = buildableTree();
    rewrite(tree, 'migration/savevm.c', (text) =>
      text.replaceAll('qemu_savevm_state_complete_precopy_iterable', 'gone'),
    );
    for (const args of [[], ['--apply', 'yes']]) {
      const run = await new VerifyScene().verify(...args, '--format', 'json', tree);
      expect(run.code).toBe(3);
      const { problems } = validDocument('verify', run.stdout);
      expect(problems.length).toBeGreaterThan(1);
      expect(problems.at(-1).code).toBe('cannot-apply');
      expect(run.stderr).toContain('--apply no');
    }
  });

  it('auto verifies a tree that lacks some calls as it is, and yes gives its copy the rest', async () => {
    const scene = new VerifyScene();
    const tree = await portedTree();
    rewrite(tree, 'migration/migration.c', without('dst-precopy-bh-announced'));
    scene.fires('precopy', ({ destination }) => ({
      destination: destination.filter((name) => name !== 'dst-precopy-bh-announced'),
    }));
    const run = await scene.verify(tree);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      'the tree is ported in part, and lacks dst-precopy-bh-announced: verified as it is; --apply yes gives its copy the rest first\n',
    );
    expect(run.stdout).toContain('destination: dst-precopy-bh-announced does not fire');
    expect(run.stdout).not.toContain('its copy got');

    const whole = await new VerifyScene().verify('--apply', 'yes', tree);
    expect(whole).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('its copy got 1 checkpoint first'),
    });
    expect(whole.stderr).not.toContain('in part');
  });

  it('auto says so of a call that a checkpoint lacks beside others, and of the event alone', async () => {
    const one = await portedTree();
    rewrite(one, 'migration/migration.c', (text) => text.replace(CALL('src-vm-stopped'), ''));
    const ofCall = await new VerifyScene().verify('--level', 'objects', one);
    expect(ofCall.stderr).toContain('lacks src-vm-stopped: verified as it is');
    const event = await portedTree();
    rewrite(event, 'migration/trace-events', (text) => text.replace(/^vmstate_downtime_checkpoint.*\n/m, ''));
    const ofEvent = await new VerifyScene().verify('--level', 'objects', event);
    expect(ofEvent.stderr).toContain('lacks the event or its include: verified as it is');
  });

  it('auto leaves a whole port as it is without a word, but for the corrections of --fixes', async () => {
    const tree = await portedTree();
    const run = await new VerifyScene().verify('--level', 'objects', tree);
    expect([run.code, run.stdout, run.stderr]).toEqual([
      0,
      expect.not.stringContaining('its copy got'),
      expect.not.stringContaining('in part'),
    ]);
    const fixed = await new VerifyScene().verify('--level', 'objects', '--fixes', tree);
    expect(fixed.stdout).toContain('its copy got 1 checkpoint first');
  });

  it('auto verifies a port with a doubled call as it is, so that the migrations show it', async () => {
    const scene = new VerifyScene();
    const tree = buildableTree('K-8.2');
    rewrite(tree, 'migration/savevm.c', (text) =>
      text.replace(/^.*trace_vmstate_downtime_checkpoint\("src-iterable-saved"\);\n/m, '$&$&'),
    );
    scene.fires('precopy', ({ source }) => ({ source: [...source.slice(0, 3), ...source.slice(2)] }));
    const run = await scene.verify(tree);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('has all checkpoints, if not all in their places: verified as it is');
    expect(run.stdout).toContain('source: src-iterable-saved fires 2 times, expected once at most');
    expect((await scene.verify('--apply', 'yes', tree)).code).toBe(3);
  });
});

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../src/verify/image/containerfile.js';
import { addBranch, repositoryWith } from '../../support/branches-scene.js';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { copyOf, rewrite } from '../../support/fixture-trees.js';
import { git } from '../../support/git-scene.js';
import { cli } from '../../support/run-cli.js';
import { validDocument } from '../../support/schemas.js';
import { parseXml } from '../../support/xml.js';
import { type JobEnd, LocalPipeline } from './run-jobs.js';

const emitted = async (repo: string, ...args: readonly string[]): Promise<string> => {
  const run = await cli(['pipeline', '--emit', 'gitlab', ...args, repo]);
  expect(run.code, run.stderr).toBe(0);
  return run.stdout;
};

const resultsOf = ({ folder }: JobEnd, name: string, file: string): string =>
  readFileSync(join(folder, 'qemu-downtime-results', name, file), 'utf8');

describe('the jobs’ own scripts', () => {
  it('port and lint a revision each, and collect them into a table, a page and a document', async () => {
    const repo = repositoryWith(['H-6.2', 'I-7.2', 'M-10.0']);
    const broken = copyOf('G-5.2');
    rewrite(broken, 'migration/migration.c', (text) => text.replaceAll('vm_stop_force_state', 'other_name'));
    addBranch(repo, 'broken', broken);
    const before = git(repo, 'for-each-ref');
    const onto = ['H-6.2', 'I-7.2', 'M-10.0', 'broken'];
    const text = await emitted(repo, '--level', 'none', ...onto.flatMap((name) => ['--onto', name]));
    const pipeline = new LocalPipeline(text, repo);
    expect(pipeline.names).toEqual([...onto.map((name) => `port ${name}`), 'collect']);

    const ends = onto.map((name) => pipeline.run(`port ${name}`));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 3]);
    expect(git(repo, 'for-each-ref')).toBe(before);
    const [ofH, ofI, ofM, ofBroken] = ends as [JobEnd, JobEnd, JobEnd, JobEnd];
    expect(resultsOf(ofI, 'I-7.2', 'port.mbox')).toContain('vmstate_downtime_checkpoint');
    expect(existsSync(join(ofM.folder, 'qemu-downtime-results/M-10.0/port.mbox'))).toBe(false);
    expect(parseXml(resultsOf(ofH, 'H-6.2', 'lint.xml')).name).toBe('testsuites');
    expect(JSON.parse(resultsOf(ofH, 'H-6.2', 'codequality.json'))).toBeInstanceOf(Array);
    expect(ofBroken.output).toContain('"status": "refused"');

    const good = new LocalPipeline(
      await emitted(repo, '--level', 'none', '--onto', 'H-6.2', '--onto', 'M-10.0'),
      repo,
    ).run('collect', [ofH, ofM]);
    expect(good.code, good.output).toBe(0);
    expect(readdirSync(good.folder).sort()).toEqual([
      'qemu-downtime-results',
      'qemu-downtime.html',
      'qemu-downtime.json',
    ]);
    const manifest = readFileSync(join(good.folder, 'qemu-downtime-results/pipeline.json'), 'utf8');
    validDocument('pipeline', manifest);

    const end = pipeline.run('collect', ends);
    expect(end.code).toBe(1);
    expect(end.output).toMatch(/^4 revisions: 1 FAILED, 3 passed$/m);
    const document = validDocument('collect', readFileSync(join(end.folder, 'qemu-downtime.json'), 'utf8'));
    expect(
      document.revisions.map(({ name, passed, port }: Record<string, unknown>) => [name, passed, port]),
    ).toEqual([
      ['H-6.2', true, 'ported'],
      ['I-7.2', true, 'ported'],
      ['M-10.0', true, 'already'],
      ['broken', false, 'refused'],
    ]);
    expect(readFileSync(join(end.folder, 'qemu-downtime.html'), 'utf8')).toContain('REFUSED');

    // A job that died without a word, and one that died behind its port.
    rmSync(join(ofH.folder, 'qemu-downtime-results'), { recursive: true });
    rmSync(join(ofI.folder, 'qemu-downtime-results/I-7.2/lint.json'));
    const less = pipeline.run('collect', ends);
    expect(less.code).toBe(1);
    expect(less.output).toMatch(/^4 revisions: 3 FAILED, 1 passed$/m);
    expect(less.output).toMatch(/^H-6.2: FAILED\n {2}the job left no results at all$/m);
    expect(less.output).toMatch(/^I-7.2: FAILED\n {2}lint.json is missing/m);
  });

  it('verify what they ported, with the engine that they find', async () => {
    const scene = new VerifyScene().plan({ images: [buildImage().name] });
    const repo = repositoryWith([]);
    addBranch(repo, 'stable-7.2', buildableTree());
    const pipeline = new LocalPipeline(await emitted(repo, '--onto', 'stable-7.2'), repo, scene.environment);
    const end = pipeline.run('port stable-7.2');
    expect(end.code, end.output).toBe(0);
    const verified = validDocument('verify', resultsOf(end, 'stable-7.2', 'verify.json'));
    expect(verified).toMatchObject({
      tree: 'refs/heads/qemu-downtime/stable-7.2',
      level: 'migrate',
      passed: true,
      applied: [],
    });
    expect(parseXml(resultsOf(end, 'stable-7.2', 'verify.xml')).name).toBe('testsuites');
    expect(existsSync(join(end.folder, '.qemu-downtime-cache/ccache'))).toBe(true);
    const all = pipeline.run('collect', [end]);
    expect(all.code, all.output).toBe(0);
    expect(all.output).toMatch(/^revision +QEMU +result +port +lint +verify +precopy +postcopy/m);
    expect(all.output).toMatch(
      /^stable-7\.2 +7\.2\.0 +passed +ported +0 errors, 2 warnings +migrate passed +3 ms/m,
    );

    // The same with a migration that goes wrong.
    scene.fires('precopy', ({ source }) => ({ source: source.slice(1) }));
    const wrong = pipeline.run('port stable-7.2');
    expect(wrong.code).toBe(1);
    const told = pipeline.run('collect', [wrong]);
    expect(told.code).toBe(1);
    expect(told.output).toMatch(/^ {2}verify: precopy failed: src-downtime-start did not fire/m);
  });
});

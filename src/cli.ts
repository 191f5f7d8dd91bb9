import { Command, CommanderError, Option } from 'commander';
import { exitCode } from './commands/exit-code.js';
import { optimizeCodeFor } from './commands/optimizer.js';
import { printable } from './commands/render/printable.js';
import { onStdout, tell, tellInPlace, writeResult } from './commands/result.js';
import { packageVersion } from './commands/version.js';
import { Failure } from './problem/problem.js';

const format = (choices: string[]) =>
  new Option('--format <format>', 'form of the result').choices(choices).default('text');
const color = () =>
  new Option('--color <when>', 'colour in the result').choices(['auto', 'always', 'never']).default('auto');
const collect = (value: string, before: string[] = []) => [...before, value];

/** Options that `apply` and `revert` share. */
function portOptions(command: Command): Command {
  return command
    .option('-n, --dry-run', 'show the change as a unified diff, write nothing')
    .option('--check', 'write nothing; exit 1 if anything would change')
    .option('--only <glob>', 'only the checkpoints whose names fit; repeatable', collect)
    .option(
      '--recipe <list>',
      'what to port: checkpoints (the default), per-device, or both with a comma between',
    )
    .option('--commit', 'in a git checkout: make one commit of it')
    .option('-s, --signoff', 'with --commit: add your Signed-off-by')
    .addOption(format(['text', 'json', 'diff']))
    .option('-o, --output <file>', 'write the result there instead of stdout (-)')
    .addOption(color());
}

function program(setCode: (code: number) => void): Command {
  const root = new Command('qemu-downtime')
    .description('Carry QEMU’s downtime checkpoints into older QEMU trees, and prove that they sit right')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(--help shows the usage)')
    .showSuggestionAfterError()
    // By itself it writes through streams, whose errors come when nobody waits for them any more.
    .configureOutput({
      writeOut: (text) => writeResult(Buffer.from(text), undefined),
      writeErr: tellInPlace,
    })
    .exitOverride();

  portOptions(root.command('apply'))
    .description('put the checkpoints into a QEMU source tree, all or nothing')
    .argument('[tree]', 'top folder of the tree', '.')
    .option(
      '--fixes',
      'also carry 812145fcf7, a later upstream correction (of 61f2b48998 the place is known where a tree has it)',
    )
    .addHelpText('after', EXAMPLES.apply)
    .action(async (tree, options) =>
      setCode(await (await import('./commands/apply.js')).apply(tree, onStdout(options))),
    );

  portOptions(root.command('revert'))
    .description('take out what apply put in; the files are then as before, byte for byte')
    .argument('[tree]', 'top folder of the tree', '.')
    .addHelpText('after', EXAMPLES.revert)
    .action(async (tree, options) =>
      setCode(await (await import('./commands/revert.js')).revert(tree, onStdout(options))),
    );

  root
    .command('backport')
    .description('make commits or patches for older revisions of a repository; no work tree is touched')
    .argument('[repo]', 'a git repository', '.')
    .option(
      '--onto <rev>',
      'a revision, or a pattern of refs such as "stable-*" or "refs/tags/v[4-7].*"; repeatable',
      collect,
    )
    .option('--onto-file <file>', 'revisions, one a line (-: standard input)')
    .addOption(
      new Option('--as <form>', 'what to make')
        .choices(['branch', 'mbox', 'quilt', 'diff'])
        .default('branch'),
    )
    .option('--branch-prefix <prefix>', 'what the names of new branches begin with', 'qemu-downtime/')
    .option(
      '-o, --output <path>',
      'a folder for the patches, made if absent, or for one revision a file; with --as branch, a file for the result',
    )
    .option('--only <glob>', 'only the checkpoints whose names fit; repeatable', collect)
    .option(
      '--recipe <list>',
      'what to port: checkpoints (the default), per-device, or both with a comma between',
    )
    .option('--series', 'the whole series that upstream’s commit ends, a commit each')
    .option('--fixes', 'also carry 812145fcf7, a later upstream correction')
    .addOption(
      new Option('--note-style <style>', 'manner of the note in the message')
        .choices(['stable', 'debian', 'oracle', 'openeuler', 'plain'])
        .default('stable'),
    )
    .option('--message-file <file>', 'your text in place of upstream’s; the provenance stays')
    .option('-s, --signoff', 'add your Signed-off-by')
    .option('--force', 'replace a branch or patch of an earlier run that differs, be it in the message alone')
    .option('-n, --dry-run', 'show the changes as unified diffs, write nothing')
    .option('-v, --verbose', 'show the place of each checkpoint')
    .option('-q, --quiet', 'say nothing but what was refused')
    .addOption(format(['text', 'json']))
    .addOption(color())
    .addHelpText('after', EXAMPLES.backport)
    .action(async (repo, options) =>
      setCode(await (await import('./commands/backport.js')).backport(repo, onStdout(options))),
    );

  root
    .command('lint')
    .description('prove that every checkpoint fires once, at its moment, in every kind of migration')
    .argument('[tree]', 'top folder of a QEMU source tree; with --rev the git repository', '.')
    .option('--repo <repo>', 'with --rev: the git repository, as the argument')
    .option('--rev <rev>', 'lint a revision, or a pattern of refs, without a checkout; repeatable', collect)
    .option('--rev-file <file>', 'revisions, one a line (-: standard input)')
    .addOption(format(['text', 'json', 'sarif', 'github', 'gitlab', 'junit']))
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 if there is a finding of this severity, or a graver one')
        .choices(['error', 'warning', 'note'])
        .default('error'),
    )
    .option(
      '--rule <id=severity>',
      'off, note, warning or error for a rule, or as ID:CHECKPOINT:SCENARIO (or with one of the two) for a part of what it finds; repeatable, the last that fits counts',
      collect,
    )
    .option('--baseline <file>', 'leave out what is in this file (-: standard input)')
    .option('--write-baseline <file>', 'write what is found to this file, and exit 0')
    .option('--fix', 'first do what apply does, which writes the tree')
    .option('-n, --dry-run', 'with --fix: show what would change as a unified diff, write nothing')
    .option(
      '--explain [rule]',
      'say what a rule is about (all: of every rule; scenarios: what is followed; alone: lists of both)',
    )
    .option(
      '-o, --output <[format:]file>',
      'write the result there instead of stdout, or with a format a second one; repeatable',
      collect,
    )
    .option(
      '--path-prefix <dir>',
      'where the tree is in its repository: goes before the paths in sarif, github, gitlab and junit',
    )
    .option('-q, --quiet', 'nothing on stdout; the exit code tells')
    .option(
      '--recipe <list>',
      'what to look for: checkpoints (the default), per-device, or both with a comma between',
    )
    .addOption(color())
    .addHelpText('after', EXAMPLES.lint)
    .action(async (tree, options) => setCode(await (await import('./commands/lint.js')).lint(tree, options)));

  root
    .command('verify')
    .description('build a tree in a container and watch every checkpoint fire in real live migrations')
    .argument('[tree]', 'top folder of a QEMU source tree; it is not written to', '.')
    .addOption(
      new Option('--level <level>', 'how far: compile the touched files, build QEMU, or migrate as well')
        .choices(['objects', 'build', 'migrate'])
        .default('migrate'),
    )
    .addOption(
      new Option('--engine <engine>', 'what runs the containers')
        .choices(['auto', 'docker', 'podman'])
        .default('auto'),
    )
    .option('--engine-arg <argument>', 'an argument of the engine, before its command; repeatable', collect)
    .option('--image <name>', 'build in this image instead of one made for it')
    .addOption(
      new Option('--apply <when>', 'give the copy the checkpoints first; auto: where some are missing')
        .choices(['auto', 'yes', 'no'])
        .default('auto'),
    )
    .option('--fixes', 'with that also the later corrections, as apply --fixes')
    .option('--rev <rev>', 'verify a revision instead of a folder')
    .option('--repo <repo>', 'the git repository of --rev')
    .option('--require <modes>', 'modes that must not be impossible here, with commas: precopy,postcopy,file')
    .option('--cache <dir>', 'where copies, builds and compiled objects are kept')
    .option('--keep', 'keep logs and traces even if all is well')
    .option('--log <dir>', 'keep logs and traces there')
    .option(
      '--timeout <seconds>',
      'for each stage, and each migration, which has two minutes at most',
      '1800',
    )
    .option(
      '--recipe <list>',
      'what has to show: checkpoints (the default), per-device, or both with a comma between',
    )
    .addOption(format(['text', 'json', 'junit']))
    .option('-o, --output <file>', 'write the result there instead of stdout (-)')
    .addOption(color())
    .addHelpText('after', EXAMPLES.verify)
    .action(async (tree, options) =>
      setCode(await (await import('./commands/verify.js')).verify(tree, onStdout(options))),
    );

  root
    .command('report')
    .description('say where the downtime went, from the trace output of migrations')
    .option('--source <file>', 'the source’s trace output (-: standard input; gzip as it is)')
    .option('--destination <file>', 'the destination’s; the same file as --source if it holds both')
    .option(
      '--run <dir...>',
      'sum up runs: folders with the logs of one each, folders of such, or patterns; repeatable',
    )
    .option('--compare <baseline>', 'against a folder of runs, or a report saved with --format json')
    .addOption(
      new Option('--input-format <form>', 'form of the logs’ lines')
        .choices(['auto', 'log', 'log-iso', 'log-plain', 'stap', 'simpletrace', 'ftrace', 'lttng'])
        .default('auto'),
    )
    .option(
      '--clock-offset <offset>',
      'the destination’s clock minus the source’s, such as 169s or -1.5ms; unknown: take nothing for granted',
    )
    .addOption(
      new Option('--return-path <state>', 'whether the source waited for the destination').choices([
        'on',
        'off',
      ]),
    )
    .option('--migration <number>', 'the one to show, where the logs have several')
    .option('--fail-over <duration>', 'exit 1 unless the pause is known to be no longer, such as 300ms')
    .option('--top <number>', 'how many devices to list (10)')
    .option('--all', 'list all devices')
    .option('--explain [figure]', 'say what the figures contain and what not, and end')
    .addOption(format(['text', 'json', 'csv', 'markdown', 'svg', 'html', 'perfetto', 'openmetrics']))
    .option('-o, --output <file>', 'write the result there instead of stdout (-); with perfetto a folder')
    .addOption(color())
    .addHelpText('after', EXAMPLES.report)
    .action(async (options) =>
      setCode(await (await import('./commands/report.js')).report(onStdout(options))),
    );

  root
    .command('checkpoints')
    .description('show the catalogue: what each checkpoint marks and where it belongs')
    .argument('[name]', 'a checkpoint, or a pattern such as "src-*"')
    .option('--recipe <name>', 'which catalogue: checkpoints (the default), or per-device')
    .addOption(format(['text', 'json']))
    .option('-o, --output <file>', 'write the result there instead of stdout (-)')
    .addOption(color())
    .action(async (name, options) =>
      setCode((await import('./commands/checkpoints.js')).checkpoints(name, onStdout(options))),
    );
  return root;
}

const EXAMPLES = {
  apply: `
Examples:
  qemu-downtime apply --dry-run ~/src/qemu-7.2      what would change
  qemu-downtime apply ~/src/qemu-7.2                change it
  qemu-downtime apply --check                       for CI: exit 1 if a checkpoint is missing
  qemu-downtime apply --commit --signoff            one commit on the current branch

Exit codes: 0 done or nothing to do, 1 changes needed (--check), 2 wrong usage, 3 refused, nothing written,
4 the environment lacks something, 70 a defect of this program, 130 interrupted`,
  backport: `
Examples:
  qemu-downtime backport --onto stable-7.2 --onto v6.2.0        a branch qemu-downtime/... for each
  qemu-downtime backport --onto 'refs/tags/v[4-7].*' --dry-run  what would change
  qemu-downtime backport --onto v7.2.0 --as mbox > 7.2.mbox     for git am
  qemu-downtime backport --onto HEAD --as quilt --output debian/patches
                                             the patch, and its line at the end of debian/patches/series

With --as quilt the patches of several revisions go to a folder each: DIR/stable-7.2/series, DIR/v6.2.0/series.
A run finds what an earlier one made and keeps it; what differs is refused unless --force is given.

Exit codes: 0 done or nothing to do, 2 wrong usage, 3 a revision was refused (the others are done),
4 the environment lacks something, 70 a defect of this program, 130 interrupted`,
  lint: `
Examples:
  qemu-downtime lint ~/src/qemu                                  what is wrong, and the path that shows it
  qemu-downtime lint --rev stable-7.2 --rev 'refs/tags/v9.*'     revisions, without a checkout
  git rev-list v9.0.0..HEAD -- migration | qemu-downtime lint --rev-file -
  qemu-downtime lint --format sarif -o lint.sarif --fail-on warning
  qemu-downtime lint -o gitlab:quality.json -o junit:lint.xml    text on stdout, two reports beside it
  qemu-downtime lint --explain fires-twice
  qemu-downtime lint --rule fires-twice:src-downtime-end:postcopy=off

A comment "qemu-downtime-ignore RULE: reason" on the line of a finding or above it suppresses it.

Exit codes: 0 nothing as grave as --fail-on, 1 findings, 2 wrong usage, 3 not a QEMU tree or an unknown revision,
4 the environment lacks something, 70 a defect of this program, 130 interrupted`,
  verify: `
Examples:
  qemu-downtime verify ~/src/qemu-7.2                      apply to a copy, build it, migrate
  qemu-downtime verify --level objects ~/src/qemu-7.2      only compile what was touched
  qemu-downtime verify --repo ~/src/qemu --rev qemu-downtime/stable-7.2
  qemu-downtime verify --require precopy,postcopy,file --format junit -o verify.xml

Exit codes: 0 passed, 1 failed, 2 wrong usage, 3 refused, 4 the environment lacks something (an engine, an image),
70 a defect of this program, 130 interrupted`,
  report: `
Examples:
  qemu-downtime report --source src.log --destination dst.log          where the downtime went
  ssh host zcat dst.log.gz | qemu-downtime report --source src.log --destination -
  qemu-downtime report --source src.log --format html -o report.html
  qemu-downtime report --run runs/* --compare before.json              many runs against a saved report
  qemu-downtime report --source src.log --fail-over 300ms              for CI

The logs come from QEMU with -trace 'vmstate_downtime*' -msg timestamp=on.

Exit codes: 0 done, 1 longer than --fail-over (or it cannot be told), 2 wrong usage, 3 no downtime event,
4 the environment lacks something, 70 a defect of this program, 130 interrupted`,
  revert: `
Examples:
  qemu-downtime revert --dry-run
  qemu-downtime revert ~/src/qemu-7.2`,
};

async function main(): Promise<void> {
  optimizeCodeFor(1);
  let code: number = exitCode.done;
  try {
    await program((result) => {
      code = result;
    }).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // It wrote to node's streams, which may not have passed on all of it.
      process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
      return;
    }
    code = tellFailure(error);
  }
  // What a command writes it writes at once. To take down the heap in good order takes longer than to use it did.
  process.exit(code);
}

function tellFailure(error: unknown): number {
  if (error instanceof Failure) {
    tell(`qemu-downtime: ${printable(error.message)}`);
    return error.exitCode;
  }
  tell(`qemu-downtime: a defect of this program\n${error instanceof Error ? error.stack : String(error)}`);
  return exitCode.defect;
}

void main();

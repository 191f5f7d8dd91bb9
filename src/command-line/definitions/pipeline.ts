import { type Command, Option } from 'commander';
import { onStdout } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { collect, oneFile, output, recipe } from '../options.js';
import type { SetCode } from '../set-code.js';

export function definePipeline(root: Command, setCode: SetCode): void {
  const command = root
    .command('pipeline')
    .description(
      'write a pipeline of GitLab or GitHub that ports, lints and verifies many revisions, a job each',
    )
    .argument('[repo]', 'a git repository that has the revisions', '.')
    .addOption(
      new Option('--emit <system>', 'whose pipeline: a child pipeline of GitLab CI, or a workflow of GitHub')
        .choices(['gitlab', 'github'])
        .makeOptionMandatory(),
    )
    .option('--repo <repo>', 'the git repository, as the argument')
    .option('--onto <rev>', 'a revision, or a pattern of refs such as "stable-*"; repeatable', collect)
    .option('--onto-file <file>', 'revisions, one a line (-: standard input)', oneFile('--onto-file', 'cat'))
    .addOption(
      new Option('--level <level>', 'how far the jobs verify what they ported')
        .choices(['none', 'objects', 'build', 'migrate'])
        .default('migrate'),
    )
    .option(
      '--image <image>',
      'the container image that the jobs run in, with Node 20, git and for --level docker',
    )
    .option('--branch-prefix <prefix>', 'branches that no pattern stands for', 'qemu-downtime/')
    .addOption(recipe('to port'))
    .addOption(output())
    .action(async (repo, options) =>
      setCode(await (await import('../../commands/pipeline.js')).pipeline(repo, onStdout(options))),
    );
  addMoreHelp(command, {
    examples: [
      {
        line: 'qemu-downtime pipeline --emit gitlab --onto-file branches.txt -o qemu-downtime.yml',
        meaning: 'a child pipeline, for trigger: include: artifact:',
      },
      {
        line: "qemu-downtime pipeline --emit github --onto 'stable-*' -o .github/workflows/downtime.yml",
        meaning: 'a workflow with a matrix',
      },
      {
        line: "qemu-downtime pipeline --emit gitlab --level none --onto 'refs/tags/v[4-7].*'",
        meaning: 'only port and lint',
      },
    ],
    notes: [
      'The last job runs qemu-downtime collect: one table and one page of all revisions.\n' +
        'The jobs install qemu-downtime where their image has none; QEMU_DOWNTIME_PACKAGE says what npm takes it from.',
    ],
    exitCodes: { 3: 'a revision is unknown, or no QEMU tree; nothing was written' },
  });
}

import { type Command, Option } from 'commander';
import { addMoreHelp } from '../more-help.js';
import { collect, color, format, outputs, recipe } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineVerify(root: Command, setCode: SetCode): void {
  const command = root
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
    .option('--image <image>', 'build in this image instead of one made for it')
    .addOption(
      new Option('--apply <when>', 'give the copy the checkpoints first; auto: where the tree has none')
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
    .addOption(recipe('has to show'))
    .addOption(format('text', 'json', 'junit'))
    .addOption(outputs())
    .addOption(color())
    .action(async (tree, options) =>
      setCode(await (await import('../../commands/verify.js')).verify(tree, options)),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime verify ~/src/qemu-7.2', meaning: 'apply to a copy, build it, migrate' },
      {
        line: 'qemu-downtime verify --level objects ~/src/qemu-7.2',
        meaning: 'only compile what was touched',
      },
      {
        line: 'qemu-downtime verify --repo ~/src/qemu --rev qemu-downtime/stable-7.2',
        meaning: 'what backport made, without a checkout',
      },
      {
        line: 'qemu-downtime verify --require precopy,postcopy,file --format junit -o verify.xml',
        meaning: 'for CI: a mode that cannot run here fails as well',
      },
    ],
    notes: [
      'It needs docker or podman. A mode that this host cannot run is said to be not runnable, and is neither passed nor failed.',
    ],
    exitCodes: {
      0: 'passed',
      1: 'failed',
      3: 'refused',
      4: 'the environment lacks something (an engine, an image, submodules)',
    },
  });
}

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { anchorPicture } from './anchor-picture.js';
import { runInTerminal } from './run-in-terminal.js';
import { type TerminalRun, terminalPicture } from './terminal-picture.js';

/** A picture of the documentation. */
interface Picture {
  /** From the top folder. */
  readonly path: string;
  readonly svg: string;
}

const ROOT = join(import.meta.dirname, '../..');
/** The checkpoint whose places are drawn: it has several paths, and several placements on each. */
const DRAWN = 'src-vm-stopped';
const LOGS = '--source src.log --destination dst.log';

/**
 * All pictures as they are to be now, of runs of the program on what this repository has; but what containers are needed for is
 * drawn from the recorded run that its page shows.
 * @param program the built program
 */
export function pictures(program: string): Picture[] {
  const checkpoint = defaultRecipe.checkpoints.find(({ name }) => name === DRAWN);
  if (!checkpoint) throw new Error(`no checkpoint ${DRAWN}`);
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-pictures-'));
  try {
    cpSync(join(ROOT, 'qemu-fixtures/I-7.2'), join(folder, 'qemu'), { recursive: true });
    for (const side of ['src', 'dst'])
      cpSync(join(ROOT, `test/report/samples/precopy-${side}-v10.log`), join(folder, `${side}.log`));
    const inTerminal = (command: string, columns: number): string =>
      runInTerminal(command, columns, folder, program);
    const terminal = (name: string, title: string, columns: number, commands: readonly string[]): Picture => {
      const runs = commands.map((command) => ({ command, written: inTerminal(command, columns) }));
      return { path: `docs/pictures/${name}.svg`, svg: terminalPicture(title, columns, runs) };
    };
    return [
      { path: 'docs/pictures/anchors.svg', svg: anchorPicture(checkpoint) },
      terminal('apply', 'apply puts 20 calls into a tree', 160, ['qemu-downtime apply --fixes qemu']),
      terminal('lint', 'lint names what is wrong, and where it belongs', 118, [
        "sed -i '/src-iterable-saved/d; s/src-non-iterable-saved/src-iterable-saved/' qemu/migration/savevm.c",
        'qemu-downtime lint qemu',
      ]),
      terminal('report', 'report says where the downtime went', 108, [
        `qemu-downtime report ${LOGS} --top 3`,
      ]),
      {
        path: 'docs/pictures/verify.svg',
        svg: terminalPicture('verify watches migrations in containers', 118, [
          recordedRun('docs/commands/verify.md'),
        ]),
      },
      {
        path: 'docs/report.svg',
        svg: inTerminal(`qemu-downtime report ${LOGS} --format svg`, 80).replaceAll('\r', ''),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first command of a page that stands in a block without a mark, with what it printed when it was run. */
function recordedRun(page: string): TerminalRun {
  const [, command, written] =
    /^```\n\$ ([^\n]+)\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, page), 'utf8')) ?? [];
  if (command === undefined || written === undefined) throw new Error(`${page} shows no run`);
  return { command, written };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type ObjectReader, openObjectReader } from '../../src/git/object-reader.js';
import { EnvironmentLack, Failure } from '../../src/problem/problem.js';
import { isInstalled } from '../sources/run.js';
import { cleanTrees } from './clean.js';
import { type MutantRow, wrongTrees } from './mutants.js';
import { cleanTable, mutantTable, wrongPortTable } from './table.js';
import { wrongPorts } from './wrong-ports.js';

const MORE = `
Without --clean, --wrong-ports and --mutants all three are tried. The repository has to hold upstream's history; it is
only read. The mutants take longest: --share 10 tries a tenth of each kind.

Exit codes: 0 nothing missed, nothing alarmed falsely · 1 something was · 2 wrong usage ·
3 not a repository, or no such revision · 4 git or patch is missing`;

interface Options {
  readonly git: string;
  readonly clean?: true;
  readonly wrongPorts?: true;
  readonly mutants?: true;
  readonly share: number;
  readonly json?: true;
}

export interface Terminal {
  /** A line of the result. */
  readonly out: (text: string) => void;
  /** A line of progress or an error. */
  readonly say: (text: string) => void;
}

/** The whole command; the result is the exit code. */
export async function runTrials(args: readonly string[], terminal: Terminal): Promise<number> {
  let reader: ObjectReader | undefined;
  const scratch = mkdtempSync(join(tmpdir(), 'qemu-downtime-trials-'));
  try {
    const options = readOptions(args, terminal);
    reader = await openObjectReader(options.git);
    return await tryAll(reader, options, scratch, terminal);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    terminal.say(error.message);
    return error.exitCode;
  } finally {
    await reader?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readOptions(args: readonly string[], { out, say }: Terminal): Options {
  return new Command('npm run trials --')
    .description('Lints right and wrong trees of a history, and checks what is found.')
    .requiredOption('--git <dir>', "a checkout or bare repository with upstream's history")
    .option('--clean', 'trees that are right: nothing may be found')
    .option('--wrong-ports', "releases after GNU patch and git cherry-pick of upstream's commits")
    .option('--mutants', 'right trees with one thing made wrong')
    .option('--share <n>', 'each n-th mutant of a kind', positive, 1)
    .option('--json', 'the result as one JSON document')
    .addHelpText('after', MORE)
    .configureOutput({ writeOut: (text) => out(text.trimEnd()), writeErr: (text) => say(text.trimEnd()) })
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<Options>();
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1 on is expected');
  return Number(text);
}

async function tryAll(
  reader: ObjectReader,
  options: Options,
  scratch: string,
  { out, say }: Terminal,
): Promise<number> {
  const isAll = !(options.clean || options.wrongPorts || options.mutants);
  const wanted = (own: true | undefined) => isAll || own === true;
  if (wanted(options.wrongPorts) && !isInstalled('patch')) throw patchMissing();
  const clean = wanted(options.clean) ? await collected(cleanTrees(reader), 'trees', say) : [];
  if (wanted(options.clean) && !options.json) out(`${cleanTable(clean)}\n`);
  const history = resolve(options.git);
  const ports = wanted(options.wrongPorts)
    ? await collected(wrongPorts(reader, history, scratch), 'wrong ports', say)
    : [];
  if (wanted(options.wrongPorts) && !options.json) out(`${wrongPortTable(ports)}\n`);
  const mutants = wanted(options.mutants)
    ? await collected(wrongTrees(reader, options.share), 'mutants', say)
    : [];
  if (wanted(options.mutants) && !options.json) out(`${mutantTable(mutants)}\n`);

  const missed = mutants.filter(({ same, caught }) => same === undefined && !caught).length;
  const summary = {
    clean: { trees: clean.length, failed: clean.filter(isFailed).length },
    wrongPorts: {
      trees: ports.length,
      failed: ports.filter(isFailed).length,
      wrongCalls: sum(ports.map(({ wrong }) => wrong)),
      named: sum(ports.map(({ named }) => named)),
    },
    mutants: { ...counts(mutants), missed },
  };
  if (options.json)
    out(JSON.stringify({ schema: 'qemu-downtime/trials@1', clean, wrongPorts: ports, mutants, summary }));
  else {
    const { clean: a, wrongPorts: b, mutants: c } = summary;
    if (wanted(options.clean)) out(`right trees: ${a.trees}, ${a.failed} with something wrong said of them`);
    if (wanted(options.wrongPorts))
      out(
        `wrong ports: ${b.trees}, ${b.named} of ${b.wrongCalls} wrong calls named, ${b.failed} trees failed`,
      );
    if (wanted(options.mutants))
      out(`mutants: ${c.caught} of ${c.mutants} caught, ${c.leftOut} mean the same and are left out`);
  }
  return summary.clean.failed + summary.wrongPorts.failed + missed > 0 ? 1 : 0;
}

/** All rows; every hundredth is told of. */
async function collected<Row>(rows: AsyncGenerator<Row>, what: string, say: Terminal['say']): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) if (all.push(row) % 100 === 0) say(`${all.length} ${what}`);
  return all;
}

function isFailed({ failures }: { readonly failures: readonly string[] }): boolean {
  return failures.length > 0;
}

function counts(rows: readonly MutantRow[]) {
  const counted = rows.filter(({ same }) => same === undefined);
  return {
    mutants: counted.length,
    caught: counted.filter(({ caught }) => caught).length,
    leftOut: rows.length - counted.length,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function patchMissing(): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'no-patch',
      expected: 'GNU patch',
      found: 'it is not installed',
      next: 'install patch, or leave out --wrong-ports',
    },
  ]);
}

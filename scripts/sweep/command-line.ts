import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { defaultRecipe, recipes } from '../../src/catalogue/recipes.js';
import { type ObjectReader, openObjectReader } from '../../src/git/object-reader.js';
import { Failure, WrongUsage } from '../../src/problem/problem.js';
import type { Row } from './row.js';
import { defaultRange, everyNth, listed, refs, releases, type Selected, touching } from './selection.js';
import { SummaryCount } from './summary.js';
import { sweep } from './sweep.js';
import { summaryText, tableHead, tableRow } from './table.js';

const MORE = `
Give one of --revs, --revs-file, --releases, --every, --touching and --refs. --releases also compares with
what is known of each release (test/golden), and makes the round trip.

Trees without migration sources (not-a-tree) and trees older than 1.0, told by their stopping the guest in none
of the later ways (before-1.0), are listed and left out of the count.

Exit codes: 0 all ported or present · 1 some refused, wrong, crashed or unreadable, or nothing to port onto ·
2 wrong usage · 3 not a repository, or no such revision · 4 git is missing or fails`;

interface Options {
  readonly git: string;
  readonly revs?: readonly string[];
  readonly revsFile?: string;
  readonly releases?: true;
  readonly every?: number;
  readonly touching?: string | true;
  readonly refs?: string;
  readonly range?: string;
  readonly recipe: string;
  readonly fixes?: true;
  readonly roundTrip?: true;
  readonly maxRefused: number;
  readonly json?: true;
}

export interface Terminal {
  /** A line of the result. */
  readonly out: (text: string) => void;
  /** A line of progress or an error. */
  readonly say: (text: string) => void;
}

/** The whole command; the result is the exit code. */
export async function runSweep(args: readonly string[], terminal: Terminal): Promise<number> {
  let reader: ObjectReader | undefined;
  try {
    const options = readOptions(args, terminal);
    reader = await openObjectReader(options.git);
    const selection = await select(reader, options);
    return await show(reader, selection, options, terminal);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    terminal.say(error.message);
    return error.exitCode;
  } finally {
    await reader?.close();
  }
}

function readOptions(args: readonly string[], terminal: Terminal): Options {
  const command = new Command('npm run sweep --')
    .description('Ports onto many revisions of a repository in memory. The repository is only read.')
    .requiredOption('--git <dir>', 'a checkout or bare repository')
    .option('--revs <rev...>', 'these revisions')
    .option('--revs-file <file>', 'the revisions in a file, one a line')
    .option('--releases', 'every final release, and the commits whose results upstream has')
    .option('--every <n>', 'each n-th commit of the main line of --range (default: HEAD)', positive)
    .option(
      '--touching [range]',
      `the commits of the range that touch the migration sources (default: v1.3 to upstream's commit)`,
    )
    .option('--refs <glob>', `the refs that fit, such as 'refs/heads/*'`)
    .option('--range <range>', 'for --every and --touching')
    .addOption(
      new Option('--recipe <name>', 'what to port')
        .choices(recipes.map(({ name }) => name))
        .default(defaultRecipe.name),
    )
    .option('--fixes', `also carry upstream's later corrections`)
    .option('--round-trip', 'also apply twice, and revert')
    .option('--max-refused <percent>', 'exit 0 with up to so many percent refused', percent, 0)
    .option('--json', 'the result as one JSON document')
    .addHelpText('after', MORE)
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    })
    .exitOverride();
  command.parse(args, { from: 'user' });
  return command.opts<Options>();
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1 on is expected');
  return Number(text);
}

function percent(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text) || Number(text) > 100)
    throw new InvalidArgumentError('0 to 100 is expected');
  return Number(text);
}

async function select(reader: ObjectReader, options: Options): Promise<Selected[]> {
  const { repository } = reader;
  const ways: Promise<Selected[]>[] = [];
  const range = options.range ?? (typeof options.touching === 'string' ? options.touching : undefined);
  if (options.revs) ways.push(Promise.resolve(options.revs.map((name) => ({ name, revision: name }))));
  if (options.revsFile !== undefined) ways.push(Promise.resolve(listed(options.revsFile)));
  if (options.releases) ways.push(Promise.resolve(releases()));
  if (options.every !== undefined) ways.push(everyNth(repository, range ?? 'HEAD', options.every));
  if (options.touching !== undefined) ways.push(touching(repository, range ?? defaultRange()));
  if (options.refs !== undefined) ways.push(refs(repository, options.refs));
  const [chosen, another] = await Promise.all(ways);
  if (!chosen || another) {
    throw usage(
      'one of --revs, --revs-file, --releases, --every, --touching, --refs',
      another ? 'several' : 'none',
    );
  }
  if (chosen.length === 0) throw usage('at least one revision', 'none fits');
  return chosen;
}

async function show(
  reader: ObjectReader,
  selection: readonly Selected[],
  options: Options,
  { out, say }: Terminal,
): Promise<number> {
  const count = new SummaryCount();
  const rows: Row[] = [];
  const recipe = recipes.find(({ name }) => name === options.recipe) ?? defaultRecipe;
  // What is known of releases is known of the checkpoints.
  const golden = options.releases === true && recipe === defaultRecipe;
  const roundTrip = options.releases === true || options.roundTrip === true;
  const settings = { fixes: options.fixes ?? false, roundTrip, golden, recipe };
  if (!options.json) out(tableHead());
  for await (const row of sweep(reader, selection, settings)) {
    count.add(row);
    if (options.json) rows.push(row);
    else out(tableRow(row));
    const { revisions } = count.summary;
    if (revisions % 100 === 0 && revisions < selection.length) say(`${revisions} of ${selection.length}`);
  }
  const { summary } = count;
  if (options.json) out(JSON.stringify({ schema: 'qemu-downtime/sweep@1', rows, summary }, null, 2));
  else out(summaryText(summary));
  return count.exitCode(options.maxRefused);
}

function usage(expected: string, found: string): WrongUsage {
  return new WrongUsage([{ code: 'usage', expected, found, next: 'see npm run sweep -- --help' }]);
}

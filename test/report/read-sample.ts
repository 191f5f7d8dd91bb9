import { readFileSync } from 'node:fs';
import { type HostSettings, type NamedLog, readMigrations } from '../../src/report/build-report.js';
import type { Migration, Phase, PhaseId } from '../../src/report/model.js';
import { readText } from '../support/read-text.js';

const NOTHING_SAID: HostSettings = { offset: undefined, returnPath: undefined };

/** A recorded log as text. */
export function sampleText(name: string): string {
  return readFileSync(new URL(`./samples/${name}.log`, import.meta.url), 'utf8');
}

async function named(text: string | undefined, name: string): Promise<NamedLog | undefined> {
  return text === undefined ? undefined : { name, log: await readText(text) };
}

/** What is read from two texts, either of which may be missing. */
export async function readTexts(
  source: string | undefined,
  destination: string | undefined,
  settings: Partial<HostSettings> = {},
) {
  return readMigrations(
    { source: await named(source, 'src.log'), destination: await named(destination, 'dst.log') },
    { ...NOTHING_SAID, ...settings },
  );
}

/** What is read from one text that holds both sides. */
export async function readJournal(text: string, settings: Partial<HostSettings> = {}) {
  const both = await named(text, 'both.log');
  return readMigrations({ source: both, destination: both }, { ...NOTHING_SAID, ...settings });
}

/** The only migration of two texts. */
export async function onlyMigration(
  source: string | undefined,
  destination: string | undefined,
  settings: Partial<HostSettings> = {},
): Promise<Migration> {
  const { migrations } = await readTexts(source, destination, settings);
  const [only] = migrations;
  if (!only || migrations.length > 1) throw new Error(`${migrations.length} migrations`);
  return only;
}

/** The only migration of two recorded logs, such as `precopy` of `v10`. */
export function sampleMigration(mode: string, release: string, settings: Partial<HostSettings> = {}) {
  return onlyMigration(sampleText(`${mode}-src-${release}`), sampleText(`${mode}-dst-${release}`), settings);
}

/** The phase of that name. */
export function phaseOf({ phases }: Migration, id: PhaseId): Phase {
  const phase = phases.find((one) => one.id === id);
  if (!phase) throw new Error(`no phase ${id}`);
  return phase;
}

/** The phases with their durations; of those that are no single number both ends. */
export function durations({ phases }: Migration) {
  return phases.map(({ lane, id, duration }) => [
    `${lane} ${id}`,
    duration && (duration.least === duration.most ? duration.least : [duration.least, duration.most]),
  ]);
}

/** The rules of a migration's findings. */
export function rules({ findings }: Pick<Migration, 'findings'>): string[] {
  return findings.map(({ rule }) => rule);
}

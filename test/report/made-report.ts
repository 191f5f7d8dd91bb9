import type { Report } from '../../src/report/model.js';
import { readTexts, sampleText } from './read-sample.js';

/** A report as the command makes it of two logs. */
export async function reportOf(
  source: string | undefined,
  destination: string | undefined,
  parts: Partial<Report> = {},
): Promise<Report> {
  const read = await readTexts(source, destination);
  return {
    ...read,
    chosen: read.migrations.length === 1 ? 1 : null,
    runs: null,
    comparison: null,
    limit: null,
    top: 10,
    toolVersion: '0.0.0',
    ...parts,
  };
}

/** The report of two recorded logs. */
export function sampleReport(mode: string, release: string, parts: Partial<Report> = {}): Promise<Report> {
  return reportOf(sampleText(`${mode}-src-${release}`), sampleText(`${mode}-dst-${release}`), parts);
}

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headlinesOf } from '../../src/commands/verify-headlines.js';

const SAMPLES = join(import.meta.dirname, '../report/samples');

const migration = (mode: string, source: string | undefined, destination: string | undefined) => ({
  mode,
  traces: {
    source: source && join(SAMPLES, source),
    destination: destination && join(SAMPLES, destination),
  },
});

describe('headlinesOf', () => {
  it('says of each migration what report says, by one clock', async () => {
    const said = await headlinesOf([
      migration('precopy', 'precopy-src-v10.log', 'precopy-dst-v10.log'),
      migration('background-snapshot', 'postcopy-src-v7.2.log', undefined),
    ]);
    // 1795374601.926872 to .928898, and to the destination's .929347.
    expect(said.get('precopy')).toMatch(/2\.026 ms.*2\.475 ms/);
    expect(said.get('background-snapshot')).toMatch(/1\.096 ms/);
  });

  it('says nothing where there is no trace, or none of a migration', async () => {
    expect(await headlinesOf([migration('failed', 'no-such-file', undefined)])).toEqual(new Map());
    expect(await headlinesOf([migration('failed', 'README.md', undefined)])).toEqual(new Map());
  });
});

import { describe, expect, it } from 'vitest';
import { groupLogs } from '../../src/report/run-groups.js';
import { readText } from '../support/read-text.js';

const source = await readText('1@5.000000:vmstate_downtime_checkpoint src-downtime-start\n');
const destination = await readText('1@5.000000:vmstate_downtime_checkpoint dst-precopy-bh-enter\n');

/** The groups of logs of such names, `<` before those of a source. */
function groups(...names: readonly string[]) {
  const logs = names.map((name) => ({
    name: `/runs/${name.slice(1)}`,
    log: name.startsWith('<') ? source : destination,
  }));
  const nameOf = (one: { name: string } | undefined) => one?.name.slice('/runs/'.length) ?? null;
  return [...groupLogs(logs)].map(([stem, group]) => [stem, nameOf(group.source), nameOf(group.destination)]);
}

describe('the logs of a folder', () => {
  it('are one run where each side has one, whatever they are called', () => {
    expect(groups('<a.txt', '>b.txt')).toEqual([['', 'a.txt', 'b.txt']]);
  });

  it('are paired by the last word for their side, the mode of verify being no side', () => {
    expect(
      groups(
        '>paused-destination-destination.trace',
        '<paused-destination-source.trace',
        '>paused-source-destination.trace',
        '<paused-source-source.trace',
      ),
    ).toEqual([
      ['paused-destination', 'paused-destination-source.trace', 'paused-destination-destination.trace'],
      ['paused-source', 'paused-source-source.trace', 'paused-source-destination.trace'],
    ]);
  });

  it('are paired though a host is called after a side', () => {
    expect(groups('<source-rack-1-src.log', '>source-rack-1-dst.log', '<source-rack-2-src.log')).toEqual([
      ['source-rack-1', 'source-rack-1-src.log', 'source-rack-1-dst.log'],
      ['source-rack-2', 'source-rack-2-src.log', null],
    ]);
  });

  it('are paired by the word that both have another of, wherever that stands', () => {
    expect(groups('<src-target-7.log', '>dst-target-7.log', '<src-b.log')).toEqual([
      ['-target-7', 'src-target-7.log', 'dst-target-7.log'],
      ['-b', 'src-b.log', null],
    ]);
  });

  it('never push each other out of a run', () => {
    expect(groups('<a-src.log', '<a-src.txt', '>a-dst.log').map(([, ...logs]) => logs)).toEqual([
      ['a-src.log', 'a-dst.log'],
      ['a-src.txt', null],
    ]);
  });
});

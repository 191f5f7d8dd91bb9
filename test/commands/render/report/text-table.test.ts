import { describe, expect, it } from 'vitest';
import { leftText, lengthOf, table } from '../../../../src/commands/render/report/text-table.js';

const COLUMNS = [
  { title: 'device', align: 'left' },
  { title: 'section', align: 'left', leaves: 2 },
  { title: 'class', align: 'left', leaves: 1 },
  { title: 'save', align: 'right' },
] as const;
const ROWS = [
  ['0000:00:01.3/piix4_pm#0', 'non-iterable', 'pci', '230 µs'],
  ['ram#0', 'iterable', 'ram', '1.251 ms'],
];
const same = (text: string): string => text;

describe('a table', () => {
  it('has all its columns where nothing limits it', () => {
    const { lines, left } = table(COLUMNS, ROWS, same, undefined);
    expect(lines[0]).toBe('device                   section       class      save');
    expect(lines[2]).toBe('ram#0                    iterable      ram    1.251 ms');
    expect(left).toEqual([]);
  });

  it.each([
    [60, []],
    [54, []],
    [53, ['class']],
    [40, ['section', 'class']],
    [10, ['section', 'class']],
  ])('in %i columns leaves out %j, and never a figure', (room, left) => {
    const found = table(COLUMNS, ROWS, same, room);
    expect(found.left).toEqual(left);
    for (const line of found.lines.slice(1)) expect(line).toMatch(/\d (?:µs|ms)$/);
    if (room >= 40) for (const line of found.lines) expect(lengthOf(line)).toBeLessThanOrEqual(room);
  });

  it('cuts long names at their begin, and never the part by which two of them differ', () => {
    const cut = [{ title: 'device', align: 'left', most: 10 }] as const;
    const names = (...all: string[]) =>
      table(
        cut,
        all.map((name) => [name]),
        same,
        undefined,
      ).lines.slice(1);
    expect(names('0000:00:01.3/piix4_pm#0', 'ram#0')).toEqual(['…iix4_pm#0', 'ram#0']);
    expect(names('pci-a/virtio-net#0', 'pci-b/virtio-net#0')).toEqual(['…a/virtio-net#0', '…b/virtio-net#0']);
    expect(names('same-name-twice#0', 'same-name-twice#0')).toEqual(['…e-twice#0', '…e-twice#0']);
    expect(lengthOf(names(`a${'x'.repeat(5000)}`, `b${'x'.repeat(5000)}`)[0] ?? '')).toBe(256);
  });

  it('says what it left out, and where to find it', () => {
    expect(leftText([])).toEqual([]);
    expect(leftText(['class', 'section'])).toEqual([
      'no room for class, section: a wider terminal or --format csv has them',
    ]);
  });
});

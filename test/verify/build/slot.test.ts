import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultCache, takeSlot } from '../../../src/verify/build/slot.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

describe('a slot', () => {
  it('is the same for a tree each time, and another for another tree', () => {
    const cache = scratchFolder();
    const first = takeSlot(cache, 'folder:/a');
    first.release();
    const again = takeSlot(cache, 'folder:/a');
    const other = takeSlot(cache, 'folder:/b');
    expect(again.source).toBe(first.source);
    expect(other.source).not.toBe(first.source);
    expect(other.ccache).toBe(first.ccache);
    expect(existsSync(other.build)).toBe(true);
  });

  it('that is taken is not given twice, until it is released', () => {
    const cache = scratchFolder();
    const slots = Array.from({ length: 16 }, () => takeSlot(cache, 'k'));
    expect(new Set(slots.map(({ source }) => source)).size).toBe(16);
    expect(() => takeSlot(cache, 'k')).toThrow('16 runs verify this tree already');
    slots[7]?.release();
    expect(takeSlot(cache, 'k').source).toBe(slots[7]?.source);
  });

  it('of a run that is gone is taken over', () => {
    const cache = scratchFolder();
    const module = new URL('../../../src/verify/build/slot.ts', import.meta.url).pathname;
    const script = `import(${JSON.stringify(module)}).then(({ takeSlot }) => takeSlot(${JSON.stringify(cache)}, 'k'))`;
    execFileSync(process.execPath, ['--import', 'tsx', '-e', script]);
    const [name = ''] = readdirSync(join(cache, 'trees'));
    expect(readdirSync(join(cache, 'trees', name))).toContain('.qemu-downtime.lock');
    expect(takeSlot(cache, 'k').source).toBe(join(cache, 'trees', name, 'source'));
  });

  it('of another user is told: in a container not even root may write there', () => {
    const cache = scratchFolder();
    const slot = takeSlot(cache, 'k');
    slot.release();
    const folder = join(slot.source, '..');
    for (const one of [folder, slot.ccache]) {
      chownSync(one, 12_345, 12_345);
      expect(() => takeSlot(cache, 'k')).toThrow(/belongs to another user \(12345\) \[cache-unfit\]/);
      chownSync(one, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
    }
    takeSlot(cache, 'k').release();
  });

  it('in a place that is none is told with the reason', () => {
    const cache = join(scratchFolder(), 'file');
    writeFileSync(cache, '');
    expect(() => takeSlot(cache, 'k')).toThrow(/a part of the path is no folder|in the way/);
    const broken = scratchFolder();
    const slot = takeSlot(broken, 'k');
    slot.release();
    mkdirSync(join(slot.source, '../.qemu-downtime.lock'));
    expect(() => takeSlot(broken, 'k')).toThrow('cache-unfit');
  });
});

describe('the cache', () => {
  it('is where XDG has it', () => {
    expect(defaultCache({ XDG_CACHE_HOME: '/c' })).toBe('/c/qemu-downtime/verify');
    expect(defaultCache({ XDG_CACHE_HOME: '' })).toMatch(/\/\.cache\/qemu-downtime\/verify$/);
  });
});

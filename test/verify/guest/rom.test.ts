import { describe, expect, it } from 'vitest';
import { GUEST_CODE, guestRom, RESET_CODE } from '../../../src/verify/guest/rom.js';

const PAGE = 4096;

/** What the guest's few instructions do, taken from the processor's manual and not from the guest. */
class RealMode {
  ax = 0;
  ds = 0;
  di = 0;
  ip = 0;
  isZero = false;
  isBelow = false;
  readonly written = new Map<number, number>();

  constructor(private readonly rom: Buffer) {}

  /** @returns how long the instruction was */
  step(): number {
    return this.#run(this.rom.readUInt8(this.ip), this.ip);
  }

  #run(opcode: number, at: number): number {
    const word = (): number => this.rom.readUInt16LE(at + 1);
    const jump = (taken: boolean): number => {
      this.ip = at + 2 + (taken ? this.rom.readInt8(at + 1) : 0);
      return 2;
    };
    const plain = (length: number): number => {
      this.ip = at + length;
      return length;
    };
    switch (opcode) {
      case 0xfa:
        return plain(1);
      case 0xb8:
        this.ax = word();
        return plain(3);
      case 0x8e:
        expect(this.rom.readUInt8(at + 1)).toBe(0xd8);
        this.ds = this.ax;
        return plain(2);
      case 0x31:
        expect(this.rom.readUInt8(at + 1)).toBe(0xff);
        this.di = 0;
        return plain(2);
      case 0xfe: {
        expect(this.rom.readUInt8(at + 1)).toBe(0x05);
        const address = this.ds * 16 + this.di;
        this.written.set(address, (this.written.get(address) ?? 0) + 1);
        return plain(2);
      }
      case 0x81:
        expect(this.rom.readUInt8(at + 1)).toBe(0xc7);
        this.di = (this.di + this.rom.readUInt16LE(at + 2)) & 0xffff;
        this.isZero = this.di === 0;
        return plain(4);
      case 0x05:
        this.ax = (this.ax + word()) & 0xffff;
        return plain(3);
      case 0x3d:
        this.isBelow = this.ax < word();
        return plain(3);
      case 0x75:
        return jump(!this.isZero);
      case 0x72:
        return jump(this.isBelow);
      case 0xeb:
        return jump(true);
      default:
        throw new Error(`no instruction of the guest: ${opcode.toString(16)} at ${at}`);
    }
  }
}

const starts: number[] = [];
let offset = 0;
for (const { bytes } of GUEST_CODE) {
  starts.push(offset);
  offset += bytes.length;
}

describe('the guest', () => {
  it('fills 64 KiB, its code at the start and the jump to it where a processor begins', () => {
    const rom = guestRom();
    expect(rom.length).toBe(64 * 1024);
    expect(rom.toString('hex', 0, 26)).toBe('fab800108ed831fffe0581c7001075f80500103d00a072ecebe7');
    expect(rom.subarray(0xfff0, 0xfff5)).toEqual(Buffer.from([0xea, 0x00, 0x00, 0x00, 0xf0]));
    expect(rom.filter((byte) => byte !== 0).length).toBeLessThan(32);
  });

  it('jumps far to the segment in which the ROM ends below 1 MiB', () => {
    const [opcode, ...target] = RESET_CODE.flatMap(({ bytes }) => bytes);
    expect(opcode).toBe(0xea);
    const [ip = 0, cs = 0] = [Buffer.from(target).readUInt16LE(0), Buffer.from(target).readUInt16LE(2)];
    expect(cs * 16 + ip).toBe(0x100000 - guestRom().length);
  });

  it('has its instructions cut where a processor cuts them, and jumps only to their starts', () => {
    const guest = new RealMode(guestRom());
    for (let steps = 0; steps < 2000; steps += 1) {
      const index = starts.indexOf(guest.ip);
      expect(index).toBeGreaterThanOrEqual(0);
      expect(guest.step()).toBe(GUEST_CODE[index]?.bytes.length);
    }
  });

  it('writes to every page from 64 KiB to 640 KiB, and to no other, again and again', () => {
    const guest = new RealMode(guestRom());
    for (let steps = 0; steps < 2000; steps += 1) guest.step();
    const pages = [...guest.written.keys()].sort((a, b) => a - b);
    expect(pages).toEqual(Array.from({ length: 0x90 }, (_, index) => 0x10000 + index * PAGE));
    expect(Math.min(...guest.written.values())).toBeGreaterThan(1);
  });
});

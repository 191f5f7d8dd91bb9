/** One instruction of the guest, with what it does. */
interface Instruction {
  readonly bytes: readonly number[];
  readonly does: string;
}

/**
 * The guest: real-mode code that writes to each 4 KiB page of 0x10000-0x9ffff, for ever. So memory is dirty whenever
 * a migration looks, and no firmware is needed.
 * @internal
 */
export const GUEST_CODE: readonly Instruction[] = [
  { bytes: [0xfa], does: 'cli: nothing handles interrupts' },
  { bytes: [0xb8, 0x00, 0x10], does: 'mov ax, 0x1000: the segment of 0x10000' },
  { bytes: [0x8e, 0xd8], does: 'mov ds, ax: a segment of 64 KiB begins' },
  { bytes: [0x31, 0xff], does: 'xor di, di: at its first page' },
  { bytes: [0xfe, 0x05], does: 'inc byte [di]: the page is dirty' },
  { bytes: [0x81, 0xc7, 0x00, 0x10], does: 'add di, 0x1000: the next page; 0 after the sixteenth' },
  { bytes: [0x75, 0xf8], does: 'jnz to the inc: the segment has more pages' },
  { bytes: [0x05, 0x00, 0x10], does: 'add ax, 0x1000: the next segment' },
  { bytes: [0x3d, 0x00, 0xa0], does: 'cmp ax, 0xa000: video memory begins there' },
  { bytes: [0x72, 0xec], does: 'jb to the mov ds: below it' },
  { bytes: [0xeb, 0xe7], does: 'jmp to the mov ax: all over again' },
];

/**
 * What the processor runs at reset, 16 bytes below the end of the ROM.
 * @internal
 */
export const RESET_CODE: readonly Instruction[] = [
  { bytes: [0xea, 0x00, 0x00, 0x00, 0xf0], does: 'jmp 0xf000:0x0000: the first byte of the ROM below 1 MiB' },
];

const ROM_SIZE = 64 * 1024;
const RESET_OFFSET = 0xfff0;

/** The guest as a file for `-bios`. */
export function guestRom(): Buffer {
  const rom = Buffer.alloc(ROM_SIZE);
  rom.set(bytesOf(GUEST_CODE), 0);
  rom.set(bytesOf(RESET_CODE), RESET_OFFSET);
  return rom;
}

function bytesOf(code: readonly Instruction[]): readonly number[] {
  return code.flatMap(({ bytes }) => bytes);
}

/** RAM_SAVE_FLAG_EOS, the end of a round, of QEMU's migration/ram.c. */
const ROUND_END = '\0\0\0\0\0\0\0\x10';
/** QEMU_VM_SECTION_FOOTER and QEMU_VM_SECTION_PART of QEMU's migration/savevm.h; a section's number follows each. */
const FOOTER = '\x7e';
const PART = '\x02';
const BETWEEN_ROUNDS = new RegExp(`${ROUND_END}${FOOTER}([\\s\\S]{4})${PART}\\1`, 'g');

/**
 * A stream in which each iterable section is sent in one round. QEMU ends a round after 50 ms, or when the bandwidth
 * is used up, so how many there are depends on the host's speed; 18 bytes stand between two.
 */
export function inOneRound(stream: Buffer): Buffer {
  return Buffer.from(stream.toString('latin1').replace(BETWEEN_ROUNDS, ''), 'latin1');
}

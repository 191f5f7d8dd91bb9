import { chmod, rm, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { guestRom } from '../guest/rom.js';
import type { Machines } from '../machines.js';

/** A file that both see. */
export interface SharedFile {
  /** As we see it. */
  readonly outside: string;
  /** As QEMU sees it. */
  readonly inside: string;
}

/** What the QEMUs of one run find in the folder, or leave there. */
export interface RunFiles {
  readonly rom: SharedFile;
  /** Names the events to be traced. */
  readonly events: SharedFile;
  /** What they migrate over. */
  readonly socket: SharedFile;
  /** What a migration to a file writes. */
  readonly state: SharedFile;
  readonly sourceTrace: SharedFile;
  readonly destinationTrace: SharedFile;
}

/** The files of a run; its name keeps those of several runs apart. */
export function runFiles(folder: Machines['folder'], name: string): RunFiles {
  const shared = (ending: string): SharedFile => ({
    outside: join(folder.outside, `${name}${ending}`),
    inside: posix.join(folder.inside, `${name}${ending}`),
  });
  return {
    rom: shared('.rom'),
    events: shared('.events'),
    socket: shared('.socket'),
    state: shared('.state'),
    sourceTrace: shared('-source.trace'),
    destinationTrace: shared('-destination.trace'),
  };
}

/** Writes what QEMU reads, and takes away what an earlier run left. */
export async function prepareRunFiles(files: RunFiles, events: string): Promise<void> {
  for (const { outside } of Object.values(files) as readonly SharedFile[]) await rm(outside, { force: true });
  await writeFile(files.rom.outside, guestRom());
  await writeFile(files.events.outside, `${events}\n`);
  // QEMU may be another user.
  for (const { outside } of [files.rom, files.events]) await chmod(outside, 0o644);
}

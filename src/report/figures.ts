import type { PhaseId } from './model.js';

/** What a figure of a report is made of. */
export interface Figure {
  /** As `report --explain` takes it. */
  readonly id: string;
  readonly title: string;
  /** What is in it, and since when where releases differ. */
  readonly contains: string;
  /** What one might look for in it and does not find. */
  readonly leavesOut?: string;
}

/** A phase's figure, by its id. */
const PHASES: Readonly<Record<PhaseId, Omit<Figure, 'id'>>> = {
  stop: {
    title: 'stop the guest',
    contains:
      'from the request to stop to the return of the stop call: vCPUs pause, devices drain, block jobs flush',
    leavesOut:
      'before 8.2 and in inline ports of postcopy what comes before the stop: the state change and the wait for the lock',
  },
  iterable: {
    title: 'RAM and other iterables',
    contains:
      'the END sections: the last bitmap sync, every remaining page, compression, multifd’s sync, and waiting for the network, since the migration thread blocks on write; before 10.0 the vCPUs’ state is fetched first',
    leavesOut: 'up to 2.12 the tail of RAM, which stays in QEMU’s buffer of 32 KiB until devices fill it',
  },
  'non-iterable': {
    title: 'devices (non-iterable)',
    contains:
      'the FULL sections: each device’s pre_save and writing; since 10.0 the fetch of the vCPUs’ state; 2.10 to 9.2 in precopy the disks are given up in it, and the JSON description is written (2.3 and later)',
    leavesOut: 'the last flush of the stream, which comes later',
  },
  completion: {
    title: 'completion',
    contains:
      'from the last device to the source’s own end of the downtime: the last flush and, with a return path, the wait for the destination',
  },
  'in-flight': {
    title: 'in flight, and the load not done by then',
    contains:
      'from the end of saving to the end of loading, by both clocks: network and the part of the load that saving did not cover',
  },
  load: {
    title: 'load',
    contains:
      'from the begin of the first row that counts to the end of loading; it overlaps the source’s saving almost fully, so the two are never added',
  },
  enter: {
    title: 'until the bottom half',
    contains: 'waiting for the main loop, which runs the rest',
  },
  'cpu-sync': {
    title: 'synchronize vCPUs',
    contains: 'the vCPUs’ loaded state is given to the accelerator (postcopy)',
  },
  announce: { title: 'announce', contains: 'network interfaces tell the switches where the guest is' },
  activate: {
    title: 'activate block nodes',
    contains: 'the disks are taken over: locks, metadata that was cached is read again (postcopy)',
  },
  start: {
    title: 'start the guest',
    contains:
      'block nodes and multifd’s end in precopy, then the vCPUs run, or the state that was asked for is set',
  },
};

const ROWS: readonly Figure[] = [
  {
    id: 'save-iterable',
    title: 'save row of an iterable device',
    contains:
      'its END section: header, the device’s own end, footer. For ram that is the whole last round, network included',
    leavesOut: 'what was sent while the guest ran',
  },
  {
    id: 'save-non-iterable',
    title: 'save row of a device',
    contains:
      'its FULL section: header, pre_save, writing, footer; in precopy blocking where QEMU’s buffer is full, while postcopy and background snapshots write to memory and show pure CPU time. From 8.0 on the tests that skip a device as well',
    leavesOut:
      'fetching the vCPUs’ registers. A time taken right around vmstate_save lacks the header; see lint’s narrow-window',
  },
  {
    id: 'skipped-rows',
    title: 'save rows of a few µs without a load row',
    contains:
      'since 8.0 handlers without a device state (ram, dirty-bitmap) and devices that are not needed have a save row of about 0 µs; since 10.1 inactive iterables as well. Ports to 7.2 and older have none',
  },
  {
    id: 'load-row',
    title: 'load row',
    contains:
      'vmstate_load alone, with post_load, which is often the bulk (memory maps, virtio, irqchip, vfio). While it waits for data the main loop may run in it (precopy); the END of ram waits for the source’s last page',
    leavesOut: 'reading type, ids and version, finding the device, the footer, multifd’s last wait',
  },
  {
    id: 'gaps',
    title: 'gaps between rows',
    contains:
      'on the destination waiting for the source or the network, on the source headers of other sections, the JSON description and what comes between phases; “unexplained” is what no row covers',
  },
];

const TOTALS: readonly Figure[] = [
  {
    id: 'downtime',
    title: 'downtime',
    contains: 'src-downtime-start to the first src-downtime-end, by the source’s clock',
    leavesOut: 'without a return path everything that the destination does; with one it is in it',
  },
  {
    id: 'pause',
    title: 'pause',
    contains:
      'src-downtime-start on the source to the moment at which the destination may run the guest, by both clocks',
  },
];

const MODES: readonly Figure[] = [
  {
    id: 'postcopy',
    title: 'in postcopy',
    contains:
      'saving to memory and sending it as one package, loading that, resuming. The “iterable” load row of ram comes from the listen thread, long after the guest runs: not downtime, and not counted; its end has no save row',
  },
  {
    id: 'background-snapshot',
    title: 'in a background snapshot',
    contains: 'the stop and the devices; RAM has no END section, and nobody loads',
  },
  {
    id: 'savevm',
    title: 'in savevm and loadvm',
    contains: 'all rows and no src-downtime-start, by which they are told',
  },
  {
    id: 'early-setup',
    title: 'devices that are saved early (virtio-mem, 8.0 and later)',
    contains: 'no save row, and a load row at the begin of the migration, before the downtime: not counted',
  },
  {
    id: 'multifd-devices',
    title: 'device state by multifd (10.0 and later)',
    contains:
      'the “iterable” row of such a device is a dummy of about 0 µs; the work is in threads and shows as the gap before src-iterable-saved and, on load, before dst-precopy-loadvm-completed',
  },
  {
    id: 'mapped-ram',
    title: 'mapped-ram (9.0 and later)',
    contains: 'all of RAM is read in its START section, so it has no load row',
  },
  {
    id: 'colo',
    title: 'in COLO, and on Xen',
    contains:
      'rows at each COLO checkpoint (3.1 and later only iterable ones), one-sided and repeated; Xen’s save has no rows, its load has',
  },
];

/** Every figure, in the order in which they are explained. */
export const FIGURES: readonly Figure[] = [
  ...TOTALS,
  ...Object.entries(PHASES).map(([id, phase]) => ({ id, ...phase })),
  ...ROWS,
  ...MODES,
];

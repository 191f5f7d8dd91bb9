import { describe, expect, it } from 'vitest';
import { deviceClass } from '../../src/report/device-class.js';
import { checkpointLine, fileOf, stamp } from './made-migration.js';
import { onlyMigration, phaseOf } from './read-sample.js';

const BEGIN = 5_000_000_000;

function row(at: number, kind: string, section: string, idstr: string, took: number, instance = 0): string {
  return `7@${stamp(BEGIN + at)}:vmstate_downtime_${kind} type=${section} idstr=${idstr} instance_id=${instance} downtime=${took}`;
}
const point = (at: number, name: string): string => checkpointLine(BEGIN + at, name);

describe('the class of a device', () => {
  it.each([
    ['cpu', 'cpu'],
    ['cpu_common', 'cpu'],
    ['ram', 'ram'],
    ['apic', 'interrupt'],
    ['kvm-tpr-opt', 'interrupt'],
    ['0000:00:02.0/vfio', 'vfio'],
    ['0000:00:03.0/virtio-net', 'virtio'],
    ['0000:01:00.0/virtio-blk', 'virtio'],
    ['0000:00:04.0/e1000', 'network'],
    ['0000:00:01.1/ide', 'block'],
    ['dirty-bitmap', 'block'],
    ['0000:00:01.3/piix4_pm', 'pci'],
    ['vga', 'display'],
    ['0000:00:1d.7/ehci', 'usb'],
    ['hpet', 'timer'],
    ['globalstate', 'other'],
    ['0000:00:1f.2/ich9_ahci', 'block'],
    ['0000:00:05.0/0:0:0/scsi-disk', 'block'],
    ['0000:00:06.0/lsiscsi', 'block'],
    ['isa-ide', 'block'],
    ['fdc', 'block'],
    ['0000:00:02.0/e1000e', 'network'],
    ['0000:00:02.0/i82557b', 'network'],
    ['0000:00:02.0/vmxnet3', 'network'],
    ['usb-net', 'network'],
    ['stellaris_enet', 'network'],
    ['mc146818rtc', 'timer'],
    ['ls7a_rtc', 'timer'],
    ['kvmclock', 'timer'],
    ['arm_gicv3', 'interrupt'],
    ['ioapic', 'interrupt'],
    ['i8259', 'interrupt'],
    ['riscv_aplic', 'interrupt'],
    ['0000:00:02.0/ati-vga', 'display'],
    ['0000:00:02.0/qxl', 'display'],
    ['0000:00:00.0/mch', 'pci'],
    ['i2c_bus', 'pci'],
    ['0000:00:1d.0/uhci', 'usb'],
    ['1/usb-ptr', 'usb'],
  ])('of %s is %s', (idstr, name) => {
    expect(deviceClass(idstr)).toBe(name);
  });
});

describe('a word within a word', () => {
  it.each([
    'configuration',
    'provider',
    'planets',
    'portcullis',
    'pulsing',
    'logic',
    'duplicate',
    'mchp.uart',
    'smbufs',
  ])('is no class: %s', (idstr) => {
    expect(deviceClass(idstr)).toBe('other');
    expect(deviceClass(`0000:00:02.0/${idstr}`)).toBe('other');
  });

  it.each([
    ['smbus-eeprom', 'pci'],
    ['0000:00:02.0/i82596', 'other'],
    ['versatile-pci', 'pci'],
  ])('does not decide about %s, which is %s', (idstr, name) => {
    expect(deviceClass(idstr)).toBe(name);
  });
});

describe('rows of devices', () => {
  const source = [
    point(0, 'src-downtime-start'),
    point(100, 'src-vm-stopped'),
    row(400, 'save', 'iterable', 'vfio', 50),
    row(900, 'save', 'iterable', 'ram', 300),
    point(901, 'src-iterable-saved'),
    row(1000, 'save', 'non-iterable', 'vfio', 99),
    point(1100, 'src-non-iterable-saved'),
    point(1200, 'src-downtime-end'),
  ];

  it('of one name are two devices where one ends an iterable part and one is whole, as of vfio', async () => {
    const { devices } = await onlyMigration(fileOf(source), undefined);
    expect(devices.filter(({ idstr }) => idstr === 'vfio').map(({ section }) => section)).toEqual([
      'iterable',
      'non-iterable',
    ]);
  });

  it('explain their part of a phase: 50 + 300 of the 801 of iterable', async () => {
    const migration = await onlyMigration(fileOf(source), undefined);
    expect(phaseOf(migration, 'iterable').rows).toEqual({ count: 2, explained: 350, unexplained: 451 });
    expect(phaseOf(migration, 'non-iterable').rows).toEqual({ count: 1, explained: 99, unexplained: 100 });
  });

  it('are not counted where they overlap: two threads at once explain no time twice', async () => {
    const overlapping = [
      ...source.slice(0, 3),
      row(420, 'save', 'iterable', 'other', 60),
      ...source.slice(3),
    ];
    const migration = await onlyMigration(fileOf(overlapping), undefined);
    expect(phaseOf(migration, 'iterable').rows).toEqual({ count: 3, explained: 370, unexplained: 431 });
  });

  it('that were loaded at the begin of the migration are none of the pause', async () => {
    const destination = [
      row(-9_000_000, 'load', 'non-iterable', 'virtio-mem', 700),
      row(950, 'load', 'iterable', 'ram', 340),
      row(1090, 'load', 'non-iterable', 'vfio', 80),
      point(1200, 'dst-precopy-loadvm-completed'),
      point(1210, 'dst-precopy-bh-enter'),
      point(1220, 'dst-precopy-bh-announced'),
      point(1230, 'dst-precopy-bh-vm-started'),
    ];
    const migration = await onlyMigration(undefined, fileOf(destination));
    expect(migration.devices.map(({ idstr, load }) => [idstr, load?.counts])).toEqual([
      ['virtio-mem', 'before-switchover'],
      ['ram', 'counted'],
      ['vfio', 'counted'],
    ]);
    expect(phaseOf(migration, 'load')).toMatchObject({
      start: 0,
      duration: { least: 590 },
      rows: { count: 2 },
    });
    // Printed early, and a bound of nothing: the row of ram begins at 610, its save no sooner than 400.
    const both = await onlyMigration(fileOf(source), fileOf(destination), { offset: 'unknown' });
    expect(both.clock.interval).toEqual({ least: null, most: 100 });
  });
});

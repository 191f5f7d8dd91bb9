import { durationText } from '../../../report/duration.js';
import type { Device, DeviceRow, Migration } from '../../../report/model.js';
import { costOf, deviceName } from '../../../report/shown.js';
import { bar, filteredTable, numberCell, textCell } from './html-table.js';
import { type Markup, markup } from './markup.js';
import { outlierText } from './timeline.js';

/** Every device with its save and load, the longest first. */
export function deviceTable({ number, devices }: Migration, top: number | null): Markup | null {
  if (devices.length === 0) return null;
  const most = devices.reduce((longest, device) => Math.max(longest, longer(device)), 1);
  return filteredTable({
    key: `devices-${number}`,
    caption: `Devices of migration ${number}`,
    columns: [
      { name: 'Device' },
      { name: 'Class' },
      { name: 'Section' },
      { name: 'Save', numbers: true },
      { name: 'Load', numbers: true },
      { name: 'Remarks' },
    ],
    top,
    classesAre: 'Class',
    classes: [...new Set(devices.map((device) => device.class))].sort(),
    rows: [...devices]
      .sort((one, other) => costOf(other) - costOf(one))
      .map((device) => ({
        facts: {
          text: deviceName(device),
          class: device.class,
          outlier: Boolean(device.save?.outlier ?? device.load?.outlier),
        },
        cells: [
          markup`<th scope="row"><code>${deviceName(device)}</code></th>`,
          textCell(device.class),
          textCell(device.section),
          durationCell(device.save, 'save-device', most),
          durationCell(device.load, 'load-device', most),
          textCell(remarks(device).join('; ')),
        ],
      })),
  });
}

function longer({ save, load }: Device): number {
  return Math.max(save?.duration ?? -1, load?.duration ?? -1);
}

function durationCell(row: DeviceRow | null, kind: string, most: number): Markup {
  if (row === null) return numberCell(null, '–');
  const { duration } = row;
  return numberCell(duration, durationText(duration), bar(row.outlier ? 'outlier' : kind, duration / most));
}

const COUNTS: Readonly<Record<DeviceRow['counts'], string>> = {
  counted: '',
  'before-switchover': 'before the switchover',
  'after-resume': 'after the guest ran',
  repeated: 'repeated',
};

function remarks(device: Device): string[] {
  const ofRow = (which: string, row: DeviceRow | null) =>
    [row && COUNTS[row.counts], row && outlierText(row, device)]
      .filter(Boolean)
      .map((text) => `${which} ${text}`);
  const skipped = device.skipped ? ['had nothing to send'] : [];
  return [...ofRow('save', device.save), ...ofRow('load', device.load), ...skipped];
}

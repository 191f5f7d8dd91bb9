import type { DeviceClass } from './model.js';

/**
 * Tried in order, on the idstr without its bus address and in lower case. What is short, or ends other words, stands alone:
 * between what are no letters, for names join their words by `-`, `_` and digits.
 */
const CLASSES: readonly (readonly [DeviceClass, RegExp])[] = [
  ['vfio', /vfio/],
  ['virtio', /virtio/],
  ['vhost', /vhost/],
  ['cpu', /^(?:cpu(?:_common)?|.*-cpu)$|^cpu\//],
  ['ram', /^(?:ram|.*\.ram)$/],
  ['interrupt', /apic|i8259(?!\d)|tpr-opt|openpic|irq|(?<![a-z])(?:gic|xics|xive|a?plic|imsic)|^pic$/],
  ['timer', /timer|i8254|pcspk|(?<![a-z])(?:hpet|rtc|(?:k?vm)?clock)(?![a-z])|^pit$/],
  [
    'block',
    /scsi|ahci|nvme|megasas|mptsas|floppy|sdhci|dirty-bitmap|(?<![a-z])(?:block|ide|lsi|fdc|ufs)(?![a-z])|^sd-/,
  ],
  ['network', /e1000|rtl8139|vmxnet|ne2000|pcnet|i8255\d|(?<![a-z])(?:tulip|igb|e?net)(?![a-z])|^slirp/],
  ['display', /vga|qxl|cirrus|bochs|ramfb|(?<![a-z])(?:display|ati)(?![a-z])/],
  ['usb', /(?<![a-z])(?:usb|[xeuo]hci)/],
  [
    'pci',
    /pci|i440fx|piix|ich9|ioh3420|acpi|spapr_iommu|(?<![a-z])(?:mch|i2c|smbus|bridge|root-port)(?![a-z])/,
  ],
];

const known = new Map<string, DeviceClass>();

/** What a device is, as far as its name tells. */
export function deviceClass(idstr: string): DeviceClass {
  const before = known.get(idstr);
  if (before) return before;
  const name = idstr.replace(/^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]\//i, '').toLowerCase();
  const found = CLASSES.find(([, test]) => test.test(name))?.[0] ?? 'other';
  known.set(idstr, found);
  return found;
}

import type { DeviceClass } from './model.js';

/** Tried in order, on the idstr without its bus address and in lower case. */
const CLASSES: readonly (readonly [DeviceClass, RegExp])[] = [
  ['vfio', /vfio/],
  ['virtio', /virtio/],
  ['vhost', /vhost/],
  ['cpu', /^(?:cpu(?:_common)?|.*-cpu)$|^cpu\//],
  ['ram', /^(?:ram|.*\.ram)$/],
  ['interrupt', /apic|i8259|gic|tpr-opt|xics|xive|openpic|^pic|irq|plic|aplic|imsic/],
  ['timer', /timer|i8254|hpet|rtc|clock|pcspk|^pit$/],
  ['block', /block|dirty-bitmap|ide|ahci|scsi|nvme|lsi|megasas|fdc|floppy|sdhci|^sd-|ufs/],
  ['network', /e1000|rtl8139|vmxnet|ne2000|pcnet|tulip|eepro|igb|net|^slirp/],
  ['display', /vga|qxl|cirrus|bochs|vmware_svga|ramfb|display|ati/],
  ['usb', /usb|[xeuo]hci/],
  ['pci', /pci|i440fx|piix|mch|ich9|ioh3420|i2c|smbus|bridge|root-port|acpi|spapr_iommu/],
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

/** Device lists of ours go by this name. */
export const DEVICES = 'qemu-downtime';

/** What a tree's configure can be told. */
export interface Configure {
  /** What `configure --help` prints; it names what is handed on to meson. */
  readonly help: string;
  /** The script itself, which takes more than it names (5.2: `--without-default-devices`). */
  readonly script: string;
}

/**
 * The options for the smallest build that migrates, of those that this tree's configure has.
 * @param ownDevices the tree's copy has our device list
 */
export function configureOptions({ help, script }: Configure, ownDevices: boolean): string[] {
  const takes = (option: string): boolean =>
    new RegExp(`(?:^|[\\s,])${option}(?:[=\\s]|$)`, 'm').test(help) || script.includes(`${option})`);
  const whole = takes('--without-default-features')
    ? ['--without-default-features', '--enable-system', '--enable-tcg']
    : ['--disable-tools'];
  return [
    '--target-list=x86_64-softmmu',
    '--cc=ccache gcc',
    '--enable-trace-backends=log',
    '--disable-werror',
    '--disable-docs',
    '--disable-debug-info',
    ...whole,
    ...['--without-default-devices', '--disable-install-blobs', '--disable-blobs'].filter(takes),
    ...(ownDevices ? [`--with-devices-x86_64=${DEVICES}`] : []),
  ];
}

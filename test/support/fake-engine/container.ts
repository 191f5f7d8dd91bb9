/** A container by the arguments of its `run`. */
export interface FakeContainer {
  readonly name: string;
  /** `key=value` */
  readonly label: string;
  readonly image: string;
  /** Options, without where folders lie and the environment. */
  readonly options: readonly string[];
  readonly volumes: readonly string[];
  /** The script that all of them run, which hands on to the command. */
  readonly script: string;
  /** What it is to run, without the shells around it. */
  readonly command: readonly string[];
  /** Where a path of the container lies on this machine. */
  outside(path: string): string;
}

/** @param args those of `docker run` or `podman run`, without `run` itself */
export function containerOf(args: readonly string[]): FakeContainer {
  const imageAt = args.findIndex((word) => !word.startsWith('-'));
  const options = args.slice(0, imageAt);
  const [image = '', , script = '', , ...inner] = args.slice(imageAt);
  const command = inner[0] === 'sh' && inner[1] === '-c' ? inner.slice(4) : inner;
  const value = (name: string): string =>
    options.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
  const volumes = options.flatMap((word) =>
    word.startsWith('--volume=') ? [word.slice('--volume='.length)] : [],
  );
  return {
    name: value('name'),
    label: value('label'),
    image,
    options: options.filter((word) => !/^--(?:volume|env|name|label)=/.test(word)),
    volumes,
    script,
    command,
    outside: (path) => {
      for (const volume of volumes) {
        const [from = '', to = ''] = volume.split(':');
        if (path === to || path.startsWith(`${to}/`)) return `${from}${path.slice(to.length)}`;
      }
      throw new Error(`${path} is in no folder of this machine`);
    },
  };
}

/** The machine that a container of a migration is, such as `precopy-source`. */
export function machineName(container: string): string {
  return /^qemu-downtime-[0-9a-f]{8}-(.*)-\d+$/.exec(container)?.[1] ?? container;
}

/** A folder of this machine in a container. */
interface Mount {
  readonly from: string;
  readonly to: string;
  readonly isWritable: boolean;
}

/** What a container is started with, apart from what all of them are. */
export interface ContainerSpec {
  /** Unique on the machine. */
  readonly name: string;
  /** The run of `verify` that it belongs to. */
  readonly run: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly mounts: readonly Mount[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it is let do beyond others. */
  readonly userfault?: Userfault;
}

/**
 * How a container may use userfaultfd, which postcopy needs: by the device alone, or by the call, which asks for a
 * seccomp profile that lets it through and the capability that the kernel wants.
 */
export type Userfault = { readonly by: 'device' } | { readonly by: 'call'; readonly profile: string };

/** The label that tells a run's containers. */
export const RUN_LABEL = 'qemu-downtime.run';

/** What a build or a migration of a small guest never needs more of. */
const LIMITS = ['--memory=6g', '--pids-limit=2048'];

/**
 * Runs a command as the child of a shell that ends everything once its standard input is closed: that happens when the
 * program that started the container is gone, however it went. What comes in is handed on.
 */
const WATCHED = [
  'mkfifo /tmp/input || exit 125',
  'exec 3<&0',
  '"$@" </tmp/input 3<&- & job=$!',
  '{ cat <&3 >/tmp/input; kill -s KILL -- -1; } 2>/dev/null &',
  'wait $job',
].join('\n');

/**
 * The arguments of `docker run` or `podman run`: no network, a root that cannot be written, no capability, no new
 * privileges, bounded memory and processes. Only `userfault` loosens any of it.
 * @param user `uid:gid` of who runs in it; none for the image's own, which is root
 */
export function runArguments(spec: ContainerSpec, user: string | undefined): string[] {
  const { userfault } = spec;
  const own = [
    'run',
    '--rm',
    '--interactive',
    `--name=${spec.name}`,
    `--label=${RUN_LABEL}=${spec.run}`,
    '--pull=never',
    '--network=none',
    '--read-only',
    '--tmpfs=/tmp:rw,exec,nosuid,nodev,mode=1777,size=1g',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    // Where SELinux is on, a container may not read a folder of this machine, unless that is relabelled, file by file.
    '--security-opt=label=disable',
    ...LIMITS,
    ...(user === undefined ? [] : [`--user=${user}`]),
    ...(userfault?.by === 'device' ? ['--device=/dev/userfaultfd'] : []),
    ...(userfault?.by === 'call'
      ? ['--cap-add=SYS_PTRACE', `--security-opt=seccomp=${userfault.profile}`]
      : []),
  ];
  for (const { from, to, isWritable } of spec.mounts)
    own.push(`--volume=${from}:${to}${isWritable ? '' : ':ro'}`);
  for (const [name, value] of Object.entries({ HOME: '/tmp', LC_ALL: 'C', ...spec.environment }))
    own.push(`--env=${name}=${value}`);
  return [...own, '--entrypoint=/bin/sh', spec.image, '-c', WATCHED, 'sh', ...spec.command];
}

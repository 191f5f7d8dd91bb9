import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type ContainerSpec, runArguments } from '../../../src/verify/engine/container-spec.js';

const SPEC: ContainerSpec = {
  name: 'n',
  run: 'r',
  image: 'i',
  command: ['ninja', '-j2'],
  mounts: [
    { from: '/a', to: '/src', isWritable: false },
    { from: '/b', to: '/build', isWritable: true },
  ],
  environment: { CCACHE_DIR: '/ccache' },
};

describe('the arguments of a container', () => {
  it('shut it in', () => {
    const args = runArguments(SPEC, '1000:100');
    const options = args.slice(0, args.indexOf('i'));
    expect(options).toEqual([
      ...['run', '--rm', '--interactive', '--name=n', '--label=qemu-downtime.run=r', '--pull=never'],
      ...['--network=none', '--read-only', '--tmpfs=/tmp:rw,exec,nosuid,nodev,mode=1777,size=1g'],
      ...['--cap-drop=ALL', '--security-opt=no-new-privileges', '--security-opt=label=disable'],
      ...['--memory=6g', '--pids-limit=2048'],
      ...['--user=1000:100', '--volume=/a:/src:ro', '--volume=/b:/build'],
      ...['--env=HOME=/tmp', '--env=LC_ALL=C', '--env=CCACHE_DIR=/ccache', '--entrypoint=/bin/sh'],
    ]);
    expect(args.slice(-3)).toEqual(['sh', 'ninja', '-j2']);
  });

  it('are loosened by userfaultfd alone, by the device or by the call', () => {
    const plain = runArguments(SPEC, undefined);
    const more = (spec: ContainerSpec) =>
      runArguments(spec, undefined).filter((word) => !plain.includes(word));
    expect(more({ ...SPEC, userfault: { by: 'device' } })).toEqual(['--device=/dev/userfaultfd']);
    expect(more({ ...SPEC, userfault: { by: 'call', profile: '/p.json' } })).toEqual([
      '--cap-add=SYS_PTRACE',
      '--security-opt=seccomp=/p.json',
    ]);
  });
});

/**
 * What all containers run, played in a namespace of processes as theirs are, with a /tmp of its own. It kills all that
 * it sees: the guard keeps that inside. Needs root, and fails without, not skips.
 */
const SCRIPT = runArguments({ ...SPEC, command: [] }, undefined).at(-2) ?? '';
const NAMESPACE = [
  ...['--pid', '--fork', '--mount', '--mount-proc', '--kill-child', 'sh', '-c'],
  'test $$ = 1 || exit 99; mount -t tmpfs tmpfs /tmp || exit 98; exec sh -c "$@"',
  'sh',
];

function started(inner: string) {
  const child = spawn('unshare', [...NAMESPACE, SCRIPT, 'sh', 'sh', '-c', inner], { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended };
}

describe('what every container runs', () => {
  it('hands input, output and exit code through', async () => {
    const { child, ended } = started('read word; echo "got $word"; exit 7');
    let output = '';
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
    child.stdin.write('hello\n');
    expect([await ended, output]).toEqual([7, 'got hello\n']);
  });

  it('ends all, children of children too, when its input is closed', async () => {
    const inner = '(sleep 1000 & sleep 1000) & echo there; wait; sleep 1000';
    const { child, ended } = started(inner);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const began = Date.now();
    child.stdin.end();
    expect(await ended).not.toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});

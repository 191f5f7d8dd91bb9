import { execFileSync } from 'node:child_process';

/** A shell line, run at a terminal of so many columns; what it writes there. */
export function runInTerminal(line: string, columns: number, folder: string, program: string): string {
  const quoted = [process.execPath, program].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const script = `stty cols ${columns} rows 60; qemu-downtime() { ${quoted} "$@"; }; ${line}; true`;
  return execFileSync('script', ['--quiet', '--return', '--command', script, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TERM: 'xterm-256color',
      LC_ALL: 'C.UTF-8',
      SHELL: '/bin/bash',
    },
  });
}

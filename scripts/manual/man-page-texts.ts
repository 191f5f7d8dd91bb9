/** What the man page says besides what `--help` says. */
export const MAN_PAGE_TEXTS = {
  description: [
    'Live migration pauses the guest. QEMU 8.2 marks 14 moments of that pause, on both hosts, with one tracepoint, vmstate_downtime_checkpoint (upstream commit 3e5f3bcdc2). qemu-downtime carries those marks into older trees, from QEMU 1.0 on: a git checkout, an unpacked tarball, or revisions of a repository. It finds each place by the structure of the C source, never by a version number, proves the result before it writes anything, and refuses with a reason where it cannot.',
    'Results go to standard output, all else to standard error. What is written is written as a whole or not at all, also when the program is killed. Nothing of a tree is run but by verify, in containers.',
  ],
  exitStatus: [
    '0 is done, or nothing to do; 1 that there are findings, or changes are needed; 2 wrong usage; 3 refused, and nothing was written; 4 that the environment lacks something, such as git, an identity or a container engine; 70 a defect of this program; 130 interrupted, with nothing half-written. Each command says above what they mean for it.',
  ],
  environment: [
    {
      term: 'NO_COLOR',
      meaning: 'Where it is set and not empty, there is no colour unless --color always asks for it.',
    },
    {
      term: 'QEMU_DOWNTIME_PARSER',
      meaning:
        'native or wasm: the parser to take. Without it the native one is taken, and where that cannot be loaded, the slower one in WebAssembly.',
    },
    { term: 'XDG_CACHE_HOME', meaning: 'Where verify keeps its cache; ~/.cache if it is not set.' },
    { term: 'DOCKER_HOST', meaning: 'Is passed on to the container engine, as the rest of the environment.' },
  ],
  files: [
    {
      term: '~/.cache/qemu-downtime/verify',
      meaning: 'Copies, builds and compiled objects of verify; it can be deleted at any time.',
    },
  ],
  seeAlso: [
    ['git-cherry-pick', 1],
    ['git-am', 1],
    ['quilt', 1],
    ['qemu-system', 1],
  ],
} as const;

import { shellWord } from '../shell-word.js';
import { MANIFEST, manifestLines } from './manifest.js';
import type { Pipeline } from './pipeline.js';

/** The folder of the results, in the folder that jobs begin in. */
export const RESULTS = 'qemu-downtime-results';
/** The port of a revision, in the folder of its results. */
export const PORT_MAIL = 'port.mbox';
/** What is kept from one run of a job to the next: the image that trees are built in, and compiled objects. */
const CACHE = '.qemu-downtime-cache';
export const IMAGE_CACHE = `${CACHE}/image`;
export const CCACHE = `${CACHE}/ccache`;
/** What `collect` writes. */
export const COLLECTED = 'qemu-downtime';

/** The variables by which a script knows its job, apart from it: a script is the same for all jobs. */
export const VARIABLES = {
  name: 'QEMU_DOWNTIME_NAME',
  commit: 'QEMU_DOWNTIME_COMMIT',
  /** The repository that the commit is fetched from. */
  from: 'QEMU_DOWNTIME_FROM',
  /** What npm installs. */
  package: 'QEMU_DOWNTIME_PACKAGE',
} as const;

/** Whether jobs need a container engine. */
export function verifies({ level }: Pipeline): boolean {
  return level !== 'none';
}

/** Installs what a job needs and its image lacks. @param programs those that Debian’s packages have */
export function installScript(programs: readonly ('git' | 'docker')[]): string {
  const packages = programs.map((program) => (program === 'docker' ? 'docker.io' : program));
  const debian = [
    'missing=',
    ...programs.map((program) => `command -v ${program} >/dev/null || missing=yes`),
    'if [ -n "$missing" ]; then',
    '  apt-get update -q',
    `  apt-get install -q -y --no-install-recommends ca-certificates ${packages.join(' ')}`,
    'fi',
  ];
  return lines(
    ...(programs.length > 0 ? debian : []),
    `command -v qemu-downtime >/dev/null || npm install --global "$${VARIABLES.package}"`,
    'qemu-downtime --version',
  );
}

/** Ports the revision of a job, lints what came of it, and verifies it. */
export function revisionScript(pipeline: Pipeline): string {
  const recipe = pipeline.recipe === undefined ? '' : ` --recipe=${shellWord(pipeline.recipe)}`;
  return lines(
    'set -eu',
    `name=$${VARIABLES.name}`,
    `out=$PWD/${RESULTS}/$name`,
    'repo=$PWD/qemu-downtime-source',
    `rm -rf "$PWD/${RESULTS}" "$repo"`,
    'mkdir -p "$out"',
    '',
    '# One commit, without its history.',
    'git init --quiet "$repo"',
    'git -C "$repo" config user.name qemu-downtime',
    'git -C "$repo" config user.email qemu-downtime@localhost',
    `git -C "$repo" fetch --quiet --no-tags --depth=1 "$${VARIABLES.from}" "$${VARIABLES.commit}"`,
    'git -C "$repo" update-ref "refs/heads/$name" FETCH_HEAD',
    ...(pipeline.upstream.length > 0 ? ['', ...upstreamLines(pipeline)] : []),
    '',
    'status=0',
    `qemu-downtime backport "$repo" --onto="refs/heads/$name"${recipe} \\`,
    '  --format=json --output="$out/backport.json" || status=$?',
    'if [ "$status" -ne 0 ]; then',
    '  cat "$out/backport.json" || true',
    '  exit "$status"',
    'fi',
    'port=refs/heads/qemu-downtime/$name',
    'if git -C "$repo" rev-parse --quiet --verify "$port" >/dev/null; then',
    `  git -C "$repo" format-patch --quiet --stdout "refs/heads/$name..$port" >"$out/${PORT_MAIL}"`,
    'else',
    '  # All is there already.',
    '  port=refs/heads/$name',
    'fi',
    '',
    `qemu-downtime lint "$repo" --rev="$port"${recipe} --output="json:$out/lint.json" \\`,
    '  --output="junit:$out/lint.xml" --output="gitlab:$out/codequality.json" || status=$?',
    ...(verifies(pipeline) ? ['', ...verifyLines(pipeline, recipe)] : []),
    'exit "$status"',
  );
}

/** Author and text of a port are upstream's where its commit is there; not every server has it, or gives it by its id. */
function upstreamLines({ upstream }: Pipeline): string[] {
  return [
    '# Upstream’s own, for the author and the text of the port.',
    ...upstream.flatMap((commit) => [
      `git -C "$repo" fetch --quiet --no-tags --depth=1 "$${VARIABLES.from}" ${commit} ||`,
      `  echo 'commit ${commit} of upstream cannot be fetched: its port is by the job, in words of its own'`,
    ]),
  ];
}

/**
 * Fetches upstream's commits into a checkout that jobs fetch from, where the server has them. Each gets a ref: else gits before
 * 2.26 do not hand it on.
 */
export function upstreamScript({ upstream }: Pipeline, checkout: string): string {
  return lines(
    ...upstream.map(
      (commit) =>
        `git -C ${checkout} fetch --quiet --no-tags --depth=1 origin ${commit}:refs/qemu-downtime/${commit} || true`,
    ),
  );
}

/** Submodules that QEMU cannot be configured without. */
const SUBMODULES = ['ui/keycodemapdb', 'tests/fp/berkeley-softfloat-3', 'tests/fp/berkeley-testfloat-3'];

function verifyLines({ level }: Pipeline, recipe: string): string[] {
  return [
    '# The submodules that a build needs, where the revision has them.',
    'git -C "$repo" checkout --quiet --detach "$port"',
    `for module in ${SUBMODULES.join(' ')}; do`,
    '  if git -C "$repo" ls-files --stage -- "$module" | grep -q "^160000"; then',
    '    git -C "$repo" submodule --quiet update --init --depth=1 -- "$module" || true',
    '  fi',
    'done',
    '',
    `cache=$PWD/${CACHE}`,
    `image=$PWD/${IMAGE_CACHE}/image.tar`,
    `mkdir -p "$PWD/${IMAGE_CACHE}"`,
    'if [ -s "$image" ]; then docker load --quiet --input "$image" || rm -f "$image"; fi',
    `qemu-downtime verify --repo="$repo" --rev="$port" --apply=no --level=${level}${recipe} \\`,
    '  --cache="$cache" --output="json:$out/verify.json" --output="junit:$out/verify.xml" || status=$?',
    'if [ ! -s "$image" ]; then',
    "  built=$(docker image ls --format '{{.Repository}}:{{.Tag}}' localhost/qemu-downtime-build) || built=",
    '  if [ -n "$built" ]; then',
    '    # shellcheck disable=SC2086',
    '    docker save --output "$image" $built || rm -f "$image"',
    '  fi',
    'fi',
  ];
}

/** Sums all jobs up. Which there have to be is in it, since one that left nothing cannot say so. */
export function collectScript(pipeline: Pipeline): string {
  return lines(
    'set -eu',
    `mkdir -p ${RESULTS}`,
    "printf '%s\\n' \\",
    ...manifestLines(pipeline).map((line) => `  ${shellWord(line)} \\`),
    `  >${RESULTS}/${MANIFEST}`,
    `qemu-downtime collect ${RESULTS} --output=json:${COLLECTED}.json --output=html:${COLLECTED}.html`,
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

import { saidInOneLine } from './printable.js';
import { EnvironmentLack, type Problem, Refusal } from './problem.js';

/** What `verify` cannot do here, worded in one place. */
export const verifyProblems = {
  /**
   * @param said what each engine answered
   * @param dockerHost DOCKER_HOST, where docker was asked there and did not answer
   */
  noEngine: (said: readonly string[], dockerHost?: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'no-container-engine',
        expected: 'docker or podman that answers, since the tree is built and run in containers only',
        found: said.map(saidInOneLine).join('; '),
        next:
          dockerHost === undefined
            ? 'install podman, or docker and start its daemon (or join the group that may use it); --engine chooses one'
            : `docker was asked at ${saidInOneLine(dockerHost)}, as DOCKER_HOST says: start the daemon there, or unset DOCKER_HOST for the one of this machine; or install podman`,
      },
    ]),
  engineCannotRun: (engine: string, said: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'engine-cannot-run',
        expected: `a trivial container to run: ${engine} run --rm --network=none`,
        found: `${engine} says: ${saidInOneLine(said) || 'nothing'}`,
        next:
          engine === 'podman'
            ? 'install runc, which is tried where podman’s own runtime fails, or give what it needs with --engine-arg'
            : 'mend what docker says, or use podman with --engine podman',
      },
    ]),
  /** It answered before. @param said its own words */
  engineFailed: (engine: string, said: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'engine-failed',
        expected: `${engine} to run a container to its end`,
        found: `${engine} says: ${saidInOneLine(said) || 'nothing'}`,
        next: `see to ${engine}, then run the command again: what was built by now is kept`,
      },
    ]),
  noImage: (image: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'no-image',
        expected: `the image ${image} on this machine`,
        found: 'no image of that name',
        next: 'pull or build it first, or leave --image out',
      },
    ]),
  /** @param tries how each way to make the image went */
  imageNotMade: (tries: readonly string[]): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'image-not-made',
        expected: 'an image with a compiler and what QEMU is built with',
        found: tries.map(saidInOneLine).join('; '),
        next:
          'on Debian install mmdebstrap and run this as root; or build templates/verify/Containerfile where there is ' +
          'a registry and name the image with --image',
      },
    ]),
  /** The copy was to get the checkpoints first. */
  cannotApply: (problems: readonly Problem[]): Refusal =>
    new Refusal([
      ...problems,
      {
        code: 'cannot-apply',
        expected: 'a tree that has the checkpoints, or that apply can give them to',
        found: 'apply refuses it, for the reasons above',
        next: 'mend it, or verify it as it is with --apply no',
      },
    ]),
  /**
   * What the build takes files of is not there, and nothing is fetched in a container.
   * @param parts submodules and subprojects
   * @param next what gets them
   */
  partsAbsent: (tree: string, parts: readonly string[], next: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'parts-absent',
        expected: 'all that the build of this tree takes, since nothing is fetched for it',
        found: `${tree} lacks ${parts.join(', ')}`,
        next,
      },
    ]),
  noMesonBuild: (tree: string): Refusal =>
    new Refusal([
      {
        code: 'build-not-supported',
        expected: 'a tree that is built with meson, as QEMU 5.2 and later are',
        found: `${tree} has no meson.build`,
        next: 'verify a newer tree; lint proves the same of this one without building it',
      },
    ]),
  cacheUnfit: (folder: string, why: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'cache-unfit',
        expected:
          'a folder for copies of trees, builds and compiled objects, with some hundred megabytes of room',
        found: `${folder}: ${why}`,
        next: 'make room there, or give another one with --cache',
      },
    ]),
  logUnfit: (folder: string, why: string): EnvironmentLack =>
    new EnvironmentLack([
      {
        code: 'log-unfit',
        expected: 'a folder for logs and traces',
        found: `${folder}: ${why}`,
        next: 'give another one with --log',
      },
    ]),
};

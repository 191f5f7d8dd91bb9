import { randomUUID } from 'node:crypto';
import { verifyProblems } from '../../problem/verify-problems.js';
import { ContainerEngine, type EngineSettings } from './container-engine.js';

/**
 * Where podman's own runtime does not work, as on machines with two versions of cgroups, runc does; and limits have to
 * be named where the machine does not let them be raised. Both limits: one alone fails as well.
 */
const REMEDY: Pick<EngineSettings, 'globalArguments' | 'runArguments'> = {
  globalArguments: ['--runtime=runc'],
  runArguments: ['--ulimit=nofile=1024:4096', '--ulimit=nproc=4096:4096'],
};

/**
 * Starts a trivial container, and for podman tries the known remedy where that fails.
 * @returns the engine as it works, and whether by the remedy
 * @throws EnvironmentLack `engine-cannot-run` with the engine's own words
 */
export async function probeEngine(
  engine: ContainerEngine,
  image: string,
  signal?: AbortSignal,
): Promise<{ engine: ContainerEngine; isRemedied: boolean }> {
  const failure = await tryRun(engine, image, signal);
  if (failure === undefined) return { engine, isRemedied: false };
  if (engine.name === 'podman') {
    const { globalArguments, runArguments } = engine.settings;
    const remedied = new ContainerEngine({
      ...engine.settings,
      globalArguments: [...REMEDY.globalArguments, ...globalArguments],
      runArguments: [...REMEDY.runArguments, ...runArguments],
    });
    if ((await tryRun(remedied, image, signal)) === undefined) return { engine: remedied, isRemedied: true };
  }
  throw verifyProblems.engineCannotRun(engine.name, failure);
}

/** What the engine said, if it cannot run a container. */
async function tryRun(
  engine: ContainerEngine,
  image: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const name = `qemu-downtime-probe-${randomUUID()}`;
  const spec = { name, run: name, image, command: ['true'], mounts: [] };
  const end = await engine.run(spec, { timeoutMs: 60_000, ...(signal && { signal }) });
  if (end.code === 0) return undefined;
  return end.ended ? `no answer within a minute (${end.ended})` : end.stderr.trim();
}

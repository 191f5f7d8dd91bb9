import { verifyProblems } from '../../problem/verify-problems.js';
import { ContainerEngine, type EngineName, type EngineSettings } from './container-engine.js';
import { type CommandEnd, runCommand } from './run-command.js';

export interface EngineChoice {
  readonly engine: 'auto' | EngineName;
  /** Arguments of the engine that the user gives, put before its commands. */
  readonly engineArguments: readonly string[];
  readonly signal?: AbortSignal;
}

const PATIENCE_MS = 20_000;

/**
 * Finds the engine that answers: docker first, since its daemon can do all that is asked here.
 * @throws EnvironmentLack `no-container-engine` with what each engine said
 */
export async function findEngine({
  engine,
  engineArguments,
  signal,
}: EngineChoice): Promise<ContainerEngine> {
  const said: string[] = [];
  let dockerHost: string | undefined;
  for (const name of engine === 'auto' ? (['docker', 'podman'] as const) : [engine]) {
    const info = await runCommand(name, [...engineArguments, 'info', `--format=${FORMATS[name]}`], {
      timeoutMs: PATIENCE_MS,
      ...(signal && { signal }),
    });
    const answer = answerOf(name, engineArguments, info);
    if (typeof answer !== 'string') return new ContainerEngine(answer);
    said.push(`${name}: ${answer}`);
    if (name === 'docker' && info.notStarted === undefined) dockerHost = process.env.DOCKER_HOST || undefined;
  }
  throw verifyProblems.noEngine(said, dockerHost);
}

/** What is asked of each. The command line of docker answers even where its daemon does not. */
const FORMATS: Readonly<Record<EngineName, string>> = {
  docker: '{{json .ServerErrors}} {{json .SecurityOptions}}',
  podman: '{{.Host.Security.Rootless}}',
};

/** How an engine is spoken to, or why it cannot be. */
function answerOf(
  name: EngineName,
  globalArguments: readonly string[],
  { code, stdout, stderr, ended, notStarted: why }: CommandEnd,
): EngineSettings | string {
  if (why !== undefined) return notStarted(why);
  if (ended === 'timeout') return `no answer within ${PATIENCE_MS / 1000} seconds`;
  const answers = name === 'podman' || /^(?:null|\[\]) /.test(stdout);
  if (code !== 0 || !answers) return saidBy(stderr.trim() || stdout);
  const isRootless = name === 'podman' ? stdout.trim() === 'true' : stdout.includes('name=rootless');
  return { name, globalArguments, runArguments: [], isRootless };
}

function notStarted(code: string): string {
  return code === 'ENOENT' ? 'not installed' : `cannot be started (${code})`;
}

/** The last line of an error, which is the one that says it. */
function saidBy(stderr: string): string {
  return stderr.trim().split('\n').at(-1) || 'no answer';
}

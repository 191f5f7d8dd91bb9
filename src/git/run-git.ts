import { noGit } from '../problem/git-problems.js';
import { gitEnvironment, SAFE_CONFIG } from './environment.js';

/** git ended with an error. Callers turn it into a message that fits what they asked for. */
export class GitError extends Error {
  override readonly name = 'GitError';

  constructor(
    readonly command: string,
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(`git ${command} failed with ${exitCode}: ${stderr}`);
  }
}

export interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Buffer;
  readonly config?: readonly string[];
  /** With the settings that GIT_CONFIG_GLOBAL and its like name: only for commands that start no program. */
  readonly userConfig?: boolean;
}

/** A silent git is stuck (a FIFO planted as a config file, say): plumbing answers within milliseconds. */
const SILENCE_LIMIT_MS = 60_000;

/**
 * Runs one git command in a folder, through simple-git, with the cleaned environment and the safe settings.
 * simple-git is loaded here, on first use: it takes 25-40 ms that most commands need not spend.
 * @param args the command and its arguments; never a user's text where git reads options
 * @returns what git printed
 * @throws GitError where git fails; EnvironmentLack `no-git`
 */
export async function runGit(
  folder: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<string> {
  const { simpleGit } = await import('simple-git');
  const env = gitEnvironment(options.env, options.userConfig);
  let ended: { exitCode: number; stdErr: readonly Buffer[] } | undefined;
  // A fresh instance each time: the environment sticks to an instance.
  const git = simpleGit({
    baseDir: folder,
    config: [...SAFE_CONFIG, ...(options.config ?? [])],
    allowEnvironment: Object.keys(env).filter((name) => name.toUpperCase().startsWith('GIT_')),
    unsafe: {
      // Allowed because we switch them off.
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      // Allowed where the caller asked for them.
      allowUnsafeConfigEnvCount: options.userConfig === true,
      allowUnsafeConfigPaths: options.userConfig === true,
    },
    completion: { onClose: true, onExit: false },
    timeout: { block: SILENCE_LIMIT_MS },
    input: () => options.input ?? Buffer.alloc(0),
    // By default simple-git takes a failure without a message for success.
    errors: (error, result) => {
      ended = result;
      if (error !== undefined) return error;
      return result.exitCode === 0 ? undefined : Buffer.from(`exit code ${result.exitCode}`);
    },
  }).env(env);
  try {
    return await git.raw([...args]);
  } catch (error) {
    const text = String(error);
    if (text.includes('spawn git ENOENT')) throw noGit();
    const stderr = ended ? Buffer.concat([...ended.stdErr]).toString('utf8') : '';
    throw new GitError(args[0] ?? '', ended?.exitCode ?? -1, stderr || text);
  }
}

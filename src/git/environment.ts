/** Who commits and when: the only variables of git that a user's environment may pass on. */
const IDENTITY = [
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_AUTHOR_DATE',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_COMMITTER_DATE',
];

/** Where a user keeps settings. Only for questions that start no program, such as who commits. */
const USER_CONFIG = /^GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)$/;

/** Variables that make git start a program of somebody's choice, without GIT_ in their names. */
const PROGRAMS = new Set(['EDITOR', 'VISUAL', 'PAGER', 'SSH_ASKPASS', 'PREFIX']);

/** What every git process of ours is told. */
const OURS: Readonly<Record<string, string>> = {
  // A partial clone must not fetch: the transport command in its configuration may be anybody's code.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  // An object is what its id says, not what refs/replace makes of it.
  GIT_NO_REPLACE_OBJECTS: '1',
  // A folder of the tree may be called `[a]`; paths are never patterns here.
  GIT_LITERAL_PATHSPECS: '1',
  // Messages are matched, so not translated.
  LC_ALL: 'C',
};

/**
 * The environment for a git process: the user's without anything that points git elsewhere (GIT_DIR,
 * GIT_INDEX_FILE, GIT_CONFIG*, GIT_EXTERNAL_DIFF, ...) or makes it start programs, plus our own settings.
 * @param extra further variables, such as GIT_INDEX_FILE
 * @param userConfig keep what says where the user's own settings are
 */
export function gitEnvironment(
  extra: Readonly<Record<string, string>> = {},
  userConfig = false,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    const upper = name.toUpperCase();
    const known = IDENTITY.includes(upper) || (userConfig && USER_CONFIG.test(upper));
    const foreign = upper.startsWith('GIT_') ? !known : PROGRAMS.has(upper);
    if (value !== undefined && !foreign) kept[name] = value;
  }
  return { ...kept, ...OURS, ...extra };
}

/**
 * Settings that overrule a planted .git/config. With the first two, update-index --index-info, unpack-objects,
 * update-ref and the commands that only read run no planted code (tried with git 2.39.5, each kind of plant).
 */
export const SAFE_CONFIG: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  // An index in one file, which is what gets swapped.
  'core.splitIndex=false',
];

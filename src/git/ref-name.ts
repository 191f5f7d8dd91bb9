/** Characters that no ref name holds: control characters, blank, `~ ^ : ? * [ \` and DEL. */
const FORBIDDEN = /[\0- ~^:?*[\\\x7f]/;
const FORBIDDEN_SEQUENCE = /\.\.|@\{/;

function isComponent(component: string): boolean {
  return component !== '' && !component.startsWith('.') && !component.endsWith('.lock');
}

/** Whether a full name, such as `refs/heads/x`, may be a ref's, by the rules of `git check-ref-format`. */
export function isRefName(name: string): boolean {
  const components = name.split('/');
  return (
    components.length > 1 &&
    components.every(isComponent) &&
    !FORBIDDEN.test(name) &&
    !FORBIDDEN_SEQUENCE.test(name) &&
    !name.endsWith('.')
  );
}

/** Whether `git branch` takes the name: it refuses some that `git check-ref-format` does not. */
function isBranchName(name: string): boolean {
  return isRefName(`refs/heads/${name}`) && !name.startsWith('-') && name !== 'HEAD' && name !== '@';
}

/** A component with single `-` where it is unfit, and none at its ends. */
function mended(component: string): string {
  return component
    .replace(/(?:[\0- ~^:?*[\\\x7f@{}]|\.{2,})+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.lock$/, '-lock');
}

/**
 * A name for the branch that is made from a revision: its own, without where it is (`refs/tags/`), or as much of it
 * as can be in a name, with the commit so that `HEAD^` and `HEAD~1^0` get different ones for different commits.
 * @param revision what the user wrote, or the full name of a ref
 * @param commit full id of the commit that it stands for
 * @returns a name that may follow `refs/heads/` or any folder below it
 */
export function branchNameFor(revision: string, commit: string): string {
  const rest = revision.replace(/^refs\/(?:heads|tags|remotes)\//, '');
  if (isBranchName(rest)) return rest;
  const name = rest.split('/').map(mended).filter(Boolean).join('/');
  return [name, commit.slice(0, 12)].filter(Boolean).join('-');
}

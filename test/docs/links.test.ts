import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Every page of this repository. */
const pages = ['.', 'docs', 'qemu-fixtures', 'test/report/samples']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder === 'docs', encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((name) => name.endsWith('.md'))
  .sort();

interface Page {
  /** What links and pictures lead to. */
  readonly targets: readonly string[];
  /** The names of its headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
}

const read = new Map<string, Page>();

function pageAt(path: string): Page {
  const known = read.get(path);
  if (known) return known;
  const slugger = new GithubSlugger();
  const targets: string[] = [];
  const anchors = new Set<string>();
  visit(fromMarkdown(readFileSync(join(root, path), 'utf8')), (node) => {
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') targets.push(node.url);
    if (node.type === 'heading') anchors.add(slugger.slug(textOf(node)));
  });
  const page = { targets, anchors };
  read.set(path, page);
  return page;
}

/** What is wrong with a link of a page; undefined if it leads somewhere. */
function wrongWith(page: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return /^https:\/\/\S+$/.test(target) ? undefined : 'no https';
  const [path = '', anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : relative(root, join(root, dirname(page), path));
  if (file.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(root, file))) return 'no such file';
  if (anchor === undefined) return undefined;
  if (statSync(join(root, file)).isDirectory() || !file.endsWith('.md')) return 'an anchor in no page';
  return pageAt(file).anchors.has(anchor) ? undefined : 'no such heading';
}

describe('the links of', () => {
  it.each(pages)('%s lead somewhere', (page) => {
    const wrong = pageAt(page).targets.map((target) => [target, wrongWith(page, target)] as const);
    expect(wrong.filter(([, problem]) => problem !== undefined)).toEqual([]);
  });

  it.each([
    ['docs/commands/lint.md', '../rules.md#missing-checkpoint', undefined],
    ['docs/commands/lint.md', '../rules.md#no-such-rule', 'no such heading'],
    ['docs/commands/lint.md', 'no-such-page.md', 'no such file'],
    ['docs/README.md', '../../elsewhere.md', 'leads out of the repository'],
    ['README.md', 'http://example.org/', 'no https'],
  ])('%s are told apart: %s', (page, target, problem) => {
    expect(wrongWith(page, target)).toBe(problem);
  });
});

/** What npm puts into the package: files and folders. */
const packed: readonly string[] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).files;

const isPacked = (file: string): boolean =>
  packed.some((entry) => file === entry || file.startsWith(`${entry}/`));

describe('the npm package', () => {
  it.each(pages.filter(isPacked))('has what %s leads to', (page) => {
    const files = pageAt(page)
      .targets.filter((target) => !/^[a-z]+:|^#/.test(target))
      .map((target) => relative(root, join(root, dirname(page), decodeURI(target.replace(/#.*/, '')))));
    expect(files.filter((file) => !isPacked(file))).toEqual([]);
  });

  it('has the README and the pages of its documentation', () => {
    expect(
      ['README.md', 'CHANGELOG.md', 'docs/README.md', 'docs/commands/lint.md'].filter(isPacked),
    ).toHaveLength(4);
  });
});

describe('every page', () => {
  it('of docs/ can be come to from the README or the index of docs/', () => {
    const reached = new Set<string>();
    const walk = (page: string): void => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const target of pageAt(page).targets) {
        const [path = ''] = target.split('#');
        const file = relative(root, join(root, dirname(page), path));
        if (!/^[a-z]+:/.test(target) && path.endsWith('.md') && existsSync(join(root, file))) walk(file);
      }
    };
    walk('README.md');
    walk('docs/README.md');
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
  });
});

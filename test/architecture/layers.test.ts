import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { describe, expect, it } from 'vitest';

/** Which folder of src/ may import from which. What is not here may not be imported. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  start: [],
  'cli.ts': ['command-line', 'commands', 'problem'],
  'command-line': ['commands', 'near-names.ts', 'problem', 'package-version.ts'],
  commands: [
    'library',
    'documents',
    'collect',
    'pipeline',
    'verify',
    'backport',
    'report',
    'trace-log',
    'lint',
    'patch',
    'provenance',
    'port',
    'placement',
    'catalogue',
    'csource',
    'tree',
    'git',
    'problem',
    'counted.ts',
    'near-names.ts',
    'package-folder.ts',
    'package-version.ts',
  ],
  library: [
    'documents',
    'backport',
    'report',
    'trace-log',
    'lint',
    'patch',
    'provenance',
    'port',
    'placement',
    'catalogue',
    'csource',
    'tree',
    'git',
    'problem',
    'near-names.ts',
    'package-version.ts',
  ],
  documents: [
    'backport',
    'report',
    'lint',
    'patch',
    'provenance',
    'port',
    'catalogue',
    'git',
    'tree',
    'problem',
  ],
  collect: ['pipeline', 'problem'],
  pipeline: ['shell-word.ts'],
  backport: ['patch', 'provenance', 'port', 'placement', 'catalogue', 'git', 'tree', 'problem'],
  verify: [
    'trace-log',
    'port',
    'changes',
    'placement',
    'flow',
    'catalogue',
    'csource',
    'git',
    'tree',
    'apt',
    'problem',
    'package-folder.ts',
    'shell-word.ts',
  ],
  report: ['trace-log', 'counted.ts'],
  'trace-log': [],
  lint: [
    'port',
    'changes',
    'proof',
    'placement',
    'catalogue',
    'csource',
    'trace-events',
    'problem',
    'near-names.ts',
    'templates.ts',
  ],
  provenance: ['port', 'catalogue', 'git', 'counted.ts', 'templates.ts'],
  port: [
    'changes',
    'proof',
    'placement',
    'catalogue',
    'csource',
    'trace-events',
    'tree',
    'problem',
    'templates.ts',
  ],
  patch: ['git', 'problem', 'counted.ts'],
  changes: ['placement', 'catalogue', 'csource', 'problem', 'templates.ts'],
  proof: ['flow', 'placement', 'catalogue', 'csource', 'trace-events', 'problem'],
  placement: ['catalogue', 'csource', 'trace-events', 'problem', 'near-names.ts'],
  flow: ['catalogue', 'csource', 'problem'],
  catalogue: ['csource'],
  'trace-events': ['csource'],
  git: ['tree', 'problem'],
  tree: ['problem'],
  csource: ['problem'],
  apt: [],
  problem: ['near-names.ts', 'shell-word.ts'],
  'counted.ts': [],
  'near-names.ts': [],
  'package-folder.ts': [],
  'package-version.ts': ['package-folder.ts'],
  'shell-word.ts': [],
  'templates.ts': ['package-folder.ts'],
};

/** Packages and modules that only the named files and folders may import. */
const SOLE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  'tree-sitter': ['csource/native-parser.ts'],
  'tree-sitter-c': ['csource/native-parser.ts', 'csource/wasm-parser.ts'],
  'web-tree-sitter': ['csource/wasm-parser.ts'],
  'simple-git': ['git/run-git.ts'],
  'node:child_process': [
    'git/object-reader.ts',
    'verify/engine/container-engine.ts',
    'verify/engine/run-command.ts',
  ],
  commander: ['cli.ts', 'command-line'],
  diff: ['patch/unified-diff.ts'],
  yaml: ['pipeline/write-yaml.ts'],
};

const root = new URL('../../src/', import.meta.url).pathname;
const project = new Project({ tsConfigFilePath: new URL('../../tsconfig.json', import.meta.url).pathname });
const sources = project.getSourceFiles().filter((file) => file.getFilePath().startsWith(root));

const nameOf = (file: SourceFile): string => relative(root, file.getFilePath()).split(sep).join('/');
const layerOf = (name: string): string => name.split('/')[0] ?? name;

interface ImportEdge {
  readonly from: string;
  readonly to: string | undefined;
  readonly specifier: string;
}

/** Every import, static or dynamic, of a file. */
function importsOf(file: SourceFile): ImportEdge[] {
  const from = nameOf(file);
  const declared = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap(
    (declaration) => {
      const specifier = declaration.getModuleSpecifierValue();
      const target = declaration.getModuleSpecifierSourceFile();
      const inside = specifier?.startsWith('.') && target;
      return specifier === undefined ? [] : [{ from, specifier, to: inside ? nameOf(target) : undefined }];
    },
  );
  const dynamic = file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getKind() === SyntaxKind.ImportKeyword)
    .flatMap((call) => {
      const [argument] = call.getArguments();
      const specifier = argument?.asKind(SyntaxKind.StringLiteral)?.getLiteralValue();
      if (specifier === undefined) return [];
      const path = new URL(specifier.replace(/\.js$/, '.ts'), `file://${file.getFilePath()}`).pathname;
      return [
        {
          from,
          specifier,
          to: specifier.startsWith('.') ? relative(root, path).split(sep).join('/') : undefined,
        },
      ];
    });
  return [...declared, ...dynamic];
}

const edges = sources.flatMap(importsOf);

describe('the house', () => {
  it('has a layer for every file', () => {
    const strangers = sources.map(nameOf).filter((name) => !(layerOf(name) in LAYERS));
    expect(strangers).toEqual([]);
  });

  it('imports downwards only', () => {
    const wrong = edges
      .filter(({ from, to }) => to !== undefined && layerOf(from) !== layerOf(to))
      .filter(({ from, to }) => !LAYERS[layerOf(from)]?.includes(layerOf(to ?? '')))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  it('resolves every relative import', () => {
    const lost = edges
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter(({ to }) => to === undefined || !existsSync(`${root}${to}`));
    expect(lost).toEqual([]);
  });

  it.each(Object.entries(SOLE_IMPORTERS))('%s is imported only where it belongs', (module, allowed) => {
    const importers = edges.filter(({ specifier }) => specifier === module).map(({ from }) => from);
    const isAllowed = (name: string) => allowed.some((place) => `${name}/`.startsWith(`${place}/`));
    expect([...new Set(importers)].filter((name) => !isAllowed(name))).toEqual([]);
  });

  it('has no cycle among its files', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of edges) if (to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      if (state.get(name) === 'open') cycles.push([...path.slice(path.indexOf(name)), name].join(' → '));
      if (state.has(name)) return;
      state.set(name, 'open');
      for (const to of next.get(name) ?? []) visit(to, [...path, name]);
      state.set(name, 'done');
    };
    for (const name of next.keys()) visit(name, []);
    expect(cycles).toEqual([]);
  });

  it('loads no command before it is asked for', () => {
    const names = sources.map(nameOf).filter((name) => name.startsWith('command-line/definitions/'));
    const commands = names.map((name) => name.replace('command-line/definitions/', 'commands/'));
    const eager = sources
      .filter((file) => /^(?:cli\.ts|command-line)$/.test(layerOf(nameOf(file))))
      .flatMap((file) => file.getImportDeclarations())
      .map((declaration) => nameOf(declaration.getModuleSpecifierSourceFileOrThrow()));
    expect(commands.length).toBeGreaterThan(6);
    expect(eager.filter((name) => commands.includes(name))).toEqual([]);
    expect(edges.filter(({ specifier }) => specifier === 'ts-morph')).toEqual([]);
  });
});

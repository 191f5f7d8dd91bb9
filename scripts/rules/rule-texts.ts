import { join } from 'node:path';
import { type JSDoc, Project, type VariableStatement } from 'ts-morph';
import { rules } from '../../src/lint/rules/index.js';

/** A rule with what its TSDoc says. */
export interface DocumentedRule {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
  /** Codes of `apply` for narrower faults. */
  readonly codes?: readonly string[] | undefined;
  /** One paragraph. */
  readonly explanation: string;
  /** Source with the language it is in. */
  readonly example: { readonly language: string; readonly text: string };
}

const ROOT = join(import.meta.dirname, '../..');

/** Reads the rules' TSDoc. @throws Error for a rule without paragraph or example */
export function documentedRules(): DocumentedRule[] {
  const project = new Project({
    tsConfigFilePath: join(ROOT, 'tsconfig.json'),
    skipAddingFilesFromTsConfig: true,
  });
  const files = project.addSourceFilesAtPaths(join(ROOT, 'src/lint/rules/*.ts'));
  const statements = files.flatMap((file) => file.getVariableStatements());
  return rules.map(({ id, severity, summary, codes }) => {
    const statement = statements.find((one) => declaredId(one) === id);
    const [doc] = statement?.getJsDocs() ?? [];
    if (!doc) throw new Error(`the rule ${id} has no TSDoc`);
    return { id, severity, summary, codes, explanation: paragraphOf(doc), example: exampleOf(doc, id) };
  });
}

function declaredId(statement: VariableStatement): string | undefined {
  const [declaration] = statement.getDeclarations();
  return /^\s*id: '([a-z-]+)'/m.exec(declaration?.getInitializer()?.getText() ?? '')?.[1];
}

function paragraphOf(doc: JSDoc): string {
  return doc.getDescription().trim().replace(/\s+/g, ' ');
}

function exampleOf(doc: JSDoc, id: string): DocumentedRule['example'] {
  const tag = doc.getTags().find((one) => one.getTagName() === 'example');
  const match = /```(\w*)\n([\s\S]*?)\n```/.exec(tag?.getCommentText() ?? '');
  if (!match) throw new Error(`the rule ${id} has no example`);
  return { language: match[1] ?? '', text: match[2] ?? '' };
}

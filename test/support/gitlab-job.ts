import { parse } from 'yaml';

/** A job of GitLab's, as a runner has it. */
export interface GitlabJob {
  readonly name: string;
  /** `before_script` and `script`, one behind the other in one shell. */
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Paths of the artifacts. */
  readonly artifacts: readonly string[];
}

/** A document of which some places are looked at. */
// biome-ignore lint/suspicious/noExplicitAny: documents are judged by their schema
type Yaml = any;

/**
 * The jobs of a pipeline of GitLab's: `extends` and variables resolved as GitLab does.
 * @param predefined variables of GitLab's own
 */
export function gitlabJobs(text: string, predefined: Readonly<Record<string, string>>): GitlabJob[] {
  const document: Yaml = parse(text, { version: '1.1' });
  const keywords = ['workflow', 'stages', 'variables'];
  return Object.entries<Yaml>(document)
    .filter(([name]) => !name.startsWith('.') && !keywords.includes(name))
    .map(([name, own]) => {
      const template: Yaml = own.extends === undefined ? {} : document[own.extends];
      const job = { ...template, ...own };
      const variables = { ...document.variables, ...template.variables, ...own.variables };
      const expanded = (value: string) =>
        value.replace(/\$(\w+)/g, (_, variable: string) => predefined[variable] ?? variables[variable] ?? '');
      return {
        name,
        script: [...job.before_script, ...job.script].join('\n'),
        variables: Object.fromEntries(
          Object.entries<string>(variables).map(([key, value]) => [key, expanded(value)]),
        ),
        artifacts: job.artifacts.paths,
      };
    });
}

/**
 * A document as YAML, by the package `yaml`, which is loaded only here.
 * @param note lines of comment above it
 */
export async function writeYaml(document: unknown, note: string): Promise<string> {
  const { Document } = await import('yaml');
  // GitLab reads YAML 1.1, where a branch called no, or 2024-01-01, would be no text. GitHub reads no aliases.
  const made = new Document(document, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  made.commentBefore = note.replace(/^/gm, ' ');
  // A folded line of a script would be another script.
  return made.toString({ lineWidth: 0 });
}

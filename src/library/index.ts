/**
 * QEMU's downtime checkpoints as functions. Each does what the command of its name does and gives what that prints with
 * `--format json`; nothing is printed, and a failure is thrown as a {@link Failure}.
 * @packageDocumentation
 */
export type { ParserKind, ReadyParser } from '../csource/ready-parser.js';
export type { ApplyDocument } from '../documents/apply.js';
export type {
  AbsentCommit,
  BackportDocument,
  CommitDocument,
  RevisionDocument,
} from '../documents/backport.js';
export type {
  FindingDocument,
  LintDocument,
  LintedRecipe,
  LintedTree,
  RefusedRevision,
} from '../documents/lint.js';
export type {
  CheckpointDocument,
  FileDocument,
  FixDocument,
  ProblemDocument,
  SiteDocument,
} from '../documents/parts.js';
export type { PortDocument } from '../documents/port.js';
export type { RecipeDocument } from '../documents/recipes.js';
export type { ReportDocument } from '../documents/report.js';
export type {
  RevertDocument,
  RevertedCheckpoint,
  RevertedRecipe,
  RevertStatus,
} from '../documents/revert.js';
export type { Severity } from '../lint/finding.js';
export type { RuleSetting } from '../lint/settings.js';
export {
  EnvironmentLack,
  Failure,
  type Place,
  type Problem,
  Refusal,
  type Step,
  WrongUsage,
} from '../problem/problem.js';
export { Interrupted } from '../problem/tree-problems.js';
export { type ApplyOptions, apply } from './apply.js';
export { type BackportOptions, backport } from './backport.js';
export { type KnownFinding, type LintOptions, lint } from './lint.js';
export { prepareParser } from './prepare-parser.js';
export type { RecipeName } from './recipe-name.js';
export { type InputFormat, type ReportOptions, report } from './report.js';
export { type RevertOptions, revert } from './revert.js';

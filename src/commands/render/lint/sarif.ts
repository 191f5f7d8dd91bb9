import { diffText } from '../../../documents/parts.js';
import type { Finding, LineChange, LintResult } from '../../../lint/finding.js';
import { jsonText } from '../json.js';
import type { LintReport, LintReporter, RefusedRevision } from './reporter.js';

const ROOT = 'SRCROOT';

/** SARIF 2.1.0, for code scanning: one run for each tree. */
export const sarif: LintReporter = (report) =>
  jsonText({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      ...report.results.map((result) => runOf(result, report)),
      ...report.refused.map((one) => failedRunOf(one, report)),
    ],
  });

function toolOf({ rules, toolVersion }: LintReport) {
  return {
    driver: {
      name: 'qemu-downtime',
      semanticVersion: toolVersion,
      rules: rules.map(({ id, severity, summary, explanation }) => ({
        id,
        shortDescription: { text: summary },
        fullDescription: { text: explanation },
        defaultConfiguration: { level: severity },
      })),
    },
  };
}

/** What tells the runs of one file apart, and the runs for one revision over time together. */
function automation(revision: string | undefined) {
  return revision === undefined ? {} : { automationDetails: { id: `qemu-downtime/${revision}/` } };
}

/** A run that found nothing because it could not look. */
function failedRunOf({ revision, problems }: RefusedRevision, report: LintReport) {
  return {
    tool: toolOf(report),
    ...automation(revision),
    invocations: [
      {
        executionSuccessful: false,
        toolExecutionNotifications: problems.map(({ code, found, next }) => ({
          descriptor: { id: code },
          level: 'error',
          message: { text: `${found}; ${next}` },
        })),
      },
    ],
    properties: { revision },
    results: [],
  };
}

function runOf(result: LintResult, report: LintReport) {
  const { rules } = report;
  const { tree, revision, version, findings, changes } = result;
  return {
    tool: toolOf(report),
    ...automation(revision),
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      [ROOT]: {
        description: { text: 'the top folder of the QEMU tree, or with --path-prefix of its repository' },
      },
    },
    properties: { tree, revision: revision ?? null, version: version ?? null },
    results: findings.map((finding) => ({
      ruleId: finding.rule,
      ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
      level: finding.severity,
      message: { text: `${finding.message}; ${finding.next}` },
      locations: [
        {
          physicalLocation: { artifactLocation: artifact(finding.file), ...region(finding) },
          ...(finding.function === undefined
            ? {}
            : { logicalLocations: [{ name: finding.function, kind: 'function' }] }),
        },
      ],
      ...(finding.path.length > 1 ? { codeFlows: [codeFlow(finding)] } : {}),
      partialFingerprints: { 'qemuDowntime/v1': finding.fingerprint },
      ...(finding.checkpoint === undefined ? {} : { properties: { checkpoint: finding.checkpoint } }),
      ...(finding.fix === '--fix' && changes.length > 0 ? { fixes: [fixOf(changes)] } : {}),
    })),
  };
}

function artifact(file: string) {
  const parts = file.replace(/\p{Surrogate}/gu, '\ufffd').split('/');
  return { uri: parts.map((part) => encodeURIComponent(part)).join('/'), uriBaseId: ROOT };
}

function region({ line, column, source }: Finding) {
  if (line === undefined) return {};
  return {
    region: {
      startLine: line,
      ...(column === undefined ? {} : { startColumn: column }),
      ...(source === undefined ? {} : { snippet: { text: diffText(source) } }),
    },
  };
}

function codeFlow({ path }: Finding) {
  return {
    threadFlows: [
      {
        locations: path.map((step) => ({
          location: {
            physicalLocation: { artifactLocation: artifact(step.file), region: { startLine: step.line } },
            logicalLocations: [{ name: step.function, kind: 'function' }],
          },
        })),
      },
    ],
  };
}

function fixOf(changes: readonly LineChange[]) {
  const files = [...new Set(changes.map(({ file }) => file))];
  return {
    description: { text: 'what qemu-downtime apply does to the tree' },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: changes.filter((change) => change.file === file).map(replacement),
    })),
  };
}

/** Whole lines without the end of the last one, so that a last line without any is no case of its own. */
function replacement({ line, before, after }: LineChange) {
  const gone = diffText(before).split('\n');
  return {
    deletedRegion: {
      startLine: line,
      startColumn: 1,
      endLine: line + gone.length - 1,
      endColumn: (gone.at(-1) ?? '').length + 1,
    },
    insertedContent: { text: diffText(after) },
  };
}

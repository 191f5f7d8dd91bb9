import type { Finding, LineChange, LintResult } from '../../../lint/finding.js';
import { diffText } from '../json.js';
import type { LintReport, LintReporter } from './reporter.js';

const ROOT = 'SRCROOT';

/** SARIF 2.1.0, for code scanning: one run for each tree. */
export const sarif: LintReporter = (report) =>
  `${JSON.stringify(
    {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: report.results.map((result) => runOf(result, report)),
    },
    null,
    2,
  )}\n`;

function runOf(result: LintResult, { rules, toolVersion }: LintReport) {
  const { tree, revision, version, findings, changes } = result;
  return {
    tool: {
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
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'the top folder of the QEMU tree' } } },
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
  return {
    uri: file
      .split('/')
      .map((part) => encodeURIComponent(part))
      .join('/'),
    uriBaseId: ROOT,
  };
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
      replacements: changes
        .filter((change) => change.file === file)
        .map(({ line, deleted, inserted }) => ({
          deletedRegion: { startLine: line, startColumn: 1, endLine: line + deleted, endColumn: 1 },
          insertedContent: { text: inserted.map((one) => `${diffText(one)}\n`).join('') },
        })),
    })),
  };
}

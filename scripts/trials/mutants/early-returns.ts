import { callsTo } from '../../../src/csource/locate.js';
import { statementOf } from '../../../src/csource/statements.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { type CallSite, type Code, indentAt, linesOf, siteText } from './call-sites.js';
import { edited, type Mutant, naming } from './mutant.js';

/** The functions that let a guest run again, with the checkpoint behind it. */
const RESUMING: Readonly<Record<string, string>> = {
  process_incoming_migration_bh: 'dst-precopy-bh-vm-started',
  loadvm_postcopy_handle_run_bh: 'dst-postcopy-bh-vm-started',
  bg_migration_vm_start_bh: 'src-downtime-end',
};

/** Returns that come too early where the guest runs again: past what is left of the checkpoints. */
export function earlyReturns(texts: TreeTexts, sites: readonly CallSite[], codes: readonly Code[]): Mutant[] {
  const entries = sites.filter(({ name, fn }) => /-bh-enter$/.test(name) && Object.hasOwn(RESUMING, fn.name));
  return [
    ...entries.map((site): Mutant => {
      const { code, lines, indent, name } = site;
      const text = `${indent}if (autostart) {\n${indent}    vm_start();\n${indent}    return;\n${indent}}\n`;
      return {
        kind: 'start-unannounced',
        detail: `${siteText(site)}: the guest started behind it, and a return`,
        expected: naming(name.replace(/enter$/, 'announced')),
        texts: () => edited(texts, code.role, [{ start: lines.end, end: lines.end, text }]),
      };
    }),
    ...codes.flatMap(({ file, functions, role }) =>
      functions.flatMap((fn) => {
        const checkpoint = Object.hasOwn(RESUMING, fn.name) ? RESUMING[fn.name] : undefined;
        if (checkpoint === undefined) return [];
        return callsTo(fn, ['vm_start', 'vm_resume']).map((call): Mutant => {
          const { end } = linesOf(file.text, statementOf(call) ?? call);
          const indent = indentAt(file.text, call.start);
          const text = `${indent}if (opaque) {\n${indent}    return;\n${indent}}\n`;
          return {
            kind: 'return-after-start',
            detail: `${checkpoint} in ${fn.name}: a return behind the start of the guest`,
            expected: naming(checkpoint),
            texts: () => edited(texts, role, [{ start: end, end, text }]),
          };
        });
      }),
    ),
  ];
}

import type { SeriesTexts } from '../../src/placement/sources.js';

/**
 * The generations of QEMU's code that saves and loads devices: one switch that loads all (to 2.5), functions that load
 * by a load entry (2.6 to 2.9), functions by the device itself (2.10 to 7.2), saving as a function of its own (8.0), and
 * its iterable half as well (10.1).
 */
export type Generation = 'switch' | 'entry' | 'device' | 'saver' | 'completer';

export const GENERATIONS: readonly Generation[] = ['switch', 'entry', 'device', 'saver', 'completer'];

const SKIPS = `        if (!se->ops || !se->ops->save_live_complete_precopy) {
            continue;
        }`;

const iterable = (generation: Generation): string =>
  generation === 'completer'
    ? `    SaveStateEntry *se;
    int count = 0;

    QTAILQ_FOREACH(se, &list, entry) {
        if (!wanted(se)) {
            continue;
        }

        if (qemu_savevm_complete(se, f) < 0) {
            goto failed;
        }
    }

    return count;

failed:
    return -1;`
    : `    SaveStateEntry *se;
    int ret;

    QTAILQ_FOREACH(se, &list, entry) {
${SKIPS}
        trace_savevm_section_start(se->idstr, se->section_id);
        put_head(f, se, QEMU_VM_SECTION_END);

        ret = se->ops->save_live_complete_precopy(f, se->opaque);
        put_foot(f, se);
        if (ret < 0) {
            qemu_file_set_error(f, ret);
            return -1;
        }
    }

    return 0;`;

const devices = (generation: Generation): string =>
  generation === 'saver' || generation === 'completer'
    ? `    MigrationState *ms = migrate_get_current();
    SaveStateEntry *se;
    int ret;

    QTAILQ_FOREACH(se, &list, entry) {
        if (se->vmsd && se->vmsd->early_setup) {
            continue;
        }

        ret = vmstate_save(f, se, ms->vmdesc);
        if (ret) {
            qemu_file_set_error(f, ret);
            return ret;
        }
    }

    return 0;`
    : `    SaveStateEntry *se;

    QTAILQ_FOREACH(se, &list, entry) {

        if (!se->vmsd) {
            continue;
        }

        trace_savevm_section_start(se->idstr, se->section_id);
        put_head(f, se, QEMU_VM_SECTION_FULL);
        vmstate_save(f, se);
        put_foot(f, se);
    }

    return 0;`;

const loading = (entry: 'le->se' | 'se', indent: string, end: string): string =>
  `    ret = vmstate_load(f, ${entry});
    if (ret < 0) {
        error_report("cannot load");
        ${end}
    }
    if (!check_section_footer(f, ${entry})) {
        ${end}
    }`
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n');

const helper = (name: string, entry: 'le->se' | 'se', first: string): string => `static int
${name}(QEMUFile *f, MigrationIncomingState *mis)
{
    ${first}
    ${entry === 'se' ? 'SaveStateEntry *se;' : 'LoadStateEntry *le;'}
    int ret;

    ${entry === 'se' ? 'se' : 'le'} = find(f);

${loading(entry, '', 'return -EINVAL;')}

    return 0;
}
`;

const dispatch = `static int qemu_loadvm_state_main(QEMUFile *f, MigrationIncomingState *mis)
{
    uint8_t section_type;
    int ret = 0;

    while ((section_type = qemu_get_byte(f)) != QEMU_VM_EOF) {
        switch (section_type) {
        case QEMU_VM_SECTION_START:
        case QEMU_VM_SECTION_FULL:
            ret = qemu_loadvm_section_start_full(f, mis);
            if (ret < 0) {
                goto out;
            }
            break;
        case QEMU_VM_SECTION_PART:
        case QEMU_VM_SECTION_END:
            ret = qemu_loadvm_section_part_end(f, mis);
            if (ret < 0) {
                goto out;
            }
            break;
        }
    }

out:
    return ret;
}
`;

const oneSwitch = `int qemu_loadvm_state(QEMUFile *f)
{
    LoadStateEntry *le;
    uint8_t section_type;
    int ret;

    while ((section_type = qemu_get_byte(f)) != QEMU_VM_EOF) {
        uint32_t section_id;
        SaveStateEntry *se;

        switch (section_type) {
        case QEMU_VM_SECTION_START:
        case QEMU_VM_SECTION_FULL:
            section_id = qemu_get_be32(f);
            se = find_se(section_id);
            le = add(se);

${loading('le->se', '        ', 'goto out;')}
            break;
        case QEMU_VM_SECTION_PART:
        case QEMU_VM_SECTION_END:
            section_id = qemu_get_be32(f);
            le = find(section_id);

${loading('le->se', '        ', 'goto out;')}
            break;
        }
    }
    ret = 0;

out:
    return ret;
}
`;

function loaders(generation: Generation): string {
  if (generation === 'switch') return oneSwitch;
  const entry = generation === 'entry' ? 'le->se' : 'se';
  return [
    helper('qemu_loadvm_section_start_full', entry, 'uint32_t instance_id, section_id;'),
    helper('qemu_loadvm_section_part_end', entry, 'uint32_t section_id;'),
    dispatch,
  ].join('\n');
}

/** Loops that look alike and have no event: postcopy's end, the rounds before, and saving for COLO. */
const LOOK_ALIKES = `void qemu_savevm_state_complete_postcopy(QEMUFile *f)
{
    SaveStateEntry *se;

    QTAILQ_FOREACH(se, &list, entry) {
        trace_savevm_section_start(se->idstr, se->section_id);
        put_head(f, se, QEMU_VM_SECTION_END);
        se->ops->save_live_complete_postcopy(f, se->opaque);
    }
}

int qemu_save_device_state(QEMUFile *f)
{
    SaveStateEntry *se;

    QTAILQ_FOREACH(se, &list, entry) {
        put_head(f, se, QEMU_VM_SECTION_FULL);
        vmstate_save(f, se);
    }
    return 0;
}
`;

const CLOCK = `int64_t savevm_now(void)
{
    return qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
}
`;

/** savevm.c of a generation, in words of our own. */
export function deviceSource(generation: Generation): string {
  return [
    '#include "qemu/osdep.h"\n#include "trace.h"\n',
    CLOCK,
    LOOK_ALIKES,
    `int qemu_savevm_state_complete_precopy_iterable(QEMUFile *f, bool in_postcopy)\n{\n${iterable(generation)}\n}\n`,
    `int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *f)\n{\n${devices(generation)}\n}\n`,
    loaders(generation),
  ].join('\n');
}

/** A tree with the code that saves and loads devices, and with little else. */
export function deviceTree(generation: Generation, savevm = deviceSource(generation)): SeriesTexts {
  return {
    migration: { path: 'migration/migration.c', text: '#include "trace.h"\n\nvoid nothing(void)\n{\n}\n' },
    savevm: { path: 'migration/savevm.c', text: savevm },
    events: {
      path: 'migration/trace-events',
      text: '# savevm.c\nvmstate_load(const char *idstr) "%s"\npostcopy_pause(void) ""\n',
    },
  };
}

import { describe, expect, it } from 'vitest';
import { patchSide } from '../../scripts/bench/conflict-markers.js';
import { judgeCalls } from '../../scripts/trials/wrong-ports/judge-calls.js';

const call = (name: string): string => `trace_vmstate_downtime_checkpoint("${name}");`;

const STOP = `
static int migration_stop_vm(RunState state)
{
    int ret = vm_stop_force_state(state);

    HERE
    trace_migration_completion_vm_stop(ret);
    return ret;
}
`;

function judged(text: string): string[] {
  return judgeCalls('m.c', text).map(
    ({ name, line, function: fn, inComment, isRight }) =>
      `${isRight ? 'right' : 'wrong'} ${name} ${line} ${inComment ? 'comment' : fn}`,
  );
}

describe('the judge of wrong ports', () => {
  it('knows a call by its function and the line beside it', () => {
    const right = STOP.replace('HERE', call('src-vm-stopped'));
    expect(judged(right)).toEqual(['right src-vm-stopped 6 migration_stop_vm']);
    expect(judged(right.replace('migration_stop_vm', 'qmp_stop'))).toEqual([
      'wrong src-vm-stopped 6 qmp_stop',
    ]);
    expect(judged(STOP.replace('HERE', call('src-downtime-end')))).toEqual([
      'wrong src-downtime-end 6 migration_stop_vm',
    ]);
    const late = STOP.replace('HERE', `qemu_mutex_unlock_iothread();\n    ${call('src-vm-stopped')}`);
    expect(judged(late)).toEqual(['wrong src-vm-stopped 7 migration_stop_vm']);
  });

  it('minds no comment, blank line or other tracepoint between', () => {
    const far = STOP.replace('HERE', '/* stopped */').replace(
      '    return ret;',
      `\n    ${call('src-vm-stopped')}\n    return ret;`,
    );
    expect(judged(far)).toEqual(['right src-vm-stopped 9 migration_stop_vm']);
  });

  it('takes the second of two in one place for wrong', () => {
    const twice = STOP.replace('HERE', `${call('src-vm-stopped')}\n    ${call('src-vm-stopped')}`);
    expect(judged(twice)).toEqual([
      'right src-vm-stopped 6 migration_stop_vm',
      'wrong src-vm-stopped 7 migration_stop_vm',
    ]);
  });

  it('finds calls in comments and outside of functions', () => {
    expect(judged(STOP.replace('HERE', `/* ${call('src-vm-stopped')} */`))).toEqual([
      'wrong src-vm-stopped 6 comment',
    ]);
    expect(judged(`${STOP}\n${call('src-vm-stopped')}\n`)).toEqual(['wrong src-vm-stopped 11 undefined']);
  });
});

describe('patchSide', () => {
  it('keeps what the patch has', () => {
    const merged = 'a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> 3e5f3bcdc2\nb\n';
    expect(patchSide(merged)).toBe('a\ntheirs\nb\n');
  });
});

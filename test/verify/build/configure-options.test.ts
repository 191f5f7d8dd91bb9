import { describe, expect, it } from 'vitest';
import { configureOptions } from '../../../src/verify/build/configure-options.js';

const ALWAYS = [
  '--target-list=x86_64-softmmu',
  '--cc=ccache gcc',
  '--enable-trace-backends=log',
  '--disable-werror',
  '--disable-docs',
  '--disable-debug-info',
];

/** 5.2 names features as pairs, and takes more than it names. */
const PAIRS = {
  help: '  --target-list=LIST   set target list\n  --disable-blobs      disable installing blobs\n  tools   build tools\n',
  script:
    'case "$opt" in\n  --disable-tools) want_tools="no"\n  --without-default-devices) default_devices="no"\n',
};
/** 7.2 has a switch for all features. */
const SWITCH = {
  help: '  --without-default-features default all\n  --without-default-devices  leave out\n  --disable-install-blobs  blobs\n',
  script: '',
};
/** 10.0 has the same, and device lists by architecture. */
const LISTS = { help: `${SWITCH.help}  --with-devices-ARCH=NAME override default\n`, script: '' };

describe('the options for configure', () => {
  it('of 5.2 leave the tools out, and take what only the script knows', () => {
    expect(configureOptions(PAIRS, false)).toEqual([
      ...ALWAYS,
      '--disable-tools',
      '--without-default-devices',
      '--disable-blobs',
    ]);
  });

  it('of 7.2 switch all features off but what is run', () => {
    expect(configureOptions(SWITCH, false)).toEqual([
      ...ALWAYS,
      '--without-default-features',
      '--enable-system',
      '--enable-tcg',
      '--without-default-devices',
      '--disable-install-blobs',
    ]);
  });

  it('of 10.0 name our list of devices where the copy has it', () => {
    expect(configureOptions(LISTS, true).at(-1)).toBe('--with-devices-x86_64=qemu-downtime');
    expect(configureOptions(LISTS, false)).toEqual(configureOptions(SWITCH, false));
  });

  it('are none that are only the beginning of another, or in the middle of a word', () => {
    const help =
      '  --disable-blobs-check   x\n  --without-default-features-of=X\n see--disable-install-blobs \n';
    expect(configureOptions({ help, script: '' }, false)).toEqual([...ALWAYS, '--disable-tools']);
  });
});

import { describe, expect, it } from 'vitest';
import { requiredModes, timeoutOf } from '../../src/commands/verify-options.js';

describe('--require', () => {
  it('takes modes with commas and blanks, or none', () => {
    expect(requiredModes(undefined)).toEqual([]);
    expect(requiredModes(' precopy, file,,')).toEqual(['precopy', 'file']);
  });

  it.each(['precop', 'precopy file', 'toString', 'constructor'])('refuses %s', (name) => {
    expect(() => requiredModes(name)).toThrow(`no mode is called "${name}"`);
  });

  it('asks whether the nearest was meant, where one is near', () => {
    expect(() => requiredModes('precopy,postcpy')).toThrow('next: did you mean postcopy?');
    expect(() => requiredModes('multifd')).toThrow('next: give --require names of this list');
  });
});

describe('--timeout', () => {
  it('is in seconds, parts as well', () => {
    expect([timeoutOf('1800'), timeoutOf('0.5')]).toEqual([1_800_000, 500]);
  });

  it.each(['', '0', '-1', 'soon', 'Infinity', '1e99', '5000000'])('is none: %j', (text) => {
    expect(() => timeoutOf(text)).toThrow('wrong-timeout');
  });
});

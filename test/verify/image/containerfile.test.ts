import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../src/verify/image/containerfile.js';
import { putFiles, scratchFolder } from '../../tree/write/scratch-tree.js';

function imageOf(text: string): ReturnType<typeof buildImage> {
  const folder = join(scratchFolder(), 'with space');
  mkdirSync(folder);
  putFiles(folder, { Containerfile: text });
  return buildImage(pathToFileURL(`${folder}/`));
}

const TEXT = [
  '# a comment with debian:sid',
  'FROM docker.io/library/debian:trixie-slim',
  'RUN apt-get update && apt-get install -y --no-install-recommends \\',
  '      gcc \\',
  '      ninja-build \\',
  '    && rm -rf /var/lib/apt/lists/*',
  '',
].join('\n');

describe('the image', () => {
  it('is what the Containerfile says: suite and packages', () => {
    expect(imageOf(TEXT)).toMatchObject({ suite: 'trixie', packages: ['gcc', 'ninja-build'] });
  });

  it('has another name for another Containerfile, and the same for the same', () => {
    expect(imageOf(TEXT).name).toBe(imageOf(TEXT).name);
    expect(imageOf(TEXT.replace('gcc', 'clang')).name).not.toBe(imageOf(TEXT).name);
    expect(imageOf(TEXT).name).toMatch(/^localhost\/qemu-downtime-build:[0-9a-f]{12}$/);
  });

  it('is found in a folder with a blank in its name', () => {
    expect(readFileSync(`${imageOf(TEXT).folder}Containerfile`, 'utf8')).toBe(TEXT);
  });

  it('is a defect where the Containerfile has another shape', () => {
    expect(() => imageOf('FROM scratch\n')).toThrow('not as it was written');
  });

  it('that is shipped has a compiler, ninja and what 10.0 makes its environment with, and no bzip2', () => {
    const { suite, packages } = buildImage();
    expect(suite).toBe('trixie');
    expect(packages).toEqual(
      expect.arrayContaining(['gcc', 'ninja-build', 'python3-venv', 'libglib2.0-dev']),
    );
    expect(packages).not.toContain('bzip2');
    expect(packages.every((name) => /^[a-z0-9][a-z0-9.+-]+$/.test(name))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { verifyProblems } from '../../src/problem/verify-problems.js';

describe('where no engine answers', () => {
  it('the advice is to install one', () => {
    expect(verifyProblems.noEngine(['docker: not installed']).problems[0]?.next).toMatch(/^install podman/);
  });

  it('and docker was asked at an address, it says who chose that', () => {
    const { next } = verifyProblems.noEngine(['docker: no'], 'unix:///nonexistent\n').problems[0] ?? {};
    expect(next).toMatch(
      /^docker was asked at unix:\/\/\/nonexistent.*, as DOCKER_HOST says: .* unset DOCKER_HOST/,
    );
    expect(next).not.toContain('\n');
  });
});

import { goldenReleases } from '../golden/golden.js';

/** How many calls each checkpoint has in a Debian release, as in the upstream release it is made from. */
export function expectedSites(release: string): Readonly<Record<string, number>> {
  const expected = goldenReleases.get(`v${release}.0`)?.expected_sites;
  if (!expected) throw new Error(`nothing is known of the sites of ${release}`);
  return expected;
}

import type { AnyRecipe } from '../any-recipe.js';
import { downtimeCheckpoints } from '../downtime-checkpoints/index.js';
import { perDevice } from '../per-device/index.js';
import { downtimeHelpers } from './downtime-helpers.js';
import { downtimeStart } from './downtime-start.js';
import { downtimeStartField } from './downtime-start-field.js';
import { stopHelper } from './stop-helper.js';

/** Peter Xu's series of October 2023, in upstream's order, with what it needs before in old trees. */
export const upstreamSeries: readonly AnyRecipe[] = [
  downtimeStartField,
  downtimeStart,
  downtimeHelpers,
  perDevice,
  stopHelper,
  downtimeCheckpoints,
];

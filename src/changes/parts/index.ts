import type { Part } from '../../catalogue/change-recipe.js';
import type { PartContext, PartState } from '../part-state.js';
import { findArgument } from './argument.js';
import { findDeclaration } from './declaration.js';
import { findParameter } from './parameter.js';
import { findStatements } from './statements.js';

/**
 * Looks for a part in a function.
 * @throws CrowdedLine where the text leaves no room for lines
 */
export function findPart(context: PartContext, part: Part): PartState {
  switch (part.kind) {
    case 'declaration':
      return findDeclaration(context, part);
    case 'statements':
      return findStatements(context, part);
    case 'parameter':
      return findParameter(context, part);
    case 'argument':
      return findArgument(context, part);
  }
}

import type { Part } from '../../catalogue/change-recipe.js';
import type { PartContext, PartState } from '../part-state.js';
import { findArgument } from './argument.js';
import { findCallee } from './callee.js';
import { findDeclaration } from './declaration.js';
import { findDefinition } from './define.js';
import { findDroppedParameter } from './drop-parameter.js';
import { findParameter } from './parameter.js';
import { findRewrite } from './rewrite.js';
import { findStatements } from './statements.js';
import { findUndeclared } from './undeclare.js';

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
    case 'rewrite':
      return findRewrite(context, part);
    case 'undeclare':
      return findUndeclared(context, part);
    case 'callee':
      return findCallee(context, part);
    case 'drop-parameter':
      return findDroppedParameter(context, part);
    case 'define':
      return findDefinition(context, part);
  }
}

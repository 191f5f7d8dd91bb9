import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { anchorPicture } from './anchor-picture.js';

/** A file of docs/pictures/. */
interface Picture {
  readonly name: string;
  readonly svg: string;
}

/** The checkpoint whose places are drawn: it has several paths, and several placements on each. */
const DRAWN = 'src-vm-stopped';

/** All pictures as they are to be now. */
export async function pictures(): Promise<Picture[]> {
  const checkpoint = defaultRecipe.checkpoints.find(({ name }) => name === DRAWN);
  if (!checkpoint) throw new Error(`no checkpoint ${DRAWN}`);
  return [{ name: 'anchors.svg', svg: anchorPicture(checkpoint) }];
}

import type { Node } from '../api/types.ts';
import type { ImageState } from './framework/node-info.ts';

type Counted = { -readonly [K in keyof ImageState]: ImageState[K] };

/**
 * Which images the cluster's nodes have (pkg/scheduler/backend/cache, `imageStates`). An image is as big as the first node said that was seen
 * with it, until no node has it any more.
 */
export class ImageStates {
  readonly #known = new Map<string, Counted>();

  /** The images of a node that was not counted yet, by each of their names. They stay true while other nodes come and go. */
  add({ status }: Node): ReadonlyMap<string, ImageState> {
    const onNode = new Map<string, ImageState>();
    for (const { names = [], sizeBytes = 0 } of status?.images ?? []) {
      for (const name of names) {
        if (onNode.has(name)) continue;
        const state = this.#known.get(name) ?? { size: sizeBytes, nodes: 0 };
        state.nodes++;
        this.#known.set(name, state);
        onNode.set(name, state);
      }
    }
    return onNode;
  }

  /** What `add` gave for a node that is gone, or that says something new. */
  remove(images: ReadonlyMap<string, ImageState>): void {
    for (const name of images.keys()) {
      const state = this.#known.get(name);
      if (state && --state.nodes === 0) this.#known.delete(name);
    }
  }
}

import type { Pod } from '../../api/types.ts';
import type { ImageState } from '../framework/node-info.ts';
import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';

const MIB = 1024 * 1024;
/** Less than this is quickly fetched. */
const LEAST = 23 * MIB;
/** More than this of each image counts no more. */
const MOST_OF_EACH = 1000 * MIB;

/** What a pod needs, and how many nodes there are to share. */
interface Wanted {
  /** Names as container runtimes report them; an image that two containers use counts twice. */
  readonly images: readonly string[];
  readonly nodes: number;
}

/**
 * Prefers nodes that have the pod's images already, the big ones more, and less so the images that only few nodes have: else one node would get
 * all pods of an image (upstream: plugins/imagelocality).
 */
export const imageLocality: Plugin<unknown, Wanted> = {
  name: 'ImageLocality',

  preScore: (pod, _feasible, { nodes }) => ({ state: { images: imagesOf(pod), nodes: nodes.length } }),

  score(_pod, node, { images, nodes }) {
    let sum = 0;
    for (const image of images) sum += scaledSize(node.images.get(image), nodes);
    const most = MOST_OF_EACH * images.length;
    const size = Math.min(Math.max(sum, LEAST), most);
    return Math.trunc((MAX_NODE_SCORE * (size - LEAST)) / (most - LEAST));
  },
};

function scaledSize(image: ImageState | undefined, nodes: number): number {
  return image ? Math.trunc(image.size * (image.nodes / nodes)) : 0;
}

/** Of init containers, containers and image volumes. */
function imagesOf({ spec }: Pod): readonly string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const volumes = spec.volumes?.flatMap(({ image }) => (image ? [image.reference ?? ''] : [])) ?? [];
  return [...containers.map(({ image = '' }) => image), ...volumes].map(normalizedName);
}

/** With the tag that is meant when there is none (upstream: `normalizedImageName`). */
function normalizedName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;
}

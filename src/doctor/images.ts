import { type Finding, ok, warning } from './finding.ts';
import type { Machine } from './machine.ts';
import { probe } from './probe.ts';
import { gib } from './sizes.ts';

/** What is known of the image that kind makes nodes of. */
export interface ImageFacts {
  /** Missing where kind's own name for it could not be found out. */
  readonly image?: string;
  /** Bytes of the image on this machine; missing where it is not there. */
  readonly bytes?: number;
  /** The engine answers. */
  readonly answers: boolean;
  readonly tool: string;
}

/** Is the node image on this machine, so that nothing is fetched in class? The pause image that pods run is in it. */
export const imagesProbe = probe<ImageFacts>({
  id: 'images',
  title: 'Node image',
  blocks: 'kind',
  gather: gatherImages,
  judge: judgeImages,
});

export function judgeImages({ image, bytes, answers, tool }: ImageFacts): Finding | undefined {
  if (!answers) return undefined;
  const preload = 'kubectl minisched cluster create --provider kind --preload';
  if (image === undefined)
    return warning('which node image kind takes cannot be told, so it may be fetched in class', preload);
  if (bytes !== undefined)
    return ok(`${image} is here (${gib(bytes)}), and in it the pause image that pods run`);
  return warning(
    `the node image ${image} is not on this machine: kind would fetch about 400 MB in class`,
    `${tool} pull ${image}`,
    `${preload}   # makes the cluster, too`,
  );
}

async function gatherImages(machine: Machine): Promise<ImageFacts> {
  const [{ tool, info }, image] = await Promise.all([machine.engine(), machine.nodeImage()]);
  if (info === undefined || image === undefined)
    return { tool, answers: info !== undefined, ...(image === undefined ? {} : { image }) };
  const told = await machine.tell(tool, 'image', 'inspect', '--format', '{{.Size}}', image);
  const bytes = told.there && told.exitCode === 0 ? Number(told.stdout) : undefined;
  return { tool, answers: true, image, ...(bytes === undefined ? {} : { bytes }) };
}

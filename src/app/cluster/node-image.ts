import { readInstalled } from '../../kit/installed.ts';
import type { CliContext } from '../context.ts';

/** The image of kind's nodes: the one that was typed, else `MINISCHED_NODE_IMAGE`, else the kit's that this program came with; else kind's own. */
export function nodeImage({ env, root }: CliContext, typed: string | undefined): string | undefined {
  return typed ?? (env['MINISCHED_NODE_IMAGE'] || readInstalled(root)?.nodeImage);
}

import { Command } from 'commander';

import type { CliContext } from '../app/context.ts';

interface PackFlags {
  readonly image?: string;
  readonly addImage?: readonly string[];
  readonly images: boolean;
  readonly node: boolean;
  readonly tools: boolean;
}

interface UnpackFlags {
  readonly dir?: string;
  readonly images: boolean;
}

const EXAMPLES = `
Examples:
  # at home, where there is a network
  kubectl minisched kit pack minisched-kit.tar.gz

  # in the room, from a USB stick; the program is in the kit
  tar xf minisched-kit.tar.gz program && program/bin/kubectl-minisched kit unpack minisched-kit.tar.gz
`;

const PACK_EXAMPLES = `
Examples:
  # the program, its Node.js, the node image
  kubectl minisched kit pack minisched-kit.tar.gz

  # also kind and kubectl, and an image that your schedulers are built on
  kubectl minisched kit pack minisched-kit.tar.gz --tools --add-image debian:12-slim

  # for embedded clusters: no Docker is needed, here or there
  kubectl minisched kit pack minisched-kit.tar.gz --no-images
`;

const UNPACK_EXAMPLES = `
Examples:
  kubectl minisched kit unpack minisched-kit.tar.gz
  kubectl minisched kit unpack minisched-kit.tar.gz --dir ~/minisched --no-images
`;

/** `kubectl minisched kit …`: the workshop in one file. */
export function kitCommand(context: CliContext): Command {
  return new Command('kit')
    .description('Carry the workshop in one file into a room without network.')
    .addHelpText('after', EXAMPLES)
    .addCommand(packCommand(context))
    .addCommand(unpackCommand(context));
}

function packCommand(context: CliContext): Command {
  return new Command('pack')
    .description('Write this program, its Node.js and the images into one file, each part with its sha256.')
    .argument('<file>', 'the kit: a name that ends in .tar.gz or .tar')
    .option('--image <image>', 'image of the kind nodes (also MINISCHED_NODE_IMAGE)')
    .option('--add-image <image...>', 'further images that are on this machine')
    .option('--no-images', 'leave all images out')
    .option('--no-node', 'leave Node.js out: the kit is smaller, and runs where there is one')
    .option('--tools', 'also kind and kubectl, where they are programs that run alone', false)
    .addHelpText('after', PACK_EXAMPLES)
    .action(async (file: string, { addImage = [], ...flags }: PackFlags) => {
      const { packKit } = await import('../app/kit/pack.ts');
      await packKit(context, file, { ...flags, addImage });
    });
}

function unpackCommand(context: CliContext): Command {
  return new Command('unpack')
    .description('Check a kit, load its images, and put its program where kubectl can find it.')
    .argument('<file>', 'the kit')
    .option('--dir <folder>', 'where the program goes (default: ~/.local/share/minisched)')
    .option('--no-images', 'leave the images in it')
    .addHelpText('after', UNPACK_EXAMPLES)
    .action(async (file: string, flags: UnpackFlags) => {
      const { unpackKit } = await import('../app/kit/unpack.ts');
      await unpackKit(context, file, flags);
    });
}

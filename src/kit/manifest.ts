import { z } from 'zod';

import { UserError } from '../lib/errors.ts';
import { isSafePath } from './safe-path.ts';

/** The first entry of every kit. */
export const MANIFEST_FILE = 'manifest.json';

/** What the first line of it says, so that nothing else is taken for one. */
const FORMAT = 'minisched-kit/1';

const PART = z.strictObject({
  path: z.string().refine(isSafePath, 'leads out of the kit'),
  /** Bytes. */
  size: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** May be run. */
  executable: z.boolean(),
});

const IMAGE = z.strictObject({
  /** The part that it is: a tar file as `docker save` writes it. */
  path: z.string(),
  /** The name that it gets on the other machine. */
  name: z.string().min(1),
  /** As engines say it: `linux/amd64`. */
  platform: z.string(),
  /** Nodes of kind are made of it. */
  node: z.boolean(),
});

const MANIFEST = z.strictObject({
  format: z.literal(FORMAT),
  /** Of the program. */
  version: z.string(),
  /** RFC 3339. */
  createdAt: z.string(),
  /** Where programs in it run: Node's words, `linux-x64`. Missing: it has none, and runs wherever a Node.js is. */
  platform: z.string().optional(),
  /** Programs beside ours, with their versions: `{ node: "24.21.0", kind: "0.33.0" }`. */
  programs: z.record(z.string(), z.string()),
  images: z.array(IMAGE),
  parts: z.array(PART),
});

/** One file of a kit. */
export type KitPart = z.infer<typeof PART>;
/** One image of a kit. */
export type KitImage = z.infer<typeof IMAGE>;
/** What a kit is, and every file in it with its sha256. */
export type Manifest = z.infer<typeof MANIFEST>;

export function makeManifest(about: Omit<Manifest, 'format'>): Manifest {
  return { format: FORMAT, ...about };
}

/** Reads the text of one. Throws a `UserError` when it is another program's, of a newer format, or contradicts itself. `kit` is the file's name. */
export function readManifest(text: string, kit: string): Manifest {
  const value = jsonOf(text);
  const read = MANIFEST.safeParse(value);
  if (!read.success) throw notOurs(kit, value, read.error);
  const paths = new Set(read.data.parts.map(({ path }) => path));
  if (paths.size !== read.data.parts.length) throw damaged(kit, 'its manifest names a file twice');
  const lost = read.data.images.find(({ path }) => !paths.has(path));
  if (lost) throw damaged(kit, `its manifest names the image ${lost.name} and no file for it`);
  return read.data;
}

/** A kit that is not as it was packed. `how` is a clause. */
export function damaged(kit: string, how: string): UserError {
  return new UserError(`the kit ${kit} is damaged: ${how}`, {
    next: 'copy it again, or pack it again: kubectl minisched kit pack FILE',
  });
}

/** Something else than a kit. */
export function notAKit(kit: string, why: string): UserError {
  return new UserError(`${kit} is not a kit: ${why}`, {
    next: 'name a file that was made by kubectl minisched kit pack',
  });
}

function notOurs(kit: string, value: unknown, error: z.ZodError): UserError {
  const format = z.object({ format: z.string() }).safeParse(value).data?.format;
  if (format === undefined) return notAKit(kit, `its ${MANIFEST_FILE} is another program's`);
  if (format !== FORMAT)
    return new UserError(`the kit ${kit} is of the format ${format}, and this program reads ${FORMAT}`, {
      next: 'unpack it with the program that is in it: tar xf FILE program, then program/bin/kubectl-minisched kit unpack FILE',
    });
  const [issue] = error.issues;
  return damaged(
    kit,
    `its manifest is wrong at ${issue?.path.join('.') ?? 'the top'} (${issue?.message ?? ''})`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // told as somebody else's
    return undefined;
  }
}

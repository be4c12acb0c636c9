import { dirname } from 'node:path';
import { UserError } from '../../lib/errors.ts';
import { readArchive } from '../bundle/archive.ts';
import { type BundleContent, readBundle } from '../bundle/files.ts';
import type { BundleReport } from '../bundle/check.ts';
import { copies } from './copies.ts';
import type { FoundBundle } from './find.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import type { HandedIn } from './handed-in.ts';
import { judgeBundle, type Judging, rowOf } from './judge.ts';

/** A bundle that was read, or the reason why not. */
type Read =
  | { readonly found: FoundBundle; readonly report: BundleReport; readonly fingerprint: Fingerprint }
  | { readonly found: FoundBundle; readonly problem: string };

/**
 * Reads and judges bundles one after the other, so that never more than one is in memory, and compares them with each other. One that cannot
 * be read has a row that says why, and the others go on. A folder and the archive of it that lies beside it are one bundle.
 */
export async function judgeBundles(
  found: readonly FoundBundle[],
  judging: Judging,
): Promise<readonly HandedIn[]> {
  const read: Read[] = [];
  for (const one of found) read.push(await readOne(one, judging));
  const kept = read.filter((one) => !hasFolderBeside(one, read));
  const shared = copies(
    kept.flatMap((one) =>
      'report' in one ? [{ bundle: one.found.name, fingerprint: one.fingerprint }] : [],
    ),
  );
  return kept.map((one) =>
    'report' in one
      ? rowOf(one.found.name, one.report, shared.get(one.found.name) ?? [])
      : { bundle: one.found.name, verdict: 'unreadable', doubts: [], failed: [], problem: one.problem },
  );
}

/** The content of a bundle, folder or archive. A `UserError` says why it cannot be read. */
export async function contentOf({ name, path, isArchive }: FoundBundle): Promise<BundleContent> {
  return isArchive ? readArchive(path, name) : readBundle(path);
}

async function readOne(found: FoundBundle, judging: Judging): Promise<Read> {
  try {
    const content = await contentOf(found);
    const report = judgeBundle(content, judging);
    return { found, report, fingerprint: fingerprintOf(content, report) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { found, problem: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.` };
  }
}

/** What `verify` wrote: `X` and `X.tar.gz`, with the same files. */
function hasFolderBeside(one: Read, all: readonly Read[]): boolean {
  if (!one.found.isArchive || !('report' in one)) return false;
  const { found, fingerprint } = one;
  return all.some(
    (other) =>
      !other.found.isArchive &&
      'report' in other &&
      other.report.ok === one.report.ok &&
      other.fingerprint.files === fingerprint.files &&
      dirname(other.found.path) === dirname(found.path) &&
      found.path.startsWith(`${other.found.path}.`),
  );
}

import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { UsageError, UserError } from '../../lib/errors.ts';
import { naturalOrder } from '../../lib/natural-order.ts';
import { MANIFEST } from '../manifest.ts';

/** A bundle that somebody handed in, not read yet. */
export interface FoundBundle {
  /** As the person who named it would say it: the path that was given, and what is below. */
  readonly name: string;
  readonly path: string;
  /** One file, not a folder. */
  readonly isArchive: boolean;
}

/** A course has folders of folders, not more: `class/group/person/bundle`. */
const DEPTH = 4;
const ARCHIVE = /\.(?:tar\.gz|tgz|tar)$/;
/** Those of other programs cannot be read, and get a row that says so: whoever handed one in must not be overlooked. */
const FOREIGN = /\.(?:zip|7z|rar|tar\.\w+)$/i;

/**
 * The bundles that these paths name, each once: a path is a bundle itself (a folder, an archive), or a folder with bundles in it or below. Links
 * below it are not followed. A `UsageError` names a path that is not there, a `UserError` a folder without any bundle.
 */
export function findBundles(given: readonly string[], cwd: string): readonly FoundBundle[] {
  const found = new Map<string, FoundBundle>();
  for (const name of given) {
    const path = resolve(cwd, name);
    if (!existsSync(path))
      throw new UsageError(`there is no ${name} for --bundle`, {
        next: 'name folders that `kubectl minisched verify` made, or their .tar.gz files',
      });
    const bundles = isItself(path)
      ? [{ name, path, isArchive: !statSync(path).isDirectory() }]
      : bundlesIn(name, path, DEPTH);
    if (bundles.length === 0) throw noBundle(name);
    for (const bundle of bundles) {
      const real = realpathSync(bundle.path);
      if (!found.has(real)) found.set(real, bundle);
    }
  }
  return [...found.values()];
}

/** The folders right below those that were named in which there is no bundle: somebody's, perhaps, who handed in something else. */
export function foldersWithout(
  given: readonly string[],
  cwd: string,
  found: readonly FoundBundle[],
): readonly string[] {
  return given
    .filter((name) => !isItself(resolve(cwd, name)))
    .flatMap((name) =>
      childrenOf(resolve(cwd, name))
        .filter((entry) => entry.isDirectory())
        .filter((entry) => {
          const path = resolve(cwd, name, entry.name);
          return !found.some((one) => one.path === path || one.path.startsWith(path + sep));
        })
        .map((entry) => join(name, entry.name)),
    );
}

/** Whether this one path is a bundle, and no folder of bundles. */
export function isItself(path: string): boolean {
  if (!statSync(path).isDirectory()) return true;
  return existsSync(join(path, MANIFEST)) || existsSync(join(path, 'evidence.json'));
}

function bundlesIn(name: string, path: string, depth: number): readonly FoundBundle[] {
  if (depth === 0) return [];
  return childrenOf(path).flatMap((entry) => {
    const [childName, childPath] = [join(name, entry.name), join(path, entry.name)];
    // further down a person may have other things lying about
    const isHandedIn = ARCHIVE.test(entry.name) || (depth === DEPTH && FOREIGN.test(entry.name));
    if (entry.isFile()) return isHandedIn ? [{ name: childName, path: childPath, isArchive: true }] : [];
    if (!entry.isDirectory()) return [];
    return isItself(childPath)
      ? [{ name: childName, path: childPath, isArchive: false }]
      : bundlesIn(childName, childPath, depth - 1);
  });
}

function childrenOf(path: string): readonly Dirent[] {
  return entriesOf(path)
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .toSorted((a, b) => naturalOrder(a.name, b.name));
}

/** A folder that nobody may read has nothing to be found in. */
function entriesOf(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function noBundle(name: string): UserError {
  return new UserError(
    `${name} is no bundle of evidence, and there is none below it: no evidence.json, no ${MANIFEST}, no .tar.gz file`,
    {
      next: 'name the folder itself, e.g. --bundle evidence/2026-01-31T10-00-00Z',
    },
  );
}

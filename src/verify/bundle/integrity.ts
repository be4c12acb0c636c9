import { MANIFEST, parseManifest, sha256 } from '../manifest.ts';
import type { BundleContent } from './files.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** What every bundle has. */
const ALWAYS = ['SUBMISSION.md', 'evidence.json', 'journal.jsonl'];

/** Hashes right, no file missing, none too many. */
export function integrity(content: BundleContent): readonly BundleFinding[] {
  const manifest = content.files.get(MANIFEST);
  const hashes = manifest && parseManifest(manifest.toString());
  const readable = bundleFinding(
    'bundle-manifest',
    'The manifest is readable',
    `${MANIFEST} in its exact form`,
    [
      ...(manifest ? [] : [`${MANIFEST} is missing`]),
      ...(manifest && !hashes ? [`${MANIFEST} is not in the form that verify writes`] : []),
    ],
  );
  return hashes ? [readable, complete(content, hashes), unchanged(content, hashes)] : [readable];
}

function complete({ files, odd }: BundleContent, hashes: ReadonlyMap<string, string>): BundleFinding {
  const missing = [...new Set([...hashes.keys(), ...ALWAYS])].filter((path) => !files.has(path));
  const extra = [...files.keys()].filter((path) => path !== MANIFEST && !hashes.has(path));
  return bundleFinding(
    'bundle-complete',
    'No file is missing and none was added',
    'exactly the files of the manifest',
    [
      ...missing.map((path) => `${path} is missing`),
      ...extra.map((path) => `${path} is not in the manifest`),
      ...odd.map((path) => `${path} is not a plain file`),
    ],
  );
}

function unchanged({ files }: BundleContent, hashes: ReadonlyMap<string, string>): BundleFinding {
  const changed = [...hashes].filter(([path, hash]) => {
    const bytes = files.get(path);
    return bytes !== undefined && sha256(bytes) !== hash;
  });
  return bundleFinding(
    'bundle-hashes',
    'No file was changed since it was written',
    'every file has its hash',
    changed.map(([path]) => `${path} was changed`),
  );
}

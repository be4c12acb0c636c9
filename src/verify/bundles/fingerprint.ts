import { sha256, MANIFEST } from '../manifest.ts';
import type { BundleReport } from '../bundle/check.ts';
import type { BundleContent } from '../bundle/files.ts';

/** What two bundles of two people cannot have in common. */
export interface Fingerprint {
  /** Of all files. */
  readonly files: string;
  /** Of journal.jsonl; undefined where it is empty. */
  readonly journal?: string;
  /** uid of kube-system. */
  readonly cluster?: string;
  /** uids of pods, in the journal and on the cluster. */
  readonly pods: ReadonlySet<string>;
  /** When, to the millisecond, what kind of thing was written into the journal. */
  readonly moments: ReadonlySet<string>;
  /** The person's reason, letter case and white space aside; undefined where it is so short that two people may well write the same. */
  readonly note?: string;
}

/** Fewer words may be the same by chance: "fewest pods first". */
const NOTE_WORDS = 6;

/** Takes from a bundle and its report what is compared with those of others. */
export function fingerprintOf(content: BundleContent, { evidence, journal }: BundleReport): Fingerprint {
  const lines = content.files.get('journal.jsonl');
  const seen = journal.flatMap((entry) => (entry.kind === 'observed' ? [entry.pod.uid] : []));
  const words = (evidence?.note.why ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return {
    files: sha256(content.files.get(MANIFEST) ?? Buffer.alloc(0)),
    ...(lines && lines.length > 0 ? { journal: sha256(lines) } : {}),
    ...(evidence ? { cluster: evidence.facts.cluster.id } : {}),
    pods: new Set([...seen, ...(evidence?.facts.cluster.pods ?? []).map(({ uid }) => uid)]),
    moments: new Set(journal.map(({ at, kind }) => `${at} ${kind}`)),
    ...(words.length >= NOTE_WORDS ? { note: words.join(' ') } : {}),
  };
}

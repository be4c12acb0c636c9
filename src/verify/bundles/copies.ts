import type { Fingerprint } from './fingerprint.ts';
import type { Doubt } from './handed-in.ts';

/** A bundle that is compared with others. */
export interface Compared {
  readonly bundle: string;
  readonly fingerprint: Fingerprint;
}

/** One or two things may happen in the same millisecond on two machines; so many do not. */
const MOMENTS = 4;

type Likeness = 'same-journal' | 'same-cluster' | 'same-pods' | 'same-moments' | 'same-note';

const ORDER: readonly Likeness[] = ['same-journal', 'same-cluster', 'same-pods', 'same-moments', 'same-note'];

/**
 * What each bundle has in common with others that two people cannot have in common; of each other bundle only the strongest, and the same
 * note besides. The map has the names of those that have a doubt.
 */
export function copies(all: readonly Compared[]): ReadonlyMap<string, readonly Doubt[]> {
  return new Map(
    all.flatMap((one): [string, readonly Doubt[]][] => {
      const alike = all.flatMap((other) =>
        other === one ? [] : likenesses(one, other).map((likeness) => ({ likeness, other: other.bundle })),
      );
      const doubts = ORDER.flatMap((kind): Doubt[] => {
        const others = alike.filter(({ likeness }) => likeness === kind).map(({ other }) => other);
        return others.length === 0 ? [] : [{ kind, sentence: sentenceOf(kind, namesOf(others)) }];
      });
      return doubts.length === 0 ? [] : [[one.bundle, doubts]];
    }),
  );
}

function likenesses({ fingerprint: one }: Compared, { fingerprint: other }: Compared): readonly Likeness[] {
  const run = runLikeness(one, other);
  return [
    ...(run ? [run] : []),
    ...(one.note !== undefined && one.note === other.note ? ['same-note' as const] : []),
  ];
}

function runLikeness(one: Fingerprint, other: Fingerprint): Likeness | undefined {
  if (one.journal !== undefined && one.journal === other.journal) return 'same-journal';
  if (one.cluster !== undefined && one.cluster === other.cluster) return 'same-cluster';
  if (!one.pods.isDisjointFrom(other.pods)) return 'same-pods';
  return one.moments.intersection(other.moments).size >= MOMENTS ? 'same-moments' : undefined;
}

function sentenceOf(kind: Likeness, others: string): string {
  const either = 'one was copied from the other, or both are one person’s';
  switch (kind) {
    case 'same-journal':
      return `Its journal is, byte for byte, that of ${others}: ${either}.`;
    case 'same-cluster':
      return `It is about the same cluster as ${others}, by the uid of kube-system: ${either}.`;
    case 'same-pods':
      return `It has pods with the uids of pods of ${others}, on what it says is another cluster.`;
    case 'same-moments':
      return `Its journal was written at the same milliseconds as that of ${others}.`;
    case 'same-note':
      return `Its note is, word for word, that of ${others}.`;
  }
}

/** Nobody reads thirty names. */
function namesOf(others: readonly string[]): string {
  const shown = others.slice(0, 3).join(', ');
  return others.length > 3 ? `${shown} and ${others.length - 3} more` : shown;
}

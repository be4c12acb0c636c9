import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Run } from '../runs.ts';

/** One play of one step: what the journal has from its beginning to its end. */
export interface Chapter {
  readonly step: number;
  /** As the step's folder is called, without its number. */
  readonly slug: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** When the next one begins; what is told until then belongs to this one. */
  readonly until: number;
  /** Undefined: it was interrupted. */
  readonly ok?: boolean;
  readonly entries: readonly JournalEntry[];
  /** Whether the step was not played again after this. */
  readonly isLatest: boolean;
}

/** The plays of all steps, in their order in time. */
export function chaptersOf(runs: readonly Run[]): readonly Chapter[] {
  const parts = splitAtSteps(runs.flatMap(({ entries }) => entries));
  return parts.map(({ start, entries }, at) => {
    const end = entries.find((entry) => entry.kind === 'step-finished');
    const next = parts[at + 1];
    return {
      step: start.step,
      slug: start.slug,
      from: Date.parse(start.at),
      until: next ? Date.parse(next.start.at) : Number.POSITIVE_INFINITY,
      ...(end && { ok: end.ok }),
      entries,
      isLatest: !parts.slice(at + 1).some((other) => other.start.step === start.step),
    };
  });
}

/** `The orphan`: the workshop's own title for its steps, the folder's name for another's. */
export function titleOf({ step, slug }: Pick<Chapter, 'step' | 'slug'>): string {
  return TITLES.get(slug) ?? (slug === '' ? `step ${step}` : slug.replaceAll('-', ' '));
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ['mental-model', 'The mental model'],
  ['cluster', 'A cluster of your own'],
  ['watch', 'Watch'],
  ['decide', 'Decide'],
  ['run', 'Run it'],
  ['orphan', 'The orphan'],
  ['taints', 'Taints'],
  ['resources', 'Real resources'],
  ['affinity', 'Wishes and refusals'],
  ['spread-and-pack', 'Spread or pack'],
  ['race', 'The race'],
  ['preemption', 'Preemption'],
  ['two-schedulers', 'Two schedulers'],
  ['gang', 'All or nothing'],
  ['extend-kube-scheduler', 'Extend kube-scheduler'],
]);

type StepStart = Extract<JournalEntry, { kind: 'step-started' }>;

function splitAtSteps(entries: readonly JournalEntry[]) {
  const parts: { start: StepStart; entries: JournalEntry[] }[] = [];
  let isOpen = false;
  let hadCluster = true;
  for (const entry of entries) {
    if (entry.kind === 'run-started') {
      // a run that begins ends a play that was interrupted, unless it is the same one, which has its cluster now
      isOpen &&= !hadCluster && entry.clusterId !== undefined;
      hadCluster = entry.clusterId !== undefined;
    } else if (entry.kind === 'step-started' && !(isOpen && parts.at(-1)?.start.step === entry.step)) {
      parts.push({ start: entry, entries: [] });
      isOpen = true;
    } else if (isOpen) parts.at(-1)?.entries.push(entry);
    if (entry.kind === 'step-finished') isOpen = false;
  }
  return parts;
}

import type { ClusterApi } from '../api/cluster-api.ts';
import type { JournalEntry } from '../workshop/journal-entry.ts';
import { type Evidence, conclude } from './evidence.ts';
import type { Facts } from './facts.ts';
import { gatherFacts } from './gather.ts';
import { noteOf } from './note.ts';
import type { Trials } from './trials.ts';
import { type CollectedOutput, type RunKubectl, collectOutputs } from './outputs.ts';

/** A cluster, the recorded run, and what the person says. */
export interface CollectOptions {
  readonly api: ClusterApi;
  readonly kubectl: RunKubectl;
  readonly journal: readonly JournalEntry[];
  readonly context: string;
  readonly namespace: string;
  readonly scheduler: string;
  /** Name and version of this program. */
  readonly program: string;
  /** An address without credentials. */
  readonly repository?: string;
  /** Asks for the person's reason; called only when there is a placement to give a reason for. */
  readonly why: () => Promise<string | undefined>;
  /** Tries what the person's own scheduler can do; undefined, or missing: it was not tried. */
  readonly trials?: () => Promise<Trials | undefined>;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Evidence and the outputs that go with it; or only the facts, when nothing was done on this cluster yet. */
export type Collected =
  | { readonly done: true; readonly evidence: Evidence; readonly outputs: readonly CollectedOutput[] }
  | { readonly done: false; readonly facts: Facts };

/** Looks at the cluster and the journal, runs kubectl, draws the conclusions. Changes nothing. */
export async function collectEvidence(options: CollectOptions): Promise<Collected> {
  const facts = await gatherFacts(options);
  if (nothingDone(facts)) return { done: false, facts };
  const outputs = await collectOutputs(options.kubectl);
  const trials = await options.trials?.();
  const why = facts.story.placement ? await options.why() : undefined;
  const evidence = conclude({
    program: options.program,
    writtenAt: new Date(options.now()).toISOString(),
    ...(options.repository ? { repository: options.repository } : {}),
    note: noteOf(facts.story, why),
    facts,
    ...(trials && { trials }),
    outputs: outputs.map(({ file, line, exitCode, startedAt }) => ({ file, line, exitCode, startedAt })),
  });
  return { done: true, evidence, outputs };
}

/** No pod of the workshop's and no play of a step that leaves evidence. */
function nothingDone({ cluster, story }: Facts): boolean {
  return cluster.pods.length === 0 && !story.placement && !story.orphan && !story.blocked;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../src/api/types.ts';
import { defaultPreemption } from '../../src/scheduler/plugins/default-preemption/default-preemption.ts';
import { decideOne } from '../../src/scheduler/schedule-one.ts';
import { clusterOf } from './answer.ts';
import { type Case, linesOf } from './cases.ts';
import { oracleProfile } from './profile.ts';

/** A case with pods for which a node is being made free. */
interface PreemptionCase extends Case {
  readonly nominated: readonly Pod[];
}

/** What upstream's PostFilter plugins made of it. `victims` by name, without those that were on their way already. */
interface Outcome {
  readonly id: string;
  readonly message: string;
  readonly node?: string;
  readonly victims?: readonly string[];
  readonly clears?: true;
}

const CASES = new URL('../fixtures/oracle/cases-preemption.jsonl.zst', import.meta.url);
const OUTCOMES = new URL('../fixtures/oracle/verdicts-preemption.jsonl.zst', import.meta.url);

test('who must go, from which node, and every message are kube-scheduler’s, on 2,013 clusters in which a pod fits nowhere', () => {
  const args = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 };
  const { framework } = oracleProfile([defaultPreemption(args, () => 0)]);
  const cases = linesOf<PreemptionCase>(CASES);
  const outcomes = linesOf<Outcome>(OUTCOMES);
  assert.deepEqual([cases.length, outcomes.filter(({ node }) => node).length], [2_013, 1_260]);
  const different = cases.flatMap((one, at) => {
    const ours = outcomeOf(framework, one);
    const theirs = outcomes[at];
    return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ ours, theirs }];
  });
  assert.deepEqual(different.slice(0, 5), []);
});

function outcomeOf(framework: ReturnType<typeof oracleProfile>['framework'], one: PreemptionCase): Outcome {
  const cache = clusterOf(one);
  for (const pod of one.nominated) cache.nominations.observe(undefined, pod);
  const times = { firstSeen: 0, attempts: 1, notBefore: 0, parkedAt: 0 };
  const queued = { pod: one.pod, key: one.id, sequence: 0, rejectedBy: new Set<string>(), ...times };
  const result = decideOne({ framework, cache, tieBreak: () => 0 }, queued);
  if (result.kind !== 'fit-error') return { id: one.id, message: `it is a ${result.kind}` };
  const { message, preemption, clearNomination } = result;
  const going = preemption?.victims.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return {
    id: one.id,
    message,
    ...(preemption && {
      node: preemption.node,
      victims: (going ?? []).map(({ metadata }) => metadata.name).toSorted(),
    }),
    ...(clearNomination && { clears: true }),
  };
}

/** What makes a node good (`--policy`): each is a configuration of its own, see config/presets.ts. */
export const POLICIES = [
  'least-pods',
  'most-pods',
  'random',
  'least-allocated',
  'most-allocated',
  'balanced',
  'weighted',
  'default',
] as const;

/** One of {@link POLICIES}. */
export type Policy = (typeof POLICIES)[number];

/** The policy in words; `custom` is what a configuration file says (`--config`). */
export type PolicyName = Policy | 'custom';

const WINS = 'the highest total wins, ties go to the first node in natural name order.';

/** One sentence a person can hand in: how the policy scores a node. */
export function describePolicy(policy: Policy): string {
  switch (policy) {
    case 'least-pods':
      return 'least-pods: every feasible node is scored by how few pods it has (100 for the fewest, 0 for the most, daemons and finished pods left out); the highest score wins, ties go to the first node in natural name order.';
    case 'most-pods':
      return 'most-pods: every feasible node is scored by how many pods it has (100 for the most, 0 for the fewest, daemons and finished pods left out); the highest score wins, ties go to the first node in natural name order.';
    case 'random':
      return 'random: every feasible node gets a random score from 0 to 100; the highest score wins.';
    case 'least-allocated':
      return `least-allocated: every feasible node is scored by how much cpu and memory would be left unasked for on it (100 for an empty node); ${WINS}`;
    case 'most-allocated':
      return `most-allocated: every feasible node is scored by how much of its cpu and memory would be asked for (100 for a full node); ${WINS}`;
    case 'balanced':
      return `balanced: every feasible node is scored by how evenly its cpu and its memory would be asked for (100 for the same share of both); ${WINS}`;
    case 'weighted':
      return `weighted: every feasible node is scored by free cpu and memory (twice 0 to 100), the node affinity that the pod prefers (0 to 100) and business rules (0 to 100: zone us-west-2a, a young node, gpu work on a gpu node); ${WINS}`;
    case 'default':
      return `default: every feasible node is scored as kube-scheduler's default profile does (taints, affinity, spread, free resources and their balance, images), and a pod that fits nowhere may preempt others; ${WINS}`;
  }
}

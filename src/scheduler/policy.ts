/** What PodCount prefers: the emptiest node, the fullest, or any (`--policy`). */
export const POLICIES = ['least-pods', 'most-pods', 'random'] as const;

/** One of {@link POLICIES}. */
export type Policy = (typeof POLICIES)[number];

/** One sentence a person can hand in: how the policy scores a node. */
export function describePolicy(policy: Policy): string {
  switch (policy) {
    case 'least-pods':
      return 'least-pods: every feasible node is scored by how few pods it has (100 for the fewest, 0 for the most, daemons and finished pods left out); the highest score wins, ties go to the first node in natural name order.';
    case 'most-pods':
      return 'most-pods: every feasible node is scored by how many pods it has (100 for the most, 0 for the fewest, daemons and finished pods left out); the highest score wins, ties go to the first node in natural name order.';
    case 'random':
      return 'random: every feasible node gets a random score from 0 to 100; the highest score wins.';
  }
}

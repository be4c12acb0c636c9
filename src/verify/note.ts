import { POLICIES, type Policy, describePolicy } from '../scheduler/policy.ts';
import type { Story } from './story.ts';

/** The note on the scoring function: the *what* is known, the *why* is the person's own. */
export interface Note {
  /** The policy that placed the six pods; missing when step 4 was not played or the policy is unknown. */
  readonly policy?: Policy;
  /** One sentence: how it scores a node. */
  readonly what?: string;
  /** Why this scoring; missing = still to do. */
  readonly why?: string;
}

/** The note for this story. White space around `why` is dropped; an empty one is none. */
export function noteOf(story: Story, why: string | undefined): Note {
  const policy = knownPolicy(story.placement?.policy ?? '');
  const reason = why?.trim();
  return {
    ...(policy ? { policy, what: describePolicy(policy) } : {}),
    ...(reason ? { why: reason } : {}),
  };
}

/** The policy of this name; undefined for a name that this program does not know. */
export function knownPolicy(name: string): Policy | undefined {
  return POLICIES.find((policy) => policy === name);
}

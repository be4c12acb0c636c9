import { POLICIES, type Policy, describePolicy } from '../scheduler/policy.ts';
import { programOf } from './own-program.ts';
import type { Story } from './story.ts';

/** The note on the scoring function: the *what* is known, the *why* is the person's own. */
export interface Note {
  /** The policy that placed the six pods; missing when step 4 was not played or the policy is unknown. */
  readonly policy?: Policy;
  /** The line of the person's own program, where that placed them. */
  readonly program?: string;
  /** One sentence: how it scores a node. */
  readonly what?: string;
  /** Why this scoring; missing = still to do. */
  readonly why?: string;
}

/** The note for this story. White space around `why` is dropped; an empty one is none. */
export function noteOf(story: Story, why: string | undefined): Note {
  const program = story.placement && programOf(story.placement);
  const policy = program === undefined ? knownPolicy(story.placement?.policy ?? '') : undefined;
  const reason = why?.trim();
  return {
    ...(policy ? { policy, what: describePolicy(policy) } : {}),
    ...(program === undefined ? {} : { program, what: describeOwn(program) }),
    ...(reason ? { why: reason } : {}),
  };
}

/** What there is to say here about a program that nobody here has written. */
export function describeOwn(program: string): string {
  return `a program of the person's own, started by \`${program}\`: how it scores a node is theirs to say.`;
}

/** The policy of this name; undefined for a name that this program does not know. */
export function knownPolicy(name: string): Policy | undefined {
  return POLICIES.find((policy) => policy === name);
}

import { describePolicy } from '../../scheduler/policy.ts';
import { describeOwn, knownPolicy } from '../note.ts';
import { programOf } from '../own-program.ts';
import type { Finding } from '../../workshop/finding.ts';
import type { Check } from './check.ts';

/**
 * The policy that placed the six pods is one whose scoring can be described. Why it was chosen is the person's own to
 * say; while that is missing it stands as a to-do in SUBMISSION.md and is no failed check.
 */
export const scoringNote: Check = ({ story }) => {
  const play = story.placement;
  if (!play) return [];
  const program = programOf(play);
  if (program !== undefined) return [ownNote(program)];
  const policy = knownPolicy(play.policy);
  return [
    {
      id: 'scoring-note',
      title: 'How the nodes were scored is known',
      ok: policy !== undefined,
      expected: 'a policy with a description',
      seen: policy
        ? describePolicy(policy)
        : `the policy "${play.policy}", which this program cannot describe`,
      source: 'journal',
    },
  ];
};

function ownNote(program: string): Finding {
  return {
    id: 'scoring-note',
    title: 'How the nodes were scored is known',
    ok: true,
    expected: "a policy with a description, or a program of the person's own",
    seen: describeOwn(program),
    source: 'journal',
  };
}

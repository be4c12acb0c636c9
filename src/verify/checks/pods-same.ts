import { presentPods } from './six-pods.ts';
import { sighting } from '../story.ts';
import type { Check } from './check.ts';

/** The six pods are those that step 4 placed, on the same nodes: none was made again since. */
export const podsSame: Check = (facts) => {
  const play = facts.story.placement;
  const pods = presentPods(facts);
  if (play?.ok === undefined || pods.length === 0) return [];
  const wrong = pods.flatMap((pod) => {
    const placed = sighting(play, 'placed', pod.name)?.pod;
    if (!placed) return [`${pod.name} was not seen placed in step 4`];
    if (placed.uid !== pod.uid) return [`${pod.name} was made again after step 4 (another uid)`];
    return placed.node === pod.node ? [] : [`step 4 saw ${pod.name} on ${placed.node ?? 'no node'}`];
  });
  return [
    {
      id: 'pods-same',
      title: 'The six pods are the ones that step 4 placed',
      ok: wrong.length === 0,
      expected: 'the same uid and node in the journal as on the cluster',
      seen: wrong.length === 0 ? 'same uids, same nodes' : wrong.join('; '),
      source: 'journal',
    },
  ];
};

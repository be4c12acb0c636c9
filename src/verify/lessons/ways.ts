import { countsByNode, type Lesson, numberedNames, placedBy, sightings } from './lesson.ts';

const COUNT = 6;

/** Step 14: one policy, as a scheduler, as an extender and as a plugin. On an embedded cluster no kube-scheduler runs, and nothing is shown. */
export const ways: Lesson = {
  step: 14,
  id: 'same-policy-three-ways',
  title: 'An extended kube-scheduler put its pods where the same policy of our own scheduler had put its own',
  expected: 'six of each on the nodes of ours, one by one, and Scheduled by the one that they name',
  judge(play) {
    const own = placed('own');
    const others = ['extended', 'compiled'].filter((way) => placed(way).length > 0);
    if (others.length === 0) return undefined;
    const same = others.filter(isSame);
    return {
      ok: same.length === others.length && own.length === COUNT,
      seen: `${countsByNode(own).join('-')} by our own; ${others.map((way) => `${way}: ${isSame(way) ? 'the same' : 'not the same'}`).join(', ')}`,
    };

    function placed(way: string) {
      return sightings(play, 'placed', numberedNames(way, COUNT));
    }

    function isSame(way: string): boolean {
      const looks = placed(way);
      return own.every(({ pod }, at) => {
        const look = looks[at];
        return pod.node !== undefined && look?.pod.node === pod.node && placedBy(look) === `${way}-scheduler`;
      });
    }
  },
};

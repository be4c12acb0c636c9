import { type Sighting, sighting } from '../story.ts';
import { type Lesson, placedBy } from './lesson.ts';

/** Step 12: whose pod is whose. */
export const owners: Lesson = {
  step: 12,
  id: 'owners',
  title: 'Three schedulers placed a pod each, one of them after it had waited for its own',
  expected: 'for-packer Pending without events; then Scheduled by default-scheduler, ours and packer',
  judge(play) {
    const waited = sighting(play, 'pending', 'for-packer');
    const names = ['for-default', 'for-yours', 'for-packer'];
    const by = names.map((name) => placedBy(sighting(play, 'placed', name)));
    return {
      ok:
        hung(waited) &&
        by[0] === 'default-scheduler' &&
        by[2] === 'packer' &&
        by[1] !== undefined &&
        new Set(by).size === 3,
      seen: names.map((name, at) => `${name} by ${by[at] ?? 'nobody'}`).join(', '),
    };
  },
};

function hung(look: Sighting | undefined): boolean {
  return look?.pod.node === undefined && look?.pod.events.length === 0;
}

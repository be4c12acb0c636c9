import assert from 'node:assert/strict';
import { test } from 'node:test';

import { podsSpread } from '../../src/verify/checks/six-pods.ts';
import { factsOf, goodStory, WORKERS } from '../helpers/story.ts';

/** All six pods on one worker, placed with this policy. */
function heap(policy: string) {
  const story = goodStory();
  return factsOf({
    journal: story.journal.map((entry) => (entry.kind === 'run-started' ? { ...entry, policy } : entry)),
    cluster: { ...story.cluster, pods: story.cluster.pods.map((pod) => ({ ...pod, node: WORKERS[0] })) },
  });
}

test('2-2-2 is asked of least-pods only: another policy does not even out', () => {
  assert.equal(podsSpread(heap('least-pods'))[0]?.ok, false);
  for (const policy of ['most-pods', 'random']) {
    const [finding] = podsSpread(heap(policy));
    assert.equal(finding?.ok, true);
    assert.match(finding.seen, /^6-0-0: /);
    assert.match(finding.expected, new RegExp(policy));
  }
});

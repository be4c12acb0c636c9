import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { parseStep, type Step } from '../../src/workshop/content.ts';
import { guard } from '../../src/workshop/guard.ts';
import { World } from '../helpers/workshop-world.ts';

function step(yaml: string): Step {
  const parsed = parseStep(`title: x\nminutes: 1\n${yaml}`, 'step.yaml');
  return { ...parsed, number: 6, slug: 'x', folder: '/nowhere', text: '' };
}

const rows = [
  { name: 'a step that removes pods of earlier plays', yaml: 'removes: [a]\nplay: [{ say: x }]', asks: true },
  { name: 'a step that taints', yaml: "play: [{ run: 'kubectl taint nodes a b=c:NoSchedule' }]", asks: true },
  { name: 'a step that deletes', yaml: "play: [{ run: 'kubectl delete pod a' }]", asks: true },
  { name: 'a step that only looks', yaml: "play: [{ run: 'kubectl get pods' }]", asks: false },
  { name: 'a step that only adds a pod', yaml: "play: [{ run: 'kubectl run a --image=b' }]", asks: false },
];

describe('on a cluster of somebody else', () => {
  for (const { name, yaml, asks } of rows) {
    test(`${name} ${asks ? 'asks for --yes' : 'is played'}`, () => {
      const world = new World();
      world.owned = false;
      const play = (confirmed: boolean) => () => {
        guard(step(yaml), world.workshop([], { settings: { confirmed } }));
      };
      if (asks)
        assert.throws(play(false), { name: 'UserError', message: /^step 6 deletes or taints things/ });
      else assert.doesNotThrow(play(false));
      assert.doesNotThrow(play(true));
    });
  }

  test('on a cluster of our own nothing is asked', () => {
    assert.doesNotThrow(() => {
      guard(step('removes: [a]\nplay: [{ say: x }]'), new World().workshop([]));
    });
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tracePod } from '../../src/workshop/trace.ts';
import { event, pod } from '../helpers/builders.ts';

const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
const isTrue = (type: string, second: number) =>
  ({ type, status: 'True', lastTransitionTime: at(second) }) as const;

test('the life of a pod is told in order, and within one second in the usual order', () => {
  const built = pod('a')
    .createdAt(at(1))
    .condition(isTrue('Ready', 2))
    .condition(isTrue('Initialized', 2))
    .condition(isTrue('PodScheduled', 1))
    .condition({ type: 'DisruptionTarget', status: 'False', lastTransitionTime: at(2) })
    .build();
  const events = [
    event(built).reason('Started').from('kubelet').at('2026-01-01T00:00:02.100000Z').build(),
    event(built).reason('Scheduled').from('default-scheduler').at('2026-01-01T00:00:01.900000Z').build(),
    event(built).reason('Pulled').from('kubelet').at('2026-01-01T00:00:02.000000Z').build(),
  ];
  const rows = tracePod(built, events);
  assert.deepEqual(
    rows.map(({ part, what }) => `${part} ${what.split(':')[0] ?? ''}`),
    [
      'create created',
      'bind event Scheduled',
      'bind condition PodScheduled is True',
      'kubelet condition Initialized is True',
      'kubelet event Pulled',
      'kubelet event Started',
      'kubelet condition Ready is True',
    ],
  );
  assert.equal(rows[1]?.who, 'default-scheduler');
});

test('an event that came through the older event API names its writer and time, too', () => {
  const built = pod('a').createdAt(at(1)).build();
  const { eventTime: _, reportingController: __, ...older } = event(built).reason('Pulled').build();
  const [, row] = tracePod(built, [
    { ...older, deprecatedSource: { component: 'kubelet' }, deprecatedLastTimestamp: at(3) },
  ]);
  assert.deepEqual([row?.who, row?.at], ['kubelet', at(3)]);
});

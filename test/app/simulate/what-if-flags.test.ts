import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNewNode, parseTaint } from '../../../src/app/simulate/what-if-flags.ts';
import { UsageError } from '../../../src/lib/errors.ts';

test('a taint is a node and what kubectl calls a taint', () => {
  assert.deepEqual(parseTaint('w2:dedicated=gpu:NoSchedule'), {
    node: 'w2',
    taint: { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
  });
  assert.deepEqual(parseTaint('w2:k:NoExecute').taint, { key: 'k', effect: 'NoExecute' });
  for (const wrong of ['w2', 'w2:k', 'w2:k=v:Never', ':k=v:NoSchedule', 'w2::NoSchedule'])
    assert.throws(() => parseTaint(wrong), UsageError, wrong);
});

test('a new node is a name, amounts, labels, how many, and like which', () => {
  assert.deepEqual(parseNewNode('big,count=2,cpu=16,memory=64Gi,label.zone=a,like=w1'), {
    name: 'big',
    count: 2,
    like: 'w1',
    allocatable: { cpu: '16', memory: '64Gi' },
    labels: { zone: 'a' },
  });
  for (const wrong of ['', 'Big', 'big,cpu', 'big,cpu=much', 'big,count=0', 'big,count=x'])
    assert.throws(() => parseNewNode(wrong), UsageError, wrong);
});

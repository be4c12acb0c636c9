import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../src/api/errors.ts';
import { NODES, PODS } from '../../../src/api/resources.ts';
import { screenActions } from '../../../src/app/screen/screen-actions.ts';
import { node, pod } from '../../helpers/builders.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { MemoryApi } from '../../helpers/memory-api.ts';

function arrange() {
  const api = new MemoryApi();
  api.put(NODES, node('a').taint('kept', 'NoExecute').build());
  const actions = screenActions({
    cli: testCli('/nowhere').context,
    api,
    context: 'test',
    running: () => undefined,
    quit() {},
  });
  const stored = () => api.all(NODES)[0]?.spec;
  return { api, actions, stored };
}

test('a node is cordoned and uncordoned', async () => {
  const { actions, stored } = arrange();
  assert.match(await actions.cordon('a', true), /^node a is cordoned/);
  assert.equal(stored()?.unschedulable, true);
  assert.match(await actions.cordon('a', false), /^node a takes pods again/);
  assert.ok(!stored()?.unschedulable);
});

test('a taint is set beside the others, and taken away', async () => {
  const { actions, stored } = arrange();
  await actions.taint('a', 'workshop=blocked:NoSchedule');
  const keys = () => stored()?.taints?.map(({ key }) => key);
  assert.deepEqual(keys(), ['kept', 'workshop']);
  await actions.taint('a', 'workshop=blocked:NoSchedule-');
  assert.deepEqual(keys(), ['kept']);
});

test('a change of somebody else between reading and writing is not overwritten', async () => {
  const { api, actions, stored } = arrange();
  const patch = api.patch.bind(api);
  let interfered = false;
  api.patch = async (...args) => {
    if (!interfered) {
      interfered = true;
      await patch(NODES, { name: 'a' }, { spec: { taints: [{ key: 'theirs', effect: 'NoSchedule' }] } });
    }
    return patch(...args);
  };
  await actions.taint('a', 'ours:NoSchedule');
  assert.deepEqual(
    stored()?.taints?.map(({ key }) => key),
    ['theirs', 'ours'],
  );
});

test('YAML is as kubectl shows it: without managed fields', async () => {
  const { api, actions } = arrange();
  api.put(PODS, pod('p').build());
  const text = await actions.yaml({ kind: 'pod', namespace: 'default', name: 'p' });
  assert.match(text, /^apiVersion: v1\nkind: Pod\nmetadata:\n/);
  await api.patch(NODES, { name: 'a' }, { spec: { unschedulable: true } });
  assert.doesNotMatch(await actions.yaml({ kind: 'node', name: 'a' }), /managedFields/);
});

test('what the server refuses, and a kubectl that is missing, are errors with words', async () => {
  const { actions } = arrange();
  await assert.rejects(actions.cordon('nowhere', true), ApiError);
  await assert.rejects(actions.describe({ kind: 'node', name: 'a' }), /kubectl was not found/);
});

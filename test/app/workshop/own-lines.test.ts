import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Aim, aimed, aiming } from '../../../src/app/workshop/own-lines.ts';
import { UserError } from '../../../src/lib/errors.ts';

const usual: Aim = { name: 'sched-workshop', scheduler: 'workshop-scheduler', policy: 'least-pods' };

test('a suggested line stays as it is where everything is as usual', () => {
  assert.equal(
    aimed('`kubectl minisched workshop run` goes on', usual),
    '`kubectl minisched workshop run` goes on',
  );
});

test('a suggested line reaches the cluster, the namespace and the scheduler that are meant', () => {
  const aim = { ...usual, name: 'mine', namespace: "team's", scheduler: 'other', policy: 'random' };
  const flags = String.raw`--name mine -n 'team'\''s' --scheduler-name other`;
  const rows = {
    'kubectl minisched workshop step 5 --hold 5s': `kubectl minisched workshop step 5 ${flags} --policy random --hold 5s`,
    'kubectl minisched workshop reset --cluster': `kubectl minisched workshop reset --cluster ${flags} --policy random`,
    'kubectl minisched verify --note "x"': `kubectl minisched verify ${flags} --note "x"`,
    'kubectl minisched serve': 'kubectl minisched serve',
    'kubectl get pods': 'kubectl get pods',
    '`kubectl minisched cluster status` tells': '`kubectl minisched cluster status mine` tells',
    'kubectl minisched cluster delete other --provider kind':
      'kubectl minisched cluster delete other --provider kind',
  };
  for (const [line, expected] of Object.entries(rows)) assert.equal(aimed(line, aim), expected);
});

test('a line that plays, or tells of it, has the scheduler that the person wrote', () => {
  const aim = { ...usual, schedulerCmd: 'go run .' };
  const rows = {
    'kubectl minisched workshop': "kubectl minisched workshop --scheduler-cmd 'go run .'",
    'kubectl minisched workshop run --all': "kubectl minisched workshop run --scheduler-cmd 'go run .' --all",
    'kubectl minisched workshop step 5': "kubectl minisched workshop step 5 --scheduler-cmd 'go run .'",
    'kubectl minisched verify': "kubectl minisched verify --scheduler-cmd 'go run .'",
    'kubectl minisched workshop status': 'kubectl minisched workshop status',
    'kubectl minisched workshop reset': 'kubectl minisched workshop reset',
    'kubectl minisched workshop check 4': 'kubectl minisched workshop check 4',
  };
  for (const [line, expected] of Object.entries(rows)) assert.equal(aimed(line, aim), expected);
});

test('a suggested line speaks the language that was asked for, where lines have one', () => {
  const aim = { ...usual, lang: 'de' };
  const rows = {
    'kubectl minisched workshop run --all': 'kubectl minisched workshop run --lang de --all',
    '`kubectl minisched workshop quiz --again` asks':
      '`kubectl minisched workshop quiz --lang de --again` asks',
    'kubectl minisched workshop quiz 4': 'kubectl minisched workshop quiz 4 --lang de',
    'kubectl minisched verify': 'kubectl minisched verify',
    'kubectl minisched cluster status': 'kubectl minisched cluster status',
  };
  for (const [line, expected] of Object.entries(rows)) assert.equal(aimed(line, aim), expected);
});

test('a line about the cluster itself takes only what tells which', () => {
  const aim = {
    ...usual,
    provider: 'embedded',
    kubeconfig: 'a file',
    namespace: 'x',
    policy: 'random',
  } as const;
  assert.equal(
    aimed('kubectl minisched cluster create, then kubectl minisched cluster status', aim),
    "kubectl minisched cluster create --kubeconfig 'a file' --provider embedded, then kubectl minisched cluster status --kubeconfig 'a file' --provider embedded",
  );
});

test('what an error says to do next reaches the same cluster', async () => {
  const work = () => Promise.reject(new UserError('no', { next: 'kubectl minisched workshop step 1' }));
  await assert.rejects(aiming({ ...usual, context: 'prod' }, work), {
    message: 'no',
    next: 'kubectl minisched workshop step 1 --context prod',
  });
});

test('workshop alone is aimed, too; a word behind it that is none of ours stays where it is', () => {
  const aim = { name: 'mine', scheduler: 'workshop-scheduler' };
  assert.equal(
    aimed('go on: kubectl minisched workshop', aim),
    'go on: kubectl minisched workshop --name mine',
  );
  assert.equal(aimed('`kubectl minisched workshop`.', aim), '`kubectl minisched workshop --name mine`.');
  assert.equal(aimed('kubectl minisched workshop list', aim), 'kubectl minisched workshop list');
  assert.equal(aimed('kubectl minisched workshop run', aim), 'kubectl minisched workshop run --name mine');
});

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';

import { UserError } from '../../src/lib/errors.ts';
import { loadSteps, parseStep } from '../../src/workshop/content.ts';
import { stepJsonSchema } from '../../src/workshop/step-schema.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'workshop');

const GOOD = `title: A step
minutes: 5
play:
  - run: kubectl get pods
  - expect: it-runs
checks:
  - id: it-runs
    title: it runs
    pod: { name: a, phase: Running }
`;

/** The complaint about a step in which one piece of text is another. */
function complaint(from: string, to: string): string {
  assert.ok(GOOD.includes(from), `the good step has no ${from}`);
  try {
    parseStep(GOOD.replace(from, to), 'step.yaml');
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return 'no complaint';
}

const CORE = ['0 mental-model', '1 cluster', '2 watch', '3 decide', '4 run', '5 orphan', '6 taints'];
const MORE = [
  '7 resources',
  '8 affinity',
  '9 spread-and-pack',
  '10 race',
  '11 preemption',
  '12 two-schedulers',
  '13 gang',
  '14 extend-kube-scheduler',
];

test('every step of the workshop loads, and they are numbered 0 to 14, the second part from 7 on', () => {
  const parts = Map.groupBy(loadSteps(CONTENT), ({ part }) => part);
  const names = (part: 'core' | 'more') => parts.get(part)?.map(({ number, slug }) => `${number} ${slug}`);
  assert.deepEqual([names('core'), names('more')], [CORE, MORE]);
});

test('the core takes no longer than 75 minutes', () => {
  const core = loadSteps(CONTENT).filter(({ part }) => part === 'core');
  assert.ok(core.reduce((sum, { minutes }) => sum + minutes, 0) <= 75);
});

test('the second part removes what any of its steps made, and nothing of the core; each step has hints', () => {
  for (const { part, removes, hints, slug } of loadSteps(CONTENT).filter((step) => step.part === 'more')) {
    assert.deepEqual(removes, ['workshop-part=more'], slug);
    assert.ok(hints.length > 0, slug);
    assert.equal(part, 'more');
  }
});

test('every pod and class in a manifest can be told for one of the workshop', () => {
  for (const { folder, part, slug } of loadSteps(CONTENT)) {
    const manifests = join(folder, 'manifests');
    const files = existsSync(manifests) ? readdirSync(manifests) : [];
    for (const file of files) {
      for (const object of objectsIn(readFileSync(join(manifests, file), 'utf8'))) {
        if (object.kind === 'KubeSchedulerConfiguration') continue;
        const { labels = {} } = object.metadata ?? {};
        assert.equal(labels['minisched-workshop'], 'true', `${slug}/${file}`);
        if (object.kind === 'Pod' && part === 'more')
          assert.equal(labels['workshop-part'], 'more', `${slug}/${file}`);
      }
    }
  }
});

interface Manifest {
  readonly kind: string;
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly items?: readonly Manifest[];
}

/** The objects of a manifest, those of lists too. */
function objectsIn(source: string): readonly Manifest[] {
  return parseAllDocuments(source).flatMap((document) => {
    const object: Manifest = document.toJS();
    return object.items ?? [object];
  });
}

test('every step file names its schema for editors, and has a text', () => {
  for (const { folder, text } of loadSteps(CONTENT)) {
    const first = readFileSync(join(folder, 'step.yaml'), 'utf8').split('\n')[0];
    assert.equal(first, '# yaml-language-server: $schema=../step.schema.json', folder);
    assert.ok(text.trim().length > 100, folder);
  }
});

test('on an embedded cluster no step speaks of containers or Docker, and the nodes are called simulated', () => {
  const steps = loadSteps(CONTENT);
  const said = steps.flatMap(({ text, play, hints }) => [
    text,
    ...hints,
    ...play.flatMap((item) =>
      'say' in item && (item.provider ?? 'embedded') === 'embedded' ? [item.say] : [],
    ),
  ]);
  const docker = said.filter((words) => /docker|\bkind-|kind \(|node is a container/i.test(words));
  assert.deepEqual(docker, []);
  assert.match(said.join('\n'), /the nodes are \*\*simulated\*\*/);
});

test('workshop/step.schema.json is what the schema says: if not, run node scripts/step-schema.ts', () => {
  const written: unknown = JSON.parse(readFileSync(join(CONTENT, 'step.schema.json'), 'utf8'));
  assert.deepEqual(written, JSON.parse(JSON.stringify(stepJsonSchema())));
});

test('a good step is accepted', () => {
  assert.equal(parseStep(GOOD, 'step.yaml').play.length, 2);
});

const MISTAKES: readonly { name: string; from: string; to: string; says: RegExp }[] = [
  { name: 'a missing title', from: 'title: A step\n', to: '', says: /^step\.yaml:1: "title" is missing$/ },
  {
    name: 'a word that is not known',
    from: 'minutes: 5',
    to: 'minutes: 5\nminuets: 5',
    says: /^step\.yaml:3: "minuets" is not a word/,
  },
  {
    name: 'an unknown item of play',
    from: '- run: kubectl get pods',
    to: '- rnu: kubectl get pods',
    says: /^step\.yaml:4: an item of play has one of the keys say, show, run,/,
  },
  {
    name: 'a known item with a word too many',
    from: '- expect: it-runs',
    to: '- expect: it-runs\n    wihtin: 3s',
    says: /^step\.yaml:6: "wihtin" is not a word/,
  },
  {
    name: 'a command that is not kubectl',
    from: 'kubectl get pods',
    to: 'docker ps',
    says: /^step\.yaml:4: "run": a command starts with "kubectl", not with "docker"$/,
  },
  {
    name: 'a command that needs a shell',
    from: 'kubectl get pods',
    to: 'kubectl get pods | wc',
    says: /^step\.yaml:4: "run": "\|" needs a shell/,
  },
  {
    name: 'a quote that is not closed',
    from: 'kubectl get pods',
    to: `kubectl get 'pods`,
    says: /^step\.yaml:4: "run": a quote ' is not closed$/,
  },
  {
    name: 'a variable that does not exist',
    from: 'kubectl get pods',
    to: 'kubectl get pods ${nodes}',
    says: /^step\.yaml:4: "run": there is no variable \$\{nodes\}/,
  },
  {
    name: 'an expectation of no check',
    from: '- expect: it-runs',
    to: '- expect: it-rnus',
    says: /^step\.yaml:5: "expect": there is no check "it-rnus"/,
  },
  {
    name: 'a wrong duration',
    from: '- expect: it-runs',
    to: '- expect: it-runs\n    within: 3 seconds',
    says: /^step\.yaml:6: "within" must be a duration such as 500ms, 30s or 2m, not "3 seconds"$/,
  },
  {
    name: 'a check of no kind',
    from: '    pod: {',
    to: '    dop: {',
    says: /^step\.yaml:7: a check has one of the keys nodes, pod,/,
  },
  {
    name: 'a phase that does not exist',
    from: 'phase: Running',
    to: 'phase: Runnig',
    says: /^step\.yaml:9: "phase" must be one of Pending, Running, Succeeded, Failed, not "Runnig"$/,
  },
  {
    name: 'the same check id twice',
    from: 'checks:\n',
    to: 'checks:\n  - id: it-runs\n    title: x\n    pod: { name: b }\n',
    says: /^step\.yaml:10: "id": the check id "it-runs" is used twice$/,
  },
  {
    name: 'a number where a word belongs',
    from: 'title: A step',
    to: 'title: 5',
    says: /^step\.yaml:1: "title" must be of type string, not 5$/,
  },
  {
    name: 'a scheduler that is left with something of the step',
    from: '- run: kubectl get pods',
    to: '- scheduler: start\n    with: { policy: default }',
    says: /^step\.yaml:3: "play": a step that starts the scheduler with something of its own ends with a start without it$/,
  },
  {
    name: 'a spread that says two things',
    from: 'pod: { name: a, phase: Running }',
    to: 'spread: { pods: [a], each: 1, on: [1] }',
    says: /^step\.yaml:9: "spread": it says one of "each", "on" and "most"$/,
  },
  { name: 'YAML that is none', from: 'title: A step', to: 'title: [A step', says: /^step\.yaml:\d: / },
  {
    name: 'the same key twice',
    from: 'minutes: 5',
    to: 'minutes: 5\nminutes: 6',
    says: /^step\.yaml:3: Map keys must be unique$/,
  },
  {
    name: 'no map at all',
    from: GOOD,
    to: '- a\n- b\n',
    says: /^step\.yaml:1: a step is a map with title, minutes and play$/,
  },
];

for (const { name, from, to, says } of MISTAKES) {
  test(`${name} is one sentence with file and line`, () => {
    const said = complaint(from, to);
    assert.match(said, says);
    assert.ok(!said.includes('\n'));
  });
}

test('content that is not there is a sentence, too', () => {
  assert.throws(() => loadSteps(join(CONTENT, 'nowhere')), /content is not there/);
});

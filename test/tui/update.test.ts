import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { POLICIES } from '../../src/scheduler/policy.ts';
import type { Effect } from '../../src/tui/actions.ts';
import { KEY_TABLE } from '../../src/tui/key-table.ts';
import type { Model } from '../../src/tui/model.ts';
import { onKey } from '../../src/tui/update.ts';
import { UI_START } from '../../src/tui/ui-state.ts';
import {
  ABOUT,
  boundEvent,
  factsOf,
  nodeOf,
  ref,
  screenModel,
  someEvents,
  storyOf,
} from '../helpers/models.ts';

/** The model after these keys, and everything that was asked for on the way. */
function press(start: Model, ...keys: readonly string[]) {
  const effects: Effect[] = [];
  let model = start;
  for (const key of keys) {
    const step = onKey(model, key);
    effects.push(...step.effects);
    model = { ...model, ui: step.ui };
  }
  return { model, ui: model.ui, effects };
}

const onNodes = () => screenModel({ ui: { ...UI_START, focus: 'nodes' } });

test('tab goes round the panels, shift and tab the other way', () => {
  const focuses = (key: string) =>
    [1, 2, 3].map((times) => press(screenModel(), ...Array<string>(times).fill(key)).ui.focus);
  assert.deepEqual(focuses('tab'), ['queue', 'nodes', 'decisions']);
  assert.deepEqual(focuses('shift+tab'), ['nodes', 'queue', 'decisions']);
});

test('going down in the decisions holds them still; g, esc and going up from the first let them run', () => {
  const { ui } = press(screenModel(), 'j');
  assert.equal(ui.held, 4);
  assert.equal(ui.panels.decisions.list.cursor, 1);
  assert.equal(press(screenModel(), 'j', 'g').ui.held, undefined);
  assert.equal(press(screenModel(), 'j', 'esc').ui.held, undefined);
  assert.equal(press(screenModel(), 'j', 'k').ui.held, 4, 'a line may be read after going back to it');
  assert.equal(press(screenModel(), 'j', 'k', 'k').ui.held, undefined);
});

test('what is held does not move while more is told', () => {
  const { model } = press(screenModel(), 'j');
  const later = {
    ...model,
    story: storyOf([...someEvents(), boundEvent('pod3', 63), boundEvent('pod4', 64)]),
  };
  assert.deepEqual(press(later, 'enter').ui.pages, [{ kind: 'pod', pod: ref('pod2'), scroll: 0 }]);
});

test('enter opens the pod or the node under the cursor, esc and q go back, and q ends only from the panels', () => {
  assert.deepEqual(press(onNodes(), 'j', 'enter').ui.pages, [{ kind: 'node', node: 'worker2', scroll: 0 }]);
  const queue = press(screenModel(), 'tab', 'enter');
  assert.deepEqual(queue.ui.pages, [{ kind: 'pod', pod: ref('blocked'), scroll: 0 }]);
  assert.deepEqual(press(queue.model, 'q').ui.pages, []);
  assert.deepEqual(press(queue.model, 'q').effects, []);
  assert.deepEqual(press(queue.model, 'esc', 'q').effects, [{ type: 'quit' }]);
  assert.deepEqual(press(queue.model, 'ctrl+c').effects, [{ type: 'quit' }]);
});

test('enter on a line about no pod, or where nothing is, says so', () => {
  assert.match(press(screenModel(), 'G', 'enter').ui.notice?.text ?? '', /about no pod/);
  const empty = screenModel({ facts: factsOf({ nodes: [], queue: [] }) });
  assert.match(press(empty, 'tab', 'enter').ui.notice?.text ?? '', /nothing is here/);
});

test('a filter sifts while it is typed; enter keeps it, esc gives back the one before', () => {
  const typed = press(onNodes(), '/', 'r', '2');
  assert.equal(typed.ui.panels.nodes.filter, 'r2');
  const kept = press(typed.model, 'enter');
  assert.equal(kept.ui.panels.nodes.filter, 'r2');
  assert.equal(kept.ui.prompt, undefined);
  assert.equal(press(kept.model, '/', 'x', 'esc').ui.panels.nodes.filter, 'r2');
  assert.equal(press(kept.model, 'esc').ui.panels.nodes.filter, '');
});

test('p goes through every policy, and with a configuration file through that, too', () => {
  const round = (hasConfig: boolean) => {
    const seen: string[] = [];
    let model = screenModel({ about: { ...ABOUT, hasConfig } });
    do {
      const [effect] = press(model, 'p').effects;
      assert.ok(effect?.type === 'policy');
      seen.push(effect.policy);
      model = { ...model, story: { ...model.story, policy: effect.policy } };
    } while (model.story.policy !== 'least-pods' && seen.length < 20);
    return seen;
  };
  assert.deepEqual(round(false).toSorted(), [...POLICIES].toSorted());
  assert.deepEqual(round(true).toSorted(), ['custom', ...POLICIES].toSorted());
});

test('letters that are typed are text, not keys', () => {
  assert.deepEqual(press(onNodes(), '/', 'q', 's', 'p', 'u').effects, []);
});

test('s pauses and goes on, p takes the next policy, u turns a cordon round', () => {
  assert.deepEqual(press(screenModel(), 's').effects, [{ type: 'pause' }]);
  const paused = screenModel({ story: { ...storyOf(someEvents()), paused: true } });
  assert.deepEqual(press(paused, 's').effects, [{ type: 'resume' }]);
  assert.deepEqual(press(screenModel(), 'p').effects, [{ type: 'policy', policy: 'most-pods' }]);
  assert.deepEqual(press(onNodes(), 'u').effects, [{ type: 'cordon', node: 'worker', on: true }]);
  const cordoned = { ...onNodes(), facts: factsOf({ nodes: [nodeOf('worker', { cordoned: true })] }) };
  assert.deepEqual(press(cordoned, 'u').effects, [{ type: 'cordon', node: 'worker', on: false }]);
  assert.match(press(screenModel(), 'u').ui.notice?.text ?? '', /choose a node/);
});

test('a taint is asked for before it is set, with what is likely already typed', () => {
  const asked = press(onNodes(), 't');
  assert.deepEqual(asked.effects, []);
  assert.deepEqual(press(asked.model, 'esc').effects, []);
  const effect = { type: 'taint', node: 'worker', taint: 'workshop=blocked:NoSchedule' };
  assert.deepEqual(press(asked.model, 'enter').effects, [effect]);
  assert.deepEqual(press(onNodes(), 'j', 't', 'enter').effects, [
    { type: 'taint', node: 'worker2', taint: 'workshop=blocked:NoSchedule-' },
  ]);
  assert.deepEqual(press(onNodes(), 't', 'ctrl+u', 'a', '=', 'b', 'enter').effects, [
    { ...effect, taint: 'a=b' },
  ]);
  const readonly = { ...onNodes(), about: { ...ABOUT, readonly: true } };
  assert.match(press(readonly, 't').ui.notice?.text ?? '', /--readonly/);
});

test('d and y are about what is under the cursor, or what the page shows', () => {
  const pod = { kind: 'pod', namespace: 'default', name: 'blocked' };
  assert.deepEqual(press(screenModel(), 'y').effects, [{ type: 'yaml', target: pod }]);
  assert.deepEqual(press(screenModel(), 'enter', 'd').effects, [{ type: 'describe', target: pod }]);
  assert.deepEqual(press(onNodes(), 'd').effects, [
    { type: 'describe', target: { kind: 'node', name: 'worker' } },
  ]);
});

const commands: readonly (readonly [string, Effect])[] = [
  ['q', { type: 'quit' }],
  ['quit', { type: 'quit' }],
  ['pause', { type: 'pause' }],
  ['resume', { type: 'resume' }],
  ['policy random', { type: 'policy', policy: 'random' }],
  ['cordon w1', { type: 'cordon', node: 'w1', on: true }],
  ['uncordon w1', { type: 'cordon', node: 'w1', on: false }],
  ['taint w1 a=b:NoSchedule-', { type: 'taint', node: 'w1', taint: 'a=b:NoSchedule-' }],
];
const typed = (text: string) => [
  ':',
  ...Array.from(text, (char) => (char === ' ' ? 'space' : char)),
  'enter',
];

for (const [text, effect] of commands) {
  test(`:${text}`, () => {
    assert.deepEqual(press(screenModel(), ...typed(text)).effects, [effect]);
  });
}

test('a command that is none, or lacks its words, says what would be one', () => {
  const said = (text: string) => press(screenModel(), ...typed(text)).ui.notice?.text ?? '';
  assert.match(said('polcy'), /no command "polcy"/);
  assert.match(said('policy best'), /least-pods, most-pods, random/);
  assert.match(said('taint w1'), /key=value:Effect/);
  assert.equal(press(screenModel(), ...typed('queue')).ui.focus, 'queue');
});

test('a notice goes with the next key', () => {
  const { model } = press(screenModel(), 'u');
  assert.ok(model.ui.notice);
  assert.equal(press(model, 'k').ui.notice, undefined);
});

test('help names every key that does something, and no key ever throws', () => {
  const named = KEY_TABLE.flatMap(([keys]) => keys.split(/[ ,]+/));
  const all = [
    'up',
    'down',
    'tab',
    'enter',
    'esc',
    '/',
    ':',
    's',
    'p',
    'u',
    't',
    'd',
    'y',
    'l',
    'w',
    '?',
    'q',
    'j',
    'k',
  ];
  for (const key of all) assert.ok(named.includes(key), key);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...all, 'g', 'G', 'space', 'pagedown', 'backspace', 'x'), { maxLength: 40 }),
      (keys) => {
        press(screenModel(), ...keys);
      },
    ),
  );
});

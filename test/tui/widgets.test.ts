import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyNames } from '../../src/tui/key-name.ts';
import { LIST_KEYS } from '../../src/tui/widgets/list/list-keys.ts';
import { LIST_START, type ListAction, listAfter, settled } from '../../src/tui/widgets/list/list-state.ts';
import { pagerAfter } from '../../src/tui/widgets/pager/pager-state.ts';
import { promptAction } from '../../src/tui/widgets/prompt/prompt-keys.ts';
import { promptAfter, promptWith } from '../../src/tui/widgets/prompt/prompt-state.ts';

const size = fc.record({ length: fc.nat(200), height: fc.nat(30) });
const action = fc.constantFrom<ListAction>(...Object.values(LIST_KEYS));

test('whatever is pressed and however the list and the terminal change, the cursor is on a row that is seen', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(action, size), { maxLength: 30 }), (presses) => {
      let state = LIST_START;
      for (const [pressed, now] of presses) {
        state = listAfter(state, pressed, now);
        assert.ok(state.cursor >= 0 && state.cursor < Math.max(1, now.length));
        assert.ok(state.from <= state.cursor && state.cursor < state.from + Math.max(1, now.height));
        assert.ok(state.from >= 0 && state.from <= Math.max(0, now.length - Math.max(1, now.height)));
        assert.deepEqual(settled(state, now), state, 'a settled list stays');
      }
    }),
  );
});

test('a list moves no more than it must to keep the cursor in sight', () => {
  const seen = { length: 100, height: 10 };
  const down = { type: 'move', by: 1 } as const;
  let state = LIST_START;
  for (let press = 0; press < 9; press++) state = listAfter(state, down, seen);
  assert.deepEqual(state, { cursor: 9, from: 0 });
  assert.deepEqual((state = listAfter(state, down, seen)), { cursor: 10, from: 1 });
  assert.deepEqual((state = listAfter(state, { type: 'move', by: -1 }, seen)), { cursor: 9, from: 1 });
  assert.deepEqual(listAfter(state, { type: 'end' }, seen), { cursor: 99, from: 90 });
});

test('a page is scrolled within its text', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), size, (presses, now) => {
      let from = 0;
      for (const pressed of presses) {
        from = pagerAfter(from, pressed, now);
        assert.ok(from >= 0 && from <= Math.max(0, now.length - now.height));
      }
    }),
  );
});

test('what is typed is what is there, and the caret stays in it', () => {
  const key = fc.constantFrom(
    'a',
    'é',
    '0',
    'space',
    'backspace',
    'delete',
    'left',
    'right',
    'home',
    'end',
    'ctrl+u',
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      let [before, after] = ['', ''];
      let prompt = promptWith('');
      for (const one of keys) {
        const done = promptAction(one, prompt);
        if (done) prompt = promptAfter(prompt, done);
        // the model: two texts, with the caret between them
        if (one.length === 1) before += one;
        if (one === 'space') before += ' ';
        if (one === 'backspace') before = before.slice(0, -1);
        if (one === 'delete') after = after.slice(1);
        if (one === 'left') [before, after] = [before.slice(0, -1), before.slice(-1) + after];
        if (one === 'right') [before, after] = [before + after.slice(0, 1), after.slice(1)];
        if (one === 'home') [before, after] = ['', before + after];
        if (one === 'end') [before, after] = [before + after, ''];
        if (one === 'ctrl+u') [before, after] = ['', ''];
        assert.deepEqual(prompt, { text: before + after, caret: before.length });
      }
    }),
  );
});

test('keys that come in one piece, pasted or faster than they are read, are taken apart', () => {
  assert.deepEqual(keyNames('jj\t\rq', NONE), ['j', 'j', 'tab', 'enter', 'q']);
  assert.deepEqual(keyNames('a b\u007f\u001b\u0003', NONE), [
    'a',
    'space',
    'b',
    'backspace',
    'esc',
    'ctrl+c',
  ]);
  assert.deepEqual(keyNames('', { ...NONE, upArrow: true }), ['up']);
  assert.deepEqual(keyNames('c', { ...NONE, ctrl: true }), ['ctrl+c']);
  assert.deepEqual(keyNames('', { ...NONE, tab: true, shift: true }), ['shift+tab']);
  assert.deepEqual(keyNames('[<64;1;1M', NONE), [], 'an escape sequence that nobody knows is no text');
});

const NONE = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

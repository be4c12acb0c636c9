import assert from 'node:assert/strict';
import { test } from 'node:test';

import { firstPlace, placeText } from '../../src/watch/first-place.ts';

/** What compilers say, and where a person has to look first. */
const OUTPUTS: readonly {
  readonly name: string;
  readonly lines: readonly string[];
  readonly place: string;
}[] = [
  {
    name: 'go',
    lines: [
      '# example.com/scheduler',
      './scheduler.go:12:3: undefined: pods',
      './scheduler.go:40:1: too many errors',
    ],
    place: 'scheduler.go:12:3',
  },
  { name: 'go vet', lines: ['vet: ./a_test.go:3:8: x declared'], place: 'a_test.go:3:8' },
  { name: 'tsc', lines: ["src/scheduler.ts(3,7): error TS2322: Type 'x'"], place: 'src/scheduler.ts:3:7' },
  {
    name: 'node',
    lines: ['file:///home/a/scheduler.ts:31', '    ^^^', 'SyntaxError: x'],
    place: '/home/a/scheduler.ts:31',
  },
  { name: 'python', lines: ['  File "scheduler.py", line 9', '    def'], place: 'scheduler.py:9' },
  {
    name: 'rustc',
    lines: ['error[E0425]: cannot find value', '  --> src/main.rs:4:5'],
    place: 'src/main.rs:4:5',
  },
  { name: 'gcc', lines: ['main.c:7:2: error: expected'], place: 'main.c:7:2' },
];

for (const { name, lines, place } of OUTPUTS) {
  test(`the first place that ${name} names is found`, () => {
    const found = firstPlace(lines);
    assert.equal(found && placeText(found), place);
  });
}

test('times, addresses and URLs are no places', () => {
  assert.equal(
    firstPlace([
      '12:30:01 building',
      'listening on 127.0.0.1:8080',
      'see https://go.dev:443/x',
      'make: *** 2',
    ]),
    undefined,
  );
});

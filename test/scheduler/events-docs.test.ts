import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const source = readFileSync(new URL('../../src/scheduler/events.ts', import.meta.url), 'utf8');
const plugin = readFileSync(new URL('../../src/scheduler/framework/plugin.ts', import.meta.url), 'utf8');
const page = readFileSync(new URL('../../workshop/EVENTS.md', import.meta.url), 'utf8');

/** Every event type with its fields, as the types say: interfaces are gone when tests run, so their text is read. */
const events = shapes(source).flatMap(({ body, fields }) => {
  const type = /readonly type: '([\w-]+)'/.exec(body)?.[1];
  return type === undefined ? [] : [{ type, fields: fields.filter((field) => field !== 'type') }];
});

describe('workshop/EVENTS.md', () => {
  test('names every type of event, and no other', () => {
    const named = [...page.matchAll(/^\| `([\w-]+)` +\|[^|]*\|[^|]*\|$/gm)].map(([, type = '']) => type);
    assert.ok(events.length >= 10);
    assert.deepEqual(named.toSorted(), events.map(({ type }) => type).toSorted());
  });

  for (const { type, fields } of events) {
    test(`names the fields of ${type}, and no other`, () => {
      const row = new RegExp(`^\\| \`${type}\` +\\|[^|]*\\|([^|]*)\\|$`, 'm').exec(page)?.[1] ?? '';
      assert.deepEqual(words(row).toSorted(), fields.toSorted());
    });
  }

  test('says what each field is, those of a pod, of a node and of a score too', () => {
    const others = [...shapes(source), ...shapes(plugin)].filter(({ name }) =>
      ['PodRef', 'NodeVerdict', 'PluginScore'].includes(name),
    );
    assert.equal(others.length, 3);
    const explained = new Set(page.split('| field').slice(1).flatMap(words));
    const wanted = [...events, ...others].flatMap(({ fields }) => fields);
    assert.deepEqual(
      wanted.filter((field) => !explained.has(field)),
      [],
    );
  });
});

/** The interfaces of a source file with the names of their own fields. */
function shapes(text: string): { name: string; body: string; fields: string[] }[] {
  return [...text.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)].map(
    ([, name = '', body = '']) => ({
      name,
      body,
      fields: [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field = '']) => field),
    }),
  );
}

function words(text: string): string[] {
  return [...text.matchAll(/`(\w+)(?:\[\])?`/g)].map(([, word = '']) => word);
}

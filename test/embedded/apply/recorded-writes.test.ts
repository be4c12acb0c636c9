import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StatusError } from '../../../src/embedded/api/status.ts';
import { draftOf, type StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { applied } from '../../../src/embedded/apply/apply.ts';
import { trackManagedFields, type Writer } from '../../../src/embedded/apply/managed-fields.ts';
import { decodeValue } from '../../../src/embedded/schema/decode.ts';
import { recordedAnswers } from '../../helpers/recorded-answers.ts';

interface Row {
  readonly ask: {
    readonly op: 'create' | 'merge' | 'strategic' | 'apply' | 'reset';
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly body: StoredObject;
    readonly manager: string;
    readonly subresource?: string;
    readonly force?: boolean;
  };
  readonly answer: { readonly status: number; readonly body: StoredObject };
}

/** Every write with what was stored before it. */
function writes(op: 'apply' | 'other'): (Row & { readonly live: StoredObject | undefined })[] {
  const stored = new Map<string, StoredObject>();
  return recordedAnswers<Row>('writes').flatMap((row) => {
    const { ask, answer } = row;
    const key = `${ask.kind}/${ask.name}`;
    const live = stored.get(key);
    if (answer.status < 300) stored.set(key, answer.body);
    return (ask.op === 'apply') === (op === 'apply') ? [{ ...row, live }] : [];
  });
}

function writerOf({ ask, answer }: Row): Writer {
  const times = (answer.body.metadata.managedFields ?? []).flatMap(({ time }) => time ?? []);
  const now = Date.parse(times.toSorted().at(-1) ?? '2026-01-01T00:00:00Z');
  return { manager: ask.manager, subresource: ask.subresource ?? '', now };
}

/** What the client sent with defaults: what the server answered without what admission added. */
function draftOfAnswer({ ask, answer, live }: ReturnType<typeof writes>[number]): StoredObject {
  const { apiVersion, kind, op } = ask;
  const draft = draftOf(decodeValue(answer.body, { apiVersion, kind }, 'Ignore').object);
  const spec: unknown = Reflect.get(draft, 'spec');
  if (kind === 'Pod' && op === 'create' && typeof spec === 'object' && spec) {
    for (const name of ['tolerations', 'priority', 'preemptionPolicy']) Reflect.deleteProperty(spec, name);
  }
  const managedFields = op === 'reset' ? [] : live?.metadata.managedFields;
  delete draft.metadata.managedFields;
  if (managedFields) draft.metadata.managedFields = structuredClone(managedFields);
  return draft;
}

test('after a write everybody owns what they own on the real server, in its order', () => {
  for (const row of writes('other')) {
    const what = `${row.ask.op} ${row.ask.kind} ${JSON.stringify(row.ask.body)}`;
    assert.ok(row.answer.status < 300, what);
    const draft = draftOfAnswer(row);
    trackManagedFields(row.live, draft, writerOf(row));
    const { managedFields } = row.answer.body.metadata;
    assert.equal(JSON.stringify(draft.metadata.managedFields), JSON.stringify(managedFields), what);
  }
});

/** Everything that `ours` says, `theirs` says too: defaults and what the server counts come on top. */
function assertSays(ours: unknown, theirs: unknown, path: string): void {
  if (typeof ours !== 'object' || ours === null) {
    assert.equal(ours, theirs, path);
    return;
  }
  if (Array.isArray(ours)) assert.equal(ours.length, Array.isArray(theirs) ? theirs.length : -1, path);
  for (const [key, value] of Object.entries(ours)) {
    const mine = typeof theirs === 'object' && theirs !== null ? Reflect.get(theirs, key) : undefined;
    if (!['resourceVersion', 'generation', 'creationTimestamp', 'managedFields'].includes(key)) {
      assertSays(value, mine, `${path}.${key}`);
    }
  }
}

/** The real server lists conflicts of several managers in any order. */
function withSortedCauses(status: object): unknown {
  return JSON.parse(
    JSON.stringify(status, (key, value: unknown) =>
      key === 'causes' && Array.isArray(value)
        ? value.map((cause) => JSON.stringify(cause)).toSorted()
        : value,
    ),
  );
}

test('an apply merges, takes away, conflicts and is refused as on the real server', () => {
  for (const row of writes('apply')) {
    const { ask, answer, live } = row;
    const what = `${ask.manager} applies ${JSON.stringify(ask.body)}`;
    const before = JSON.stringify(live);
    try {
      const object = applied(live, ask.body, writerOf(row), ask.force === true);
      assert.ok(answer.status < 300, what);
      assertSays(object, answer.body, what);
      const { managedFields } = answer.body.metadata;
      assert.equal(JSON.stringify(object.metadata.managedFields), JSON.stringify(managedFields), what);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      assert.deepEqual(withSortedCauses(error.status), withSortedCauses(answer.body), what);
    }
    assert.equal(JSON.stringify(live), before, `${what} changed the live object`);
  }
});

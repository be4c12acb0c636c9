import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { RESOURCES, resource } from '../../../src/embedded/api/resource-info.ts';
import type { StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { StatusError } from '../../../src/embedded/api/status.ts';
import { readRecorded } from '../../../src/embedded/data/read.ts';
import { decodeValue, type Expected } from '../../../src/embedded/schema/decode.ts';
import { shapeNameOf } from '../../../src/embedded/schema/shapes.ts';
import { humanDuration } from '../../../src/embedded/tables/human-duration.ts';
import { tableRow, tableRows } from '../../../src/embedded/tables/rows.ts';
import { valueOf } from '../http/arbitrary-objects.ts';
import { readRecording } from '../../parity/recordings.ts';

interface List {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items?: StoredObject[];
  readonly rows?: { readonly cells: readonly unknown[] }[];
}

/** The real server's tables, each with the same objects as a list. */
function recordedTables(): { id: string; list: List; rows: NonNullable<List['rows']> }[] {
  const answers = Object.entries(readRecording('kinds')?.answers ?? {});
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a recorded answer
  const bodies = answers.map(([id, answer]) => ({ id, body: (Reflect.get(answer, 'body') ?? {}) as List }));
  return bodies.flatMap(({ id, body: { rows } }) => {
    const [sequence = ''] = id.split(':');
    const list = bodies.findLast(
      ({ id, body }) => id.startsWith(`${sequence}:`) && body.items?.length === rows?.length,
    )?.body;
    return rows && list ? [{ id, list, rows }] : [];
  });
}

test('the cells are those of the real server', () => {
  const tables = recordedTables();
  assert.ok(tables.length > 30);
  for (const { id, list, rows } of tables) {
    const info = RESOURCES.find(
      ({ groupVersion, kind }) => groupVersion === list.apiVersion && `${kind}List` === list.kind,
    );
    assert.ok(info, id);
    const ours = tableRows(list.items ?? [], info, 0).map(({ cells }) => cells.map(comparable));
    assert.deepEqual(
      ours,
      rows.map(({ cells }) => cells.map(comparable)),
      id,
    );
  }
});

/** Recordings know no times, nor the ports that the server chose. */
function comparable(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  return cell.replace(/^NaNy$/, '<age>').replaceAll(':<node-port>', '');
}

test('every kind has as many cells as columns', () => {
  const columns = readRecorded<Record<string, readonly unknown[]>>('columns');
  const spec = { source: {}, pool: {}, taint: {} };
  const object = { metadata: { name: 'x' }, spec, roleRef: {}, involvedObject: {} };
  for (const info of RESOURCES) {
    const wanted = columns[`${info.groupVersion}/${info.plural}`];
    if (!wanted || ['deployments', 'statefulsets', 'daemonsets', 'jobs'].includes(info.plural)) continue;
    assert.equal(tableRow(object, info, 0).cells.length, wanted.length, info.qualified);
  }
});

test('a list marks the storage class that is used by default: the newest that says so', () => {
  const info = resource('storage.k8s.io/v1', 'storageclasses');
  const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  const named = (name: string, creationTimestamp: string): StoredObject => ({
    metadata: { name, creationTimestamp, annotations },
  });
  const classes = [named('a', '2026-01-01T00:00:00Z'), named('b', '2026-01-02T00:00:00Z')];
  assert.deepEqual(
    tableRows(classes, info, 0).map(({ cells }) => cells[0]),
    ['a', 'b (default)'],
  );
});

test('durations have two or three figures', () => {
  const at = (days: number, hours = 0, minutes = 0, seconds = 0): string =>
    humanDuration((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + 999);
  assert.deepEqual(
    [at(0, 0, 1, 59), at(0, 0, 2), at(0, 0, 9, 59), at(0, 0, 10, 30), at(0, 2, 59), at(0, 3)],
    ['119s', '2m', '9m59s', '10m', '179m', '3h'],
  );
  assert.deepEqual(
    [at(0, 7, 5), at(0, 47, 59), at(2), at(7, 23), at(8, 5), at(730), at(800), at(8 * 365)],
    ['7h5m', '47h', '2d', '7d23h', '8d', '2y', '2y70d', '8y'],
  );
  assert.deepEqual([humanDuration(-1500), humanDuration(-2000)], ['0s', '<invalid>']);
});

test('whatever fits the shape of a kind has a row with as many cells as there are columns', () => {
  const columns = readRecorded<Readonly<Record<string, readonly unknown[]>>>('columns');
  for (const info of RESOURCES) {
    const { groupVersion: apiVersion, kind, plural } = info;
    const expected = { apiVersion, kind };
    fc.assert(
      fc.property(valueOf(shapeNameOf(apiVersion, kind) ?? '', 7), (value) => {
        const object = decoded({ ...Object(value), ...expected }, expected);
        if (!object) return;
        const { cells } = tableRow(object, info, 0);
        assert.equal(cells.length, columns[`${apiVersion}/${plural}`]?.length ?? 2);
      }),
      { numRuns: 50 },
    );
  }
});

/** Undefined for what does not fit. */
function decoded(value: object, expected: Expected): StoredObject | undefined {
  try {
    return decodeValue(value, expected, 'Ignore').object;
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

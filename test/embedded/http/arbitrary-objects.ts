import fc from 'fast-check';

import { shapeNamed, type ShapeField } from '../../../src/embedded/schema/shapes.ts';

/** Words that mean something somewhere, and some that mean trouble. */
const WORDS = [
  '',
  'a',
  'web',
  'default',
  'kube-system',
  'Always',
  'Never',
  'OnFailure',
  'Equal',
  'Exists',
  'In',
  'NotIn',
  'DoesNotExist',
  'NoSchedule',
  'NoExecute',
  'ClusterIP',
  'NodePort',
  'ExternalName',
  'LoadBalancer',
  'None',
  'RollingUpdate',
  'Recreate',
  'OnDelete',
  'Indexed',
  'TCP',
  'IPv4',
  'IPv6',
  '10.96.0.77',
  'fd00::1',
  '50%',
  '-1%',
  'registry.k8s.io/pause:3.10',
  'Pod',
  'Node',
  'Service',
  'ServiceAccount',
  'User',
  'apps/v1',
  'v1',
  'rbac.authorization.k8s.io',
  'kubernetes.io/tls',
  'kubernetes.io/service-account-token',
  'metadata.name',
  'Running',
  'Failed',
  'Succeeded',
  'True',
  'False',
  'Complete',
  'Ready',
  'Bad_Name',
  'a'.repeat(300),
  '__proto__',
  'constructor',
  'ü\u0000',
  '*',
  '../x',
] as const;
const KEYS = ['a', 'app', 'kubernetes.io/hostname', '', '__proto__', 'bad key!', 'toString', 'cpu', 'memory'];
const TIMES = ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.000006Z', '0001-01-01T00:00:00Z', ''];
const QUANTITIES = ['1', '100m', '1Gi', '0', '-1', '1e3', '9999999999999999999', 'x', ''];

const word = fc.constantFrom(...WORDS);
const whole = fc.oneof(
  fc.constantFrom(0, 1, 2, 80, 443, -1, 30_080, 65_536, 2_147_483_647, -2_147_483_648),
  fc.nat(10),
);

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: word,
  bool: fc.boolean(),
  int32: whole,
  int64: fc.oneof(whole, fc.constant(9_007_199_254_740_991)),
  bytes: fc.constantFrom('', 'YQ==', 'YWI', '!'),
  time: fc.constantFrom(...TIMES),
  microtime: fc.constantFrom(...TIMES),
  quantity: fc.oneof(fc.constantFrom(...QUANTITIES), whole),
  intorstring: fc.oneof(whole, word),
  raw: fc.oneof(fc.constant({ kind: 'X', a: [1, null, { b: 'c' }] }), fc.constant('text')),
  fields: fc.constantFrom({ 'f:metadata': { 'f:labels': { '.': {} } } }, {}, { nonsense: 1 }),
};

/** What fits nowhere, or almost nowhere. */
const misfit = fc.constantFrom<unknown>(null, null, [], {}, '', 0, false, [null], { a: null }, -1.5);

/**
 * A value of a Go type as `ShapeField.t` names it: mostly of the right form, now and then of none. `depth`: so many structs deep; what
 * is deeper is left out.
 */
export function valueOf(type: string, depth: number): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 40, arbitrary: fitting(type, depth) }, { weight: 1, arbitrary: misfit });
}

function fitting(type: string, depth: number): fc.Arbitrary<unknown> {
  if (type.startsWith('*')) return fitting(type.slice(1), depth);
  if (type.startsWith('[]')) return fc.array(valueOf(type.slice(2), depth), { maxLength: 2 });
  if (type.startsWith('map[')) {
    return fc.dictionary(fc.constantFrom(...KEYS), valueOf(type.slice(4, -1), depth), { maxKeys: 2 });
  }
  return SCALARS[type] ?? struct(type, depth);
}

/** Some of the fields of a struct: which ones, and then what is in them. */
function struct(name: string, depth: number): fc.Arbitrary<unknown> {
  const fields = depth > 0 ? fieldsOf(name) : [];
  if (fields.length === 0) return fc.constant({});
  return fc
    .subarray(fields, { maxLength: Math.min(fields.length, 8) })
    .chain((some) => fc.record(Object.fromEntries(some.map(({ n, t }) => [n, valueOf(t, depth - 1)]))));
}

function fieldsOf(name: string): ShapeField[] {
  return (shapeNamed(name) ?? []).flatMap((field) => (field.n === '' ? fieldsOf(field.t) : [field]));
}

/** An object with some of its places changed, emptied or taken away: it stays near what the server takes. */
export function changed(object: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(object, []);
  const change = fc.record({ place: fc.constantFrom(...places), value: fc.oneof(misfit, word, whole) });
  return fc
    .array(fc.record({ change, gone: fc.boolean() }), { minLength: 0, maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (result, { change: { place, value }, gone }) => replaced(result, place, gone ? undefined : value),
        object,
      ),
    );
}

function placesOf(value: unknown, place: readonly string[]): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...place, key];
    // an object without its kind, name or namespace is soon refused
    return ['apiVersion', 'kind'].includes(here.join('.')) ? [] : [here, ...placesOf(member, here)];
  });
}

function replaced(target: unknown, [head, ...rest]: readonly string[], value: unknown): unknown {
  if (head === undefined) return value;
  if (typeof target !== 'object' || target === null) return target;
  if (Array.isArray(target)) {
    return target.flatMap((item: unknown, index) => {
      if (String(index) !== head) return [item];
      const next = replaced(item, rest, value);
      return next === undefined ? [] : [next];
    });
  }
  const next = replaced(Object.entries(target).find(([key]) => key === head)?.[1], rest, value);
  const others = Object.entries(target).filter(([key]) => key !== head);
  return Object.fromEntries(next === undefined ? others : [...others, [head, next]]);
}

import { inJsonOrder } from '../../schema/decoders.ts';
import { asGiven } from '../../schema/given-empty.ts';
import { isPlainObject } from '../../schema/json-tree.ts';
import { shapeNamed, type Shape, type ShapeField } from '../../schema/shapes.ts';

/** Fields whose internal name is not theirs with a capital letter. */
const NAMES: Readonly<Record<string, string>> = {
  serviceAccount: 'DeprecatedServiceAccount',
  os: 'OS',
  tty: 'TTY',
  ip: 'IP',
  uid: 'UID',
  cephfs: 'CephFS',
  storageos: 'StorageOS',
};
/** Words that Go writes in capitals wherever they stand. */
const ACRONYM = /^(?:api|dns|fs|http|tcp|grpc|se(?=Linux)|csi|nfs|rbd|aws|gce|fc|iscsi|os(?=[A-Z]))/;

/**
 * A value of a shape as the server's sentences show it: Go's internal types have no JSON names, so each field appears, by its Go name and
 * in the order of the types. Types of meta/v1 are the same inside and outside. For the sentences only.
 */
export function internalForm(value: unknown, type: string): unknown {
  if (type.startsWith('*')) return value === undefined ? null : internalForm(value, type.slice(1));
  if (type.startsWith('[]')) {
    return Array.isArray(value) ? value.map((item) => internalForm(item, type.slice(2))) : null;
  }
  if (type.startsWith('map[')) return mapForm(value, type.slice(4, -1));
  const shape = shapeNamed(type);
  if (!shape || type.startsWith('meta/v1.')) return value ?? zeroOf(type);
  return structForm(isPlainObject(value) ? value : {}, shape);
}

function mapForm(value: unknown, item: string): unknown {
  if (!isPlainObject(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, internalForm(member, item)]));
}

function structForm(value: Readonly<Record<string, unknown>>, shape: Shape): Record<string, unknown> {
  const members = inJsonOrder(shape).map((field) => memberForm(value, field));
  return Object.assign({}, ...members);
}

/** Embedded structs show their fields among those of the parent: metadata is one inside, and nothing says there of what kind it is. */
function memberForm(value: Readonly<Record<string, unknown>>, { n, t }: ShapeField): object {
  if (t.endsWith('TypeMeta')) return {};
  if (n === '') return structForm(value, shapeNamed(t) ?? []);
  // Go tells an empty list from none as long as the object is not stored
  const member = value[n] ?? asGiven(value, n) ?? undefined;
  if (n === 'metadata') return isPlainObject(member) ? member : {};
  return { [internalName(n)]: internalForm(member, t) };
}

function internalName(name: string): string {
  const known = NAMES[name];
  if (known !== undefined) return known;
  const capitals = name.replace(ACRONYM, (word) => word.toUpperCase());
  return capitals.slice(0, 1).toUpperCase() + capitals.slice(1);
}

function zeroOf(type: string): unknown {
  if (type === 'string') return '';
  if (type === 'bool') return false;
  if (type === 'quantity') return '0';
  return ['int32', 'int64', 'intorstring'].includes(type) ? 0 : null;
}

import { badRequest, type StatusError } from '../api/status.ts';
import { isPlainObject } from './json-tree.ts';
import { shapeNameOf } from './shapes.ts';

/** What a body may hold: the kind that the endpoint takes. */
export interface Expected {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What a body says it is; what it does not say is as expected. */
export interface TypeMeta {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * Reads `apiVersion` and `kind` (apimachinery/pkg/runtime/serializer/json meta.go and json.go). `body` is quoted in errors. Throws
 * `StatusError` 400 when they cannot be read or name something that does not exist here.
 */
export function typeOfBody(value: unknown, expected: Expected, body: string): TypeMeta {
  const words = "couldn't get version/kind; json parse error: json: cannot unmarshal";
  if (value !== null && !isPlainObject(value)) {
    throw unrecognized(expected, `${words} ${kindOf(value)} into Go value of type ${FIND_KIND}`, body);
  }
  const [apiVersion, kind] = ['apiVersion', 'kind'].map((name) => {
    const found: unknown = value?.[name] ?? '';
    if (typeof found === 'string') return found;
    throw unrecognized(
      expected,
      `${words} ${kindOf(found)} into Go struct field .${name} of type string`,
      body,
    );
  });
  const parts = (apiVersion ?? '').split('/');
  if (parts.length > 2) {
    throw unrecognized(expected, `unexpected GroupVersion string: ${apiVersion ?? ''}`, body);
  }
  if (isOldEviction(apiVersion, kind, expected))
    return { ...groupVersion(expected.apiVersion), kind: 'Eviction' };
  return withDefaults(groupVersion(apiVersion ?? ''), kind ?? '', expected);
}

/** The one kind that is also taken in a version that is not served (`EvictionREST.AcceptsGroupVersion`): kubectl before 1.22 drains with it. */
function isOldEviction(
  apiVersion: string | undefined,
  kind: string | undefined,
  expected: Expected,
): boolean {
  return apiVersion === 'policy/v1beta1' && kind === 'Eviction' && expected.kind === 'Eviction';
}

/** What the endpoint does not take although it can be read: 400 with the words of the conversion that would be needed. */
export function checkConvertible(type: TypeMeta, expected: Expected): void {
  const apiVersion = joined(type);
  if (apiVersion === expected.apiVersion && type.kind === expected.kind) return;
  if (type.kind === expected.kind && internalOf(type) === internalOf(groupVersion(expected.apiVersion))) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected.apiVersion})`,
    );
  }
  throw unhandled(type, expected, whyUnconvertible(type, expected) ?? '');
}

/** Why Go cannot make an object of the expected kind from one of this type; undefined where it is that kind. */
export function whyUnconvertible(type: TypeMeta, expected: Expected): string | undefined {
  if (joined(type) === expected.apiVersion && type.kind === expected.kind) return undefined;
  const internal = `${internalOf(groupVersion(expected.apiVersion))}.${expected.kind}`;
  return `converting (${type.version}.${type.kind}) to (${internal}): unknown conversion`;
}

/** The shape that a body is read by; 400 when nobody knows its kind. */
export function shapeOfType(type: TypeMeta, expected: Expected): string {
  const shape = shapeNameOf(joined(type), type.kind);
  if (shape === undefined) throw unhandled(type, expected, notRegistered(type));
  return shape;
}

/** What Go says of a kind that nobody registered. */
export function notRegistered(type: TypeMeta): string {
  const what = `${JSON.stringify(type.kind)} is registered for version ${JSON.stringify(joined(type))}`;
  return `no kind ${what} in scheme "pkg/runtime/scheme.go:111"`;
}

/** 400 for a body whose kind is known (handlers/rest.go transformDecodeError). */
export function unhandled(type: TypeMeta, { kind }: Expected, error: string): StatusError {
  const what = `${type.kind} in version ${JSON.stringify(type.version)}`;
  return badRequest(`${what} cannot be handled as a ${kind}: ${error}`);
}

/** 400 for a body that tells no kind. */
export function unrecognized({ kind }: Expected, error: string, body: string): StatusError {
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): ${error} (${summary(body)})`,
  );
}

const FIND_KIND = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : isPlainObject(value) ? 'object' : 'number';
}

function withDefaults(
  { group, version }: Pick<TypeMeta, 'group' | 'version'>,
  kind: string,
  expected: Expected,
): TypeMeta {
  const wanted = groupVersion(expected.apiVersion);
  const name = kind || expected.kind;
  if (version !== '') return { group, version, kind: name };
  return { group: group || wanted.group, version: wanted.version, kind: name };
}

function groupVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}

/** `apps/v1` */
export function joined({ group, version }: Pick<TypeMeta, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The Go package of a group's internal types. Events of both groups are one. */
function internalOf({ group }: Pick<TypeMeta, 'group'>): string {
  return group === '' || group === 'events.k8s.io' ? 'core' : (group.split('.')[0] ?? '');
}

/** How errors quote a body: JSON as it is, anything else in hex (handlers/rest.go summarizeData). */
function summary(body: string): string {
  const bytes = Buffer.from(body);
  if (bytes.length === 0) return '<empty>';
  const head = bytes.subarray(0, SUMMARY_BYTES);
  const shown = body.startsWith('{') ? head.toString() : head.toString('hex');
  return bytes.length > SUMMARY_BYTES ? `${shown} ...` : shown;
}

const SUMMARY_BYTES = 30;

import { invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import type { Secret } from '../../data/types.ts';
import { JsonSyntaxError, parseStrictJson } from '../../schema/strict-json.ts';
import { membersOf, setMember } from '../../schema/json-tree.ts';
import { immutableErrors } from '../common/metadata.ts';
import type { Strategy } from '../strategy.ts';
import { frozenErrors, keyErrors, MAX_DATA_BYTES } from './config-map.ts';
import { keyPairErrors } from './key-pair.ts';

const ACCOUNT = 'kubernetes.io/service-account.name';

/** pkg/registry/core/secret/strategy.go, pkg/apis/core/v1/defaults.go and conversion.go, pkg/apis/core/validation. */
export const secrets: Strategy<Secret> = {
  defaults(draft) {
    draft.type ||= 'Opaque';
    encodeTexts(draft);
  },
  validateCreate: secretErrors,
  prepareForUpdate(draft, old) {
    if (!draft.type && old.type !== undefined) draft.type = old.type;
  },
  validateUpdate: (object, old) => [
    ...immutableErrors(object.type, old.type, 'type'),
    ...frozenErrors(object, old, ['data']),
    ...secretErrors(object),
  ],
  warnings: ({ type, data = {} }) =>
    type === 'kubernetes.io/tls' ? keyPairErrors(bytesOf(data, 'tls.crt'), bytesOf(data, 'tls.key')) : [],
  fields: ({ type = '' }) => ({ type }),
};

/** `stringData` is for writing only. */
function encodeTexts(draft: Secret): void {
  for (const [key, text] of Object.entries(draft.stringData ?? {})) {
    setMember((draft.data ??= {}), key, Buffer.from(text).toString('base64'));
  }
  delete draft.stringData;
}

/** What a secret of a type must hold. */
const RULES: Readonly<Record<string, (secret: Secret) => FieldError[]>> = {
  'kubernetes.io/service-account-token': ({ metadata }) =>
    metadata.annotations?.[ACCOUNT] ? [] : [required(`metadata.annotations[${ACCOUNT}]`)],
  'kubernetes.io/dockercfg': ({ data }) => jsonErrors(data, '.dockercfg'),
  'kubernetes.io/dockerconfigjson': ({ data }) => jsonErrors(data, '.dockerconfigjson'),
  'kubernetes.io/basic-auth': ({ data = {} }) => {
    const keys = ['username', 'password'];
    return keys.some((key) => Object.hasOwn(data, key)) ? [] : keys.flatMap((key) => missingErrors({}, key));
  },
  'kubernetes.io/ssh-auth': ({ data }) =>
    data?.['ssh-privatekey'] ? [] : missingErrors({}, 'ssh-privatekey'),
  'kubernetes.io/tls': ({ data }) => [...missingErrors(data, 'tls.crt'), ...missingErrors(data, 'tls.key')],
};

/** Undefined for types that somebody made up, whatever their name. */
function ruleOf(type: string): ((secret: Secret) => FieldError[]) | undefined {
  return Object.hasOwn(RULES, type) ? RULES[type] : undefined;
}

function secretErrors(secret: Secret): FieldError[] {
  const entries = Object.entries(secret.data ?? {});
  const size = entries.reduce((sum, [, value]) => sum + Buffer.byteLength(value, 'base64'), 0);
  return [
    ...entries.flatMap(([key]) => keyErrors(key, 'data')),
    ...(size > MAX_DATA_BYTES ? [tooLong('data', MAX_DATA_BYTES)] : []),
    ...(ruleOf(secret.type ?? '')?.(secret) ?? []),
  ];
}

function missingErrors(data: Secret['data'], key: string): FieldError[] {
  return data && Object.hasOwn(data, key) ? [] : [required(`data[${key}]`)];
}

function jsonErrors(data: Secret['data'], key: string): FieldError[] {
  const missing = missingErrors(data, key);
  if (missing.length > 0 || !data) return missing;
  const wrong = objectError(bytesOf(data, key).toString());
  return wrong === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', wrong)];
}

/** What Go's `json.Unmarshal` into a map says. */
function objectError(text: string): string | undefined {
  try {
    const node = parseStrictJson(text);
    if (node === null || membersOf(node)) return undefined;
    return `json: cannot unmarshal ${kindOf(node)} into Go value of type map[string]interface {}`;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message;
    throw error;
  }
}

function kindOf(node: unknown): string {
  if (typeof node === 'string') return 'string';
  if (typeof node === 'boolean') return 'bool';
  return typeof node === 'number' || 'text' in Object(node) ? 'number' : 'array';
}

function bytesOf(data: Readonly<Record<string, string>>, key: string): Buffer {
  return Buffer.from(data[key] ?? '', 'base64');
}

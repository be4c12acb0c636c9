import type { ResourceInfo, SubresourceInfo } from '../../api/resource-info.ts';
import { MEDIA_TYPES } from '../negotiation/media-types.ts';
import { referenceTo, schemaNameOf, type GroupVersionKind } from './schemas.ts';

/** Paths with their operations, by method. */
export type Paths = Record<string, Record<string, object>>;

/** A method, the verb that it is, and what documents call that. */
interface Method {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly verb: string;
  readonly action: string;
  readonly parameters?: readonly string[];
}

const WRITE = ['dryRun', 'fieldManager', 'fieldValidation'];
const ITEM: readonly Method[] = [
  { method: 'get', verb: 'get', action: 'get' },
  { method: 'post', verb: 'create', action: 'post', parameters: WRITE },
  { method: 'put', verb: 'update', action: 'put', parameters: WRITE },
  { method: 'patch', verb: 'patch', action: 'patch', parameters: [...WRITE, 'force'] },
  { method: 'delete', verb: 'delete', action: 'delete', parameters: ['dryRun'] },
];
const COLLECTION: readonly Method[] = [
  { method: 'get', verb: 'list', action: 'list' },
  { method: 'post', verb: 'create', action: 'post', parameters: WRITE },
  { method: 'delete', verb: 'deletecollection', action: 'deletecollection', parameters: ['dryRun'] },
];

/**
 * The paths of one kind, with as much of each operation as kubectl looks for: the kind (explain), and that a patch takes `fieldValidation`
 * (apply, create: cli-runtime/pkg/resource/query_param_verifier_v3.go).
 */
export function pathsOf(info: ResourceInfo): Paths {
  const { groupVersion, group, version, kind, plural, namespaced, verbs, subresources } = info;
  const root = `${group === '' ? '/api' : '/apis'}/${groupVersion}`;
  const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const item = `${collection}/{name}`;
  const own = { group, version, kind };
  const itemMethods = ITEM.filter(({ verb }) => verb !== 'create');
  return {
    ...pathOf(collection, COLLECTION, verbs, own),
    ...(namespaced && verbs.includes('list')
      ? pathOf(`${root}/${plural}`, COLLECTION.slice(0, 1), verbs, own)
      : {}),
    ...pathOf(item, itemMethods, verbs, own),
    ...Object.assign(
      {},
      ...Array.from(subresources.values(), (subresource) =>
        pathOf(`${item}/${subresource.name}`, ITEM, subresource.verbs, kindOf(own, subresource)),
      ),
    ),
  };
}

function kindOf(own: GroupVersionKind, { kind }: SubresourceInfo): GroupVersionKind {
  return kind.version === '' ? { ...own, kind: kind.kind } : kind;
}

function pathOf(
  path: string,
  methods: readonly Method[],
  verbs: readonly string[],
  kind: GroupVersionKind,
): Paths {
  const operations = methods
    .filter(({ verb }) => verbs.includes(verb))
    .map((method) => [method.method, operationOf(method, kind)]);
  return operations.length === 0 ? {} : { [path]: Object.fromEntries(operations) };
}

function operationOf({ method, action, parameters = [] }: Method, kind: GroupVersionKind): object {
  const name = schemaNameOf(action === 'list' ? { ...kind, kind: `${kind.kind}List` } : kind);
  const schema = name === undefined ? {} : { schema: referenceTo(name) };
  const content = Object.fromEntries(MEDIA_TYPES.map((type) => [type, schema]));
  const described = parameters.map((parameter) => ({
    name: parameter,
    in: 'query',
    schema: { type: parameter === 'force' ? 'boolean' : 'string', uniqueItems: true },
  }));
  return {
    ...(described.length === 0 ? {} : { parameters: described }),
    ...(method === 'post' || method === 'put'
      ? { requestBody: { content: { '*/*': schema }, required: true } }
      : {}),
    responses: { '200': { description: 'OK', content } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind,
  };
}

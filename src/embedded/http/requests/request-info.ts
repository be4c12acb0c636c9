import type { Attributes } from '../../auth/contract.ts';
import { isWatch } from './flags.ts';
import { first, type Query } from './query.ts';

/** What a request is about, as far as its method and path tell (apiserver/pkg/endpoints/request/requestinfo.go). */
export interface RequestInfo {
  readonly verb: string;
  /** The parts of a resource path; missing for any other path. */
  readonly resource?: {
    readonly group: string;
    readonly version: string;
    readonly namespace: string;
    readonly resource: string;
    readonly name: string;
    readonly subresource: string;
  };
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);

/** `path` is decoded. */
export function requestInfoOf(method: string, path: string, query: Query): RequestInfo {
  const plain = { verb: method.toLowerCase() };
  const [prefix, ...rest] = splitPath(path);
  const groupParts = prefix === 'api' ? 0 : prefix === 'apis' ? 1 : undefined;
  if (groupParts === undefined || rest.length < groupParts + 2) return plain;
  const [group, version = '', ...parts] = groupParts === 1 ? rest : ['', ...rest];
  const byPath = parts[0] === 'watch' || parts[0] === 'proxy' ? parts.shift() : undefined;
  // upstream refuses /watch without more; here it is a resource without a name
  const verb = byPath ?? VERBS[method] ?? '';
  let namespace = '';
  if (parts[0] === 'namespaces' && parts.length > 1) {
    namespace = parts[1] ?? '';
    if (parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2] ?? '')) parts.splice(0, 2);
  }
  const [resource = '', name = '', subresource = ''] = parts;
  const asked = { group: group ?? '', version, namespace, resource, name, subresource };
  return name === '' ? ofCollection(verb, asked, query) : { verb, resource: asked };
}

/** What the authorizer decides about. */
export function attributesOf({ verb, resource }: RequestInfo, path: string): Attributes {
  if (!resource) return { verb, path };
  const { group, version, resource: plural, namespace, name, subresource } = resource;
  return {
    verb,
    group,
    version,
    resource: plural,
    ...(subresource === '' ? {} : { subresource }),
    ...(namespace === '' ? {} : { namespace }),
    ...(name === '' ? {} : { name }),
  };
}

/** The segments of a path, without slashes at either end. */
export function splitPath(path: string): string[] {
  const trimmed = path.replace(/^\/+/, '').replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

function ofCollection(
  verb: string,
  resource: NonNullable<RequestInfo['resource']>,
  query: Query,
): RequestInfo {
  if (verb === 'delete') return { verb: 'deletecollection', resource };
  if (verb !== 'get') return { verb, resource };
  // a list of one object is authorized as that object
  const name = /^metadata\.name==?([^,=!%/]+)$/.exec(first(query, 'fieldSelector') ?? '')?.[1] ?? '';
  return { verb: isWatch(query) ? 'watch' : 'list', resource: { ...resource, name } };
}

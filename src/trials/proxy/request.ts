/** What a request asks of the API server, read off its method and path. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** As RBAC names them: `watch`, `list`, `get`, `create`, `update`, `patch`, `delete`. */
  readonly verb: string;
  /** `pods`; empty for what is no resource (`/version`, discovery). */
  readonly resource: string;
  /** `binding`, `status`; empty when there is none. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** The rules of `RequestInfoFactory` (apiserver/pkg/endpoints/request/requestinfo.go), as far as schedulers ask. */
export function askedBy(method: string, path: string): Asked {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const parts = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root] = parts;
  const rest = root === 'api' ? parts.slice(2) : root === 'apis' ? parts.slice(3) : [];
  // the old form, which some clients still have
  const isOldWatch = rest[0] === 'watch';
  const named = isOldWatch ? rest.slice(1) : rest;
  // a namespace itself is a resource without one; only what is below it is in it
  const isInNamespace = named[0] === 'namespaces' && named.length > 2;
  const [resource = '', name = '', subresource = ''] = isInNamespace ? named.slice(2) : named;
  const watch = isOldWatch || ['true', '1'].includes(searchParams.get('watch') ?? '');
  const reading = watch ? 'watch' : name === '' ? 'list' : 'get';
  return {
    method,
    path,
    verb: VERBS[method] ?? reading,
    resource,
    subresource,
    namespace: isInNamespace ? (named[1] ?? '') : '',
    name,
  };
}

/** Which pod a request would bind: the subresource of the pod, or the old collection, whose body names it. */
export function boundBy(asked: Asked, body: string): string | undefined {
  if (asked.verb !== 'create') return undefined;
  if (asked.resource === 'pods' && asked.subresource === 'binding') return asked.name;
  if (asked.resource !== 'bindings') return undefined;
  return /"name"\s*:\s*"([^"]+)"/.exec(body)?.[1];
}

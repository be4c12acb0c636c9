import { createHash } from 'node:crypto';

import { GROUPS, type ResourceInfo } from '../../api/resource-info.ts';
import { readRecorded } from '../../data/read.ts';
import { groupVersionOf } from '../discovery/groups.ts';
import { pathsOf } from './operations.ts';
import { reachable, schemaNameOf } from './schemas.ts';

/** A document as it is sent, and its hash. */
export interface OpenApiDocument {
  readonly text: string;
  readonly hash: string;
}

interface Info {
  readonly title: string;
  readonly version: string;
}

/** What every document says of itself. */
export const INFO = infoOf(readRecorded<{ readonly major: string; readonly minor: string }>('version'));

const SECURITY = {
  BearerToken: {
    type: 'apiKey',
    description: 'Bearer Token authentication',
    name: 'authorization',
    in: 'header',
  },
};
const versions = new Map(
  GROUPS.flatMap(({ name, versions }) =>
    versions.map(({ version, resources }): [string, readonly ResourceInfo[]] => [
      `${name === '' ? 'api' : 'apis'}/${groupVersionOf(name, version)}`,
      resources,
    ]),
  ),
);
const made = new Map<string, OpenApiDocument>();

/** `api/v1`, `apis/apps/v1`, …: what there are documents of. */
export const DOCUMENTS: readonly string[] = [...versions.keys()];

/** The document of a version; undefined for what is not served. Made at the first request. */
export function documentOf(path: string): OpenApiDocument | undefined {
  const resources = versions.get(path);
  if (!resources) return undefined;
  const document = made.get(path) ?? describe(resources);
  made.set(path, document);
  return document;
}

/** Where a document is, as clients may keep it for ever. */
export function addressOf(path: string, { hash }: OpenApiDocument): string {
  return `/openapi/v3/${path}?hash=${hash}`;
}

/** Of a text, as kube-openapi makes it (pkg/handler3 `computeETag`). */
export function hashOf(text: string): string {
  return createHash('sha512').update(text).digest('hex').toUpperCase();
}

function describe(resources: readonly ResourceInfo[]): OpenApiDocument {
  const text = JSON.stringify({
    openapi: '3.0.0',
    info: INFO,
    paths: Object.assign({}, ...resources.map(pathsOf)),
    components: { schemas: reachable(resources.flatMap(schemasOf)), securitySchemes: SECURITY },
  });
  return { text, hash: hashOf(text) };
}

function schemasOf({ group, version, kind, subresources }: ResourceInfo): string[] {
  const kinds = [
    { group, version, kind },
    { group, version, kind: `${kind}List` },
    { group: '', version: 'v1', kind: 'DeleteOptions' },
    { group: '', version: 'v1', kind: 'Status' },
    ...Array.from(subresources.values(), (subresource) => subresource.kind),
  ];
  return kinds.flatMap((each) => schemaNameOf(each) ?? []);
}

function infoOf({ major, minor }: { readonly major: string; readonly minor: string }): Info {
  return { title: 'Kubernetes', version: `${major}.${minor}` };
}

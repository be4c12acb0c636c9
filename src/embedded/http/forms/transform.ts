import type { ResourceInfo } from '../../api/resource-info.ts';
import { badRequest, StatusError } from '../../api/status.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import type { ListResult } from '../../api/verbs.ts';
import { notAcceptable } from '../errors.ts';
import { MEDIA_TYPES, type MediaType } from '../negotiation/media-types.ts';
import type { Conversion } from '../negotiation/negotiate.ts';
import { first, type Query } from '../requests/query.ts';
import { listMeta, single, listOf, type Encodable } from './encodable.ts';
import { columnsOf, metadataOf, rowOf, tableOf, type IncludeObject } from './table.ts';
import { tableRows } from '../../tables/rows.ts';

/** What the forms of a kind need to know. */
export interface FormContext {
  readonly info: ResourceInfo;
  /** What the address answers, e.g. a Scale. */
  readonly kind: { readonly apiVersion: string; readonly kind: string };
  readonly includeObject: IncludeObject;
  /** Milliseconds, for ages. */
  readonly now: number;
}

const VERSIONS: ReadonlySet<string> = new Set(['v1', 'v1beta1']);
const INCLUDES: readonly string[] = ['None', 'Metadata', 'Object'];

/** Whether an object of the API can be given in a format as another kind (`AllowsMediaTypeTransform`, handlers/rest.go). */
export function allowsConversion(type: MediaType, conversion: Conversion | undefined): boolean {
  if (!conversion) return true;
  const { group, version, kind } = conversion;
  if (group !== 'meta.k8s.io' || !VERSIONS.has(version)) return false;
  if (kind === 'Table') return type !== 'application/vnd.kubernetes.protobuf';
  return kind === 'PartialObjectMetadata' || kind === 'PartialObjectMetadataList';
}

/** `includeObject`: how much of the objects stands in a table's rows. Throws `StatusError` 400. */
export function includeObjectOf(query: Query, conversion: Conversion | undefined): IncludeObject {
  const value = first(query, 'includeObject') ?? '';
  if (conversion?.kind !== 'Table' || value === '') return 'Metadata';
  if (isInclude(value)) return value;
  const detail = `includeObject: Invalid value: ${JSON.stringify(value)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: ${detail}`);
}

/** An object in the form that was asked for. A Status stays what it is. */
export function objectForm(
  object: StoredObject,
  text: string | undefined,
  conversion: Conversion | undefined,
  context: FormContext,
): Encodable {
  if (!conversion || object.kind === 'Status') return single(object, text);
  const apiVersion = `meta.k8s.io/${conversion.version}`;
  switch (conversion.kind) {
    case 'Table': {
      const { resourceVersion } = object.metadata;
      const rows = [rowOf(object, context, apiVersion)];
      return tableOf(
        apiVersion,
        resourceVersion === undefined ? {} : { resourceVersion },
        columnsOf(context),
        rows,
      );
    }
    case 'PartialObjectMetadata':
      return single(metadataOf(object, apiVersion));
    default:
      throw notTransformed(
        `you requested PartialObjectMetadataList, but the requested object is not a list (*${goType(context)})`,
      );
  }
}

/** A list in the form that was asked for. */
export function listForm(
  result: ListResult,
  conversion: Conversion | undefined,
  context: FormContext,
): Encodable {
  if (!conversion) return listOf(context.kind.kind, context.kind.apiVersion, result);
  const apiVersion = `meta.k8s.io/${conversion.version}`;
  const meta = listMeta(result);
  switch (conversion.kind) {
    case 'Table':
      return tableOf(apiVersion, meta, columnsOf(context), rowsOf(result, context, apiVersion));
    case 'PartialObjectMetadataList': {
      const items = result.entries.map(({ object }) => metadataOf(object, apiVersion));
      return single({ kind: 'PartialObjectMetadataList', apiVersion, metadata: meta, items });
    }
    default:
      throw notTransformed(
        `you requested PartialObjectMetadata, but the requested object is a list (*${goType(context)}List)`,
      );
  }
}

/** A conversion that nobody knows. */
export function unknownConversion(): StatusError {
  return notAcceptable(MEDIA_TYPES);
}

function rowsOf(result: ListResult, context: FormContext, apiVersion: string): object[] {
  const objects = result.entries.map(({ object }) => object);
  const rows = tableRows(objects, context.info, context.now);
  return objects.map((object, index) => rowOf(object, context, apiVersion, rows[index]));
}

function notTransformed(message: string): StatusError {
  return new StatusError(406, 'NotAcceptable', message);
}

/** The Go type that the real server holds objects of a kind in: `core.Pod`. */
function goType({ info, kind }: FormContext): string {
  const group =
    info.group === '' || info.group === 'events.k8s.io' ? 'core' : (info.group.split('.')[0] ?? '');
  return `${group}.${kind.kind}`;
}

function isInclude(value: string): value is IncludeObject {
  return INCLUDES.includes(value);
}

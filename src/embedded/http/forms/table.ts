import type { ResourceInfo } from '../../api/resource-info.ts';
import { typed, type StoredObject } from '../../api/stored-object.ts';
import { readRecorded } from '../../data/read.ts';
import { humanDuration } from '../../tables/human-duration.ts';
import { metadataAlone } from '../../tables/metadata.ts';
import { tableRow, type TableRow } from '../../tables/rows.ts';
import type { Encodable } from './encodable.ts';

/** How much of its object stands in a row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

function column(name: string, type: string, format: string, description: string): Column {
  return { name, type, format, description, priority: 0 };
}

const NAME = 'Name must be unique within a namespace.';
const CREATED = 'CreationTimestamp is a timestamp representing the server time when this object was created.';

/** Of kinds without a printer (apiserver/pkg/registry/rest/table.go). */
const PLAIN_COLUMNS: readonly Column[] = [
  column('Name', 'string', 'name', NAME),
  column('Created At', 'date', '', CREATED),
];
/** pkg/printers/internalversion/printers.go `scaleColumnDefinitions`. */
const SCALE_COLUMNS: readonly Column[] = [
  column('Name', 'string', '', NAME),
  column('Desired', 'integer', '', 'replicas is the desired number of instances for the scaled object.'),
  column(
    'Available',
    'integer',
    '',
    'replicas is the actual number of observed instances of the scaled object.',
  ),
  column('Age', 'string', '', CREATED),
];

let recorded: Readonly<Record<string, readonly Column[]>> | undefined;

interface Asked {
  readonly info: ResourceInfo;
  /** What the address answers. */
  readonly kind: { readonly kind: string };
  /** Milliseconds, for ages. */
  readonly now: number;
}

/** The columns of what an address answers; `Name` and `Created At` for what has none of its own. */
export function columnsOf({ info, kind }: Pick<Asked, 'info' | 'kind'>): readonly Column[] {
  if (kind.kind === 'Scale') return SCALE_COLUMNS;
  if (kind.kind !== info.kind) return PLAIN_COLUMNS;
  recorded ??= readRecorded<Readonly<Record<string, readonly Column[]>>>('columns');
  return recorded[`${info.groupVersion}/${info.plural}`] ?? PLAIN_COLUMNS;
}

/** One row with as much of its object as was asked for; `apiVersion` of the metadata's kind. */
export function rowOf(
  object: StoredObject,
  context: Asked & { readonly includeObject: IncludeObject },
  apiVersion: string,
  row: TableRow = plainRow(object, context),
): object {
  const { includeObject } = context;
  return {
    ...row,
    object:
      includeObject === 'None' ? null : includeObject === 'Object' ? object : metadataOf(object, apiVersion),
  };
}

/** Of autoscaling/v1, which is not among the kinds that are stored. */
interface ScaleObject extends StoredObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

function plainRow(object: StoredObject, { info, kind, now }: Asked): TableRow {
  if (kind.kind === info.kind) return tableRow(object, info, now);
  const { name = '', creationTimestamp } = object.metadata;
  if (kind.kind !== 'Scale') return { cells: [name, creationTimestamp ?? ''] };
  const { spec = {}, status = {} } = typed<ScaleObject>(object);
  const age = creationTimestamp ? humanDuration(now - Date.parse(creationTimestamp)) : '<unknown>';
  return { cells: [name, spec.replicas ?? 0, status.replicas ?? 0, age] };
}

/** What is known of every object: its metadata. */
export function metadataOf(object: StoredObject, apiVersion: string): StoredObject {
  return { kind: 'PartialObjectMetadata', apiVersion, metadata: metadataAlone(object) };
}

/** A table; its rows become JSON one by one. */
export function tableOf(
  apiVersion: string,
  metadata: object,
  columnDefinitions: readonly object[] | null,
  rows: readonly object[],
): Encodable {
  const head = { kind: 'Table', apiVersion, metadata, columnDefinitions };
  return {
    object: () => ({ ...head, rows }),
    *text() {
      yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
      for (const [index, row] of rows.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(row)}`;
      yield ']}';
    },
  };
}

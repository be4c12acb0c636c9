import type { ResourceInfo } from '../../api/resource-info.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import { readRecorded } from '../../data/read.ts';
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

let recorded: Readonly<Record<string, readonly Column[]>> | undefined;

/** The columns of a kind. */
export function columnsOf({ info }: { readonly info: ResourceInfo }): readonly Column[] {
  recorded ??= readRecorded<Readonly<Record<string, readonly Column[]>>>('columns');
  return recorded[`${info.groupVersion}/${info.plural}`] ?? recorded['v1/bindings'] ?? [];
}

/** One row with as much of its object as was asked for; `apiVersion` of the metadata's kind. */
export function rowOf(
  object: StoredObject,
  context: { readonly info: ResourceInfo; readonly includeObject: IncludeObject; readonly now: number },
  apiVersion: string,
  row: TableRow = tableRow(object, context.info, context.now),
): object {
  const { includeObject } = context;
  return {
    ...row,
    object:
      includeObject === 'None' ? null : includeObject === 'Object' ? object : metadataOf(object, apiVersion),
  };
}

/** What is known of every object: its metadata. */
export function metadataOf({ metadata }: StoredObject, apiVersion: string): StoredObject {
  return { kind: 'PartialObjectMetadata', apiVersion, metadata };
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

import type { ResourceInfo } from '../api/resource-info.ts';
import { typed, type StoredObject } from '../api/stored-object.ts';
import type { Pod } from '../data/types.ts';
import { defaultStorageClassOf } from '../kinds/common/default-storage-class.ts';
import { nameAndTime, type Cell, type Printers, type Since } from './cells.ts';
import { CLUSTER } from './cluster.ts';
import { CONFIGURATION } from './configuration.ts';
import { DEVICES } from './devices.ts';
import { EVENTS } from './events.ts';
import { humanDuration } from './human-duration.ts';
import { NETWORK } from './network.ts';
import { PODS } from './pods.ts';
import { STORAGE } from './storage.ts';
import { WORKLOADS } from './workloads.ts';

/** One row of a Table, without the object that it shows. */
export interface TableRow {
  /** In the order of the columns recorded in `data/columns.json`. */
  readonly cells: readonly Cell[];
  readonly conditions?: readonly TableRowCondition[];
}

/** Why kubectl may leave a row out. */
export interface TableRowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

const PRINTERS: Printers = {
  ...CLUSTER,
  ...CONFIGURATION,
  ...DEVICES,
  ...EVENTS,
  ...NETWORK,
  ...PODS,
  ...STORAGE,
  ...WORKLOADS,
};
const COMPLETED: Readonly<Record<string, string>> = {
  Succeeded: 'The pod has completed successfully.',
  Failed: 'The pod failed.',
};

/**
 * The rows of a list (pkg/printers/internalversion/printers.go): as `tableRow`, and the default storage class is marked. `info` is the
 * kind that was asked for, `objects` in its form; `now` in milliseconds, for ages.
 */
export function tableRows(objects: readonly StoredObject[], info: ResourceInfo, now: number): TableRow[] {
  const rows = objects.map((object) => tableRow(object, info, now));
  if (info.qualified !== 'storageclasses.storage.k8s.io') return rows;
  const at = objects.indexOf(defaultStorageClassOf(objects) ?? { metadata: {} });
  return rows.map((row, index) => (index === at ? marked(row) : row));
}

/** The row of one object: of a GET, a write, or an event of a watch. */
export function tableRow(object: StoredObject, info: ResourceInfo, now: number): TableRow {
  const since: Since = (time) => (time ? humanDuration(now - Date.parse(time)) : '<unknown>');
  const cells = (PRINTERS[info.qualified] ?? nameAndTime)(object, since);
  const conditions = info.qualified === 'pods' ? completion(typed<Pod>(object)) : [];
  return conditions.length > 0 ? { cells, conditions } : { cells };
}

function completion({ status: { phase = '' } = {} }: Pod): TableRowCondition[] {
  const message = Object.hasOwn(COMPLETED, phase) ? COMPLETED[phase] : undefined;
  return message === undefined ? [] : [{ type: 'Completed', status: 'True', reason: phase, message }];
}

function marked({ cells: [name = '', ...rest] }: TableRow): TableRow {
  return { cells: [`${String(name)} (default)`, ...rest] };
}

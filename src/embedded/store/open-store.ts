import { createStore } from './create-store.ts';
import { openSqliteDisk } from './sqlite-disk.ts';
import type { Store } from './store.ts';

/** The store of a cluster: kept in the SQLite file, or in memory only where none is given. Throws what SQLite throws. */
export function openStore(file?: string): Store {
  return createStore(file === undefined ? undefined : openSqliteDisk(file));
}

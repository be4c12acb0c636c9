import { DatabaseSync } from 'node:sqlite';

import type { Disk, Loaded, Row } from './disk.ts';

// objects have row ids: an index of rows of some kilobytes would be written twice as slowly
const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA locking_mode = EXCLUSIVE;
  CREATE TABLE IF NOT EXISTS objects (
    storage TEXT NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (storage, key)
  );
  CREATE TABLE IF NOT EXISTS deletions (storage TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
`;

/**
 * The objects in one SQLite file. A write is in the write-ahead log, and with that in the kernel, before the method returns: kill -9 of this
 * process loses nothing. Only a power cut may lose the last moments (`synchronous = NORMAL`). Only one process can open a file;
 * the second gets SQLite's "database is locked".
 */
export function openSqliteDisk(path: string): Disk {
  const database = new DatabaseSync(path);
  database.exec(TABLES);
  const put = database.prepare(
    'INSERT INTO objects (storage, key, revision, text) VALUES (?, ?, ?, ?) ' +
      'ON CONFLICT (storage, key) DO UPDATE SET revision = excluded.revision, text = excluded.text',
  );
  const remove = database.prepare('DELETE FROM objects WHERE storage = ? AND key = ?');
  const mark = database.prepare('INSERT OR REPLACE INTO deletions (storage, revision) VALUES (?, ?)');
  return {
    load: () => loaded(database),
    put: ({ storage, key, revision, text }) => {
      put.run(storage, key, revision, text);
    },
    remove: (storage, key, revision) => {
      transaction(database, () => {
        remove.run(storage, key);
        mark.run(storage, revision);
      });
    },
    close: () => {
      database.close();
    },
  };
}

function loaded(database: DatabaseSync): Loaded {
  const deletions = database.prepare('SELECT storage, revision FROM deletions').all();
  const rows = database.prepare('SELECT storage, key, revision, text FROM objects ORDER BY storage, key');
  return {
    rows: mapped(rows.iterate()),
    deletions: new Map(deletions.map(({ storage, revision }) => [String(storage), Number(revision)])),
  };
}

function* mapped(rows: Iterable<Record<string, unknown>>): Iterable<Row> {
  for (const { storage, key, revision, text } of rows) {
    yield { storage: String(storage), key: String(key), revision: Number(revision), text: String(text) };
  }
}

function transaction(database: DatabaseSync, write: () => void): void {
  database.exec('BEGIN');
  try {
    write();
    database.exec('COMMIT');
  } catch (error) {
    // a full disk has ended the transaction already, and is what is to be told
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

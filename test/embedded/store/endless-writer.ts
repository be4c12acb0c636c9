/** Writes to the store of the file it is given until it is killed; says each revision once the store has acknowledged it. */
import { writeSync } from 'node:fs';

import { createStore } from '../../../src/embedded/store/create-store.ts';
import { openSqliteDisk } from '../../../src/embedded/store/sqlite-disk.ts';

const store = createStore(openSqliteDisk(process.argv[2] ?? ''));
for (;;) {
  const entry = store.create('pods', `a/p${String(store.revision)}`, { metadata: {} });
  writeSync(1, `${String(entry?.revision)}\n`);
}

/**
 * Writes to the store of the file it is given until it is killed: creates, replaces and removes objects of two kinds, and says each write as
 * a line of JSON (`Said`) once the store has acknowledged it. The second argument seeds what it does.
 */
import { writeSync } from 'node:fs';

import { createStore } from '../../../src/embedded/store/create-store.ts';
import { openSqliteDisk } from '../../../src/embedded/store/sqlite-disk.ts';

/** One acknowledged write; `left` is the text of the object, missing when it was removed. */
export interface Said {
  readonly storage: string;
  readonly key: string;
  readonly revision: number;
  readonly left?: string;
}

writeForEver(process.argv[2] ?? '', Number(process.argv[3]));

function writeForEver(path: string, seed: number): never {
  const store = createStore(openSqliteDisk(path));
  let state = seed;
  const pick = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
  for (;;) {
    const storage = pick(4) === 0 ? 'nodes' : 'pods';
    const key = `a/p${String(pick(20))}`;
    const held = store.get(storage, key);
    const object = { metadata: { name: key, labels: { filler: 'x'.repeat(pick(3_000)) } } };
    const isRemoved = held !== undefined && pick(3) === 0;
    const entry = held
      ? isRemoved
        ? store.remove(storage, key, held.revision)
        : store.replace(storage, key, object, held.revision)
      : store.create(storage, key, object);
    if (!entry) throw new Error(`${storage} ${key} could not be written`);
    const said: Said = {
      storage,
      key,
      revision: entry.revision,
      ...(isRemoved ? {} : { left: entry.text }),
    };
    writeSync(1, `${JSON.stringify(said)}\n`);
  }
}

/** Beyond this, working out anew is cheaper than a large map: then most things are asked about once anyway. */
const MOST_REMEMBERED = 1_024;

/** `work` with its answers remembered for as long as the result is: one cycle. */
export function remembering<K, V>(work: (about: K) => V): (about: K) => V {
  const known = new Map<K, V>();
  return (about) => {
    let found = known.get(about);
    if (found !== undefined) return found;
    found = work(about);
    if (known.size < MOST_REMEMBERED) known.set(about, found);
    return found;
  };
}

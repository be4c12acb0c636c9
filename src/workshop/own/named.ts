/** Whether a text names an object: the name stands there as a whole, not as a part of a longer one (`pod1` in `pod10`). */
export function isNamedIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + name.length)];
    if (!ENDS_IN_NAME.test(before) && !GOES_ON.test(after)) return true;
  }
  return false;
}

/** A dot belongs to a name where letters follow it, else it ends a sentence. */
const GOES_ON = /^(?:[a-z0-9-]|\.[a-z0-9])/i;
const ENDS_IN_NAME = /[a-z0-9-]\.?$|[a-z0-9]$/i;

/** What Go's types leave out when it is empty, by the struct that it is missing from. */
const given = new WeakMap<object, ReadonlyMap<string, unknown>>();

/** Remembers that a client sent an empty map or list as a member that is then left out. */
export function noteEmpty(parent: object, name: string, value: unknown): void {
  given.set(parent, new Map([...(given.get(parent) ?? []), [name, Array.isArray(value) ? [] : {}]]));
}

/**
 * A member as Go prints it in an error: what is not there is null, unless the client sent it empty. `parent` must be what the decoder made,
 * not a copy.
 */
export function asGiven<T extends object>(parent: T | undefined, name: keyof T & string): unknown {
  if (parent === undefined) return null;
  return parent[name] ?? given.get(parent)?.get(name) ?? null;
}

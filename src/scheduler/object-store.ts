import type { KubeObject } from '../api/types.ts';

const NONE: readonly never[] = [];

/** Objects of one kind as they are now. A list costs nothing as long as nothing has changed in its namespace. */
export class ObjectStore<T extends KubeObject> {
  /** By namespace ('' for kinds without) and name. */
  readonly #objects = new Map<string, Map<string, T>>();
  readonly #lists = new Map<string, readonly T[]>();
  #all: readonly T[] | undefined;

  get({ namespace = '', name }: { readonly namespace?: string; readonly name: string }): T | undefined {
    return this.#objects.get(namespace)?.get(name);
  }

  /** In one namespace, or all. Never changed in place: safe to keep. */
  list(namespace?: string): readonly T[] {
    if (namespace === undefined) {
      this.#all ??= [...this.#objects.keys()].flatMap((one) => this.list(one));
      return this.#all;
    }
    const objects = this.#objects.get(namespace);
    if (!objects) return NONE;
    const list = this.#lists.get(namespace) ?? [...objects.values()];
    this.#lists.set(namespace, list);
    return list;
  }

  put(object: T): void {
    const { namespace = '', name } = object.metadata;
    const objects = this.#objects.get(namespace) ?? new Map<string, T>();
    objects.set(name, object);
    this.#objects.set(namespace, objects);
    this.#changed(namespace);
  }

  remove({ metadata: { namespace = '', name } }: T): void {
    const objects = this.#objects.get(namespace);
    objects?.delete(name);
    if (objects?.size === 0) this.#objects.delete(namespace);
    this.#changed(namespace);
  }

  #changed(namespace: string): void {
    this.#lists.delete(namespace);
    this.#all = undefined;
  }
}

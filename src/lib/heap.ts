/**
 * A binary heap that finds its items again: push, pop and remove in O(log n). Keys are unique.
 * `before(a, b)` says whether a comes out first; it must be a strict weak order.
 */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #places = new Map<string, number>();
  readonly #key: (item: T) => string;
  readonly #before: (a: T, b: T) => boolean;

  constructor(key: (item: T) => string, before: (a: T, b: T) => boolean) {
    this.#key = key;
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  get(key: string): T | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#items[place];
  }

  /** All items in no particular order. */
  values(): readonly T[] {
    return this.#items;
  }

  /** Adds an item, or replaces the one with the same key. */
  push(item: T): void {
    const place = this.#places.get(this.#key(item)) ?? this.#items.length;
    this.#put(place, item);
    this.#settle(place);
  }

  pop(): T | undefined {
    const top = this.#items[0];
    return top === undefined ? undefined : this.remove(this.#key(top));
  }

  /** Takes the item with this key out; undefined when there is none. */
  remove(key: string): T | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const item = this.#items[place];
    const last = this.#items.pop();
    this.#places.delete(key);
    if (last !== undefined && place < this.#items.length) {
      this.#put(place, last);
      this.#settle(place);
    }
    return item;
  }

  #put(place: number, item: T): void {
    this.#items[place] = item;
    this.#places.set(this.#key(item), place);
  }

  #settle(place: number): void {
    let at = place;
    while (at > 0 && this.#swapIfBefore(at, (at - 1) >> 1)) at = (at - 1) >> 1;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#items[a], this.#items[b]];
    return first !== undefined && second !== undefined && this.#before(first, second);
  }

  /** Swaps the places when the item at `a` belongs before the one at `b`. */
  #swapIfBefore(a: number, b: number): boolean {
    const [first, second] = [this.#items[a], this.#items[b]];
    if (first === undefined || second === undefined || !this.#before(first, second)) return false;
    this.#put(a, second);
    this.#put(b, first);
    return true;
  }
}

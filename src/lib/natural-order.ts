const collator = new Intl.Collator('en', { numeric: true });

/** Orders names as people count: worker, worker2, worker10. For `Array.prototype.sort`. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Milliseconds as `metav1.Time` writes them: whole seconds. */
export function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds as `metav1.MicroTime` writes them. */
export function microTimeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** Milliseconds of a time in the API; 0 for a missing one. */
export function msOf(time: string | null | undefined): number {
  return time ? Date.parse(time) : 0;
}

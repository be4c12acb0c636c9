export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;

/** `3.8 GiB`, or `512 MiB` below one. */
export function gib(bytes: number): string {
  return bytes < GIB ? `${String(Math.round(bytes / MIB))} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}

/**
 * Waits until `start`'s callback is called, or rejects with the signal's reason. Leaves no listener behind, so one
 * signal may serve any number of waits.
 */
export function waitUnlessAborted(signal: AbortSignal, start: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => {
      reject(toError(signal.reason));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    start(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}

/** Whatever was thrown or given as a reason, as an `Error`. */
export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** The code of an error of the system's or of Node's, such as ENOENT; undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** The code, or what else it says of itself: for a sentence that names the reason. */
export function errorWord(error: unknown): string {
  return errorCode(error) ?? String(error);
}

/** ` (EACCES)`, to stand at the end of a clause; empty when it has no code. */
export function codeInBrackets(error: unknown): string {
  const code = errorCode(error);
  return code === undefined ? '' : ` (${code})`;
}

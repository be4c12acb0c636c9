/** Names as a person lists them: `pod1, pod2 and pod3`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `1 pod`, `2 pods`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A number with at most one decimal: scores need no more. */
export function tenths(number: number): string {
  return String(Math.round(number * 10) / 10);
}

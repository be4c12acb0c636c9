const MAX_BASE = 58;
const SUFFIX_LENGTH = 5;

/** What names that are made may end with: no vowels and nothing like them, so that no word comes out (apimachinery/pkg/util/rand). */
export const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** The random end of a generated name. `random`: in [0, 1). */
export function randomSuffix(random: () => number): string {
  return Array.from(
    { length: SUFFIX_LENGTH },
    () => SAFE_LETTERS[Math.floor(random() * SAFE_LETTERS.length)] ?? '',
  ).join('');
}

/** `GenerateName` (apiserver/pkg/storage/names/generate.go): no longer than a label may be. */
export function generatedName(base: string, random: () => number): string {
  return `${base.slice(0, MAX_BASE)}${randomSuffix(random)}`;
}

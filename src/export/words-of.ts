import type { ExportWords } from './words.ts';
import { GERMAN_WORDS } from './words-de.ts';
import { ENGLISH_WORDS } from './words-en.ts';

/** The words of a language; English where nobody has translated them yet (the steps' own texts may be). */
export function wordsOf(lang: string): ExportWords {
  return [ENGLISH_WORDS, GERMAN_WORDS].find((words) => words.lang === lang) ?? { ...ENGLISH_WORDS, lang };
}

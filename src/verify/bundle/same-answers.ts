import { isDeepStrictEqual } from 'node:util';

import type { JournalEntry } from '../../workshop/journal-entry.ts';
import { firstAnswers } from '../../workshop/quiz.ts';
import type { Evidence } from '../evidence.ts';
import { quizOf } from '../quiz-facts.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The answers that are counted are the first ones in the journal, and no other one calls itself the first. */
export function sameAnswers({ facts }: Evidence, journal: readonly JournalEntry[]): BundleFinding {
  const retold = quizOf(journal);
  const firsts = new Set(firstAnswers(journal).map(({ seq }) => seq));
  const wrong = journal.flatMap((entry) =>
    entry.kind === 'quiz-answered' && entry.first !== firsts.has(entry.seq)
      ? [
          `number ${entry.seq} of the journal ${entry.first ? 'is not' : 'is'} the first answer to ${entry.id}`,
        ]
      : [],
  );
  return bundleFinding(
    'bundle-answers',
    'The answers that are counted are the first ones in the journal',
    'the same answers',
    [
      ...(isDeepStrictEqual(retold.quiz, facts.quiz) ? [] : ['facts.quiz differs from journal.jsonl']),
      ...wrong,
    ],
  );
}

import type { Finding } from '../../workshop/finding.ts';
import { lessonOf } from '../lessons/index.ts';
import type { Check } from './check.ts';

/** What the steps of the second part show: of those that were played to their end. Nobody has to play them. */
export const lessons: Check = ({ story }) =>
  (story.more ?? []).flatMap((play): readonly Finding[] => {
    const lesson = lessonOf(play.step);
    if (!lesson || play.ok !== true) return [];
    const { id, title, expected } = lesson;
    const judged = lesson.judge(play);
    return judged ? [{ id, title, expected, ...judged, source: 'journal' }] : [];
  });

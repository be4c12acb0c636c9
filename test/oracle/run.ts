import { answer } from './answer.ts';
import type { Case, Verdict } from './cases.ts';
import { type Difference, differences } from './compare.ts';
import { oracleProfile } from './profile.ts';

/** How often each kind of thing was compared, and every difference. */
export interface OracleRun {
  readonly cases: number;
  readonly answers: readonly Verdict[];
  readonly found: readonly Difference[];
}

/** Answers every case and compares with upstream's verdicts. Cases of which upstream itself has no verdict (`error`) are left out. */
export function runOracle(cases: readonly Case[], verdicts: readonly Verdict[]): OracleRun {
  const { framework, names } = oracleProfile();
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  const answers: Verdict[] = [];
  const found: Difference[] = [];
  for (const one of cases) {
    const verdict = byId.get(one.id);
    if (!verdict) throw new Error(`no verdict on ${one.id}`);
    if (verdict.error) continue;
    try {
      const our = answer(framework, one, verdict.feasible);
      answers.push(our);
      found.push(...differences(verdict, our, names));
    } catch (error) {
      found.push({
        id: one.id,
        plugin: 'error',
        text: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return { cases: answers.length, answers, found };
}

import type { Facts } from './facts.ts';
import { type Play, schedulerActs } from './story.ts';

/** The line of the person's own program that a play was played with; undefined: with our scheduler. */
export function programOf(play: Play): string | undefined {
  return schedulerActs(play).findLast((act) => act.kind === 'scheduler-started')?.program;
}

/** The plays that leave evidence, each with the program that it was played with. */
export function playedWith({ story }: Pick<Facts, 'story'>): readonly {
  readonly step: number;
  readonly program: string | undefined;
}[] {
  return [story.placement, story.orphan, story.blocked].flatMap((play) =>
    play ? [{ step: play.step, program: programOf(play) }] : [],
  );
}

/** The lines of the person's own programs, in the order of the steps, each once; empty where our scheduler was played with. */
export function ownPrograms(facts: Pick<Facts, 'story'>): readonly string[] {
  return [...new Set(playedWith(facts).flatMap(({ program }) => program ?? []))];
}

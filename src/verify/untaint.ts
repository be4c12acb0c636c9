import type { CommandRan } from '../workshop/journal-entry.ts';
import { type Play, type Recorded, type Sighting, commands } from './story.ts';

/** The first `kubectl taint … -` between two looks at a pod: what freed the workers. */
export function untaintCommand(play: Play, from: Sighting, to: Sighting): Recorded<CommandRan> | undefined {
  return commands(play, /\btaint\b.*\bworkshop\S*-(\s|$)/).find(
    (command) => command.seq > from.seq && command.seq < to.seq,
  );
}

import type { WatchAbout } from '../../tui/watch/watch-model.ts';
import type { Skeleton } from './skeleton.ts';
import type { Workbench } from './workbench.ts';

/** What the screen and the lines are both made of. */
export interface Watching {
  readonly bench: Workbench;
  readonly about: WatchAbout;
  /** Missing where the folder was not made by `init`. */
  readonly skeleton?: Skeleton;
  /** The lines of the person's file where it says that something is to be written for this step, as it is now. */
  readonly todo: (step: number) => readonly number[];
  /** Rejects when something of ours threw. */
  readonly broken: Promise<never>;
}

import type { WatchAbout } from '../../tui/watch/watch-model.ts';
import type { Skeleton } from './skeleton.ts';
import type { Workbench } from './workbench.ts';

/** What the screen and the lines are both made of. */
export interface Watching {
  readonly bench: Workbench;
  readonly about: WatchAbout;
  /** Missing where the folder was not made by `init`. */
  readonly skeleton?: Skeleton;
  /** Rejects when something of ours threw. */
  readonly broken: Promise<never>;
}

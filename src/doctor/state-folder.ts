import { type Access, accessOf, isFolder, nearestThere } from './access.ts';
import { type Finding, ok, trouble } from './finding.ts';
import type { Machine } from './machine.ts';
import { probe } from './probe.ts';

export interface StateFacts {
  /** Where journals, logs and embedded clusters are kept. */
  readonly folder: string;
  /** It, or the nearest folder above that is there. */
  readonly nearest: string;
  readonly access: Access | 'file';
}

/** Can the state folder be written? */
export const stateProbe = probe<StateFacts>({
  id: 'state',
  title: 'State folder',
  blocks: 'all',
  gather: gatherState,
  judge: judgeState,
});

export function judgeState({ folder, nearest, access }: StateFacts): Finding {
  if (access === 'writable')
    return ok(folder === nearest ? `${folder} can be written` : `${folder} can be made`);
  const elsewhere = 'export XDG_STATE_HOME="$HOME/minisched-state"';
  if (access === 'file')
    return trouble(`${nearest} is a file, and the state folder ${folder} would be in it`, elsewhere);
  return trouble(
    `the state folder ${folder} cannot be written: ${nearest} is not yours to write in`,
    `sudo chown -R "$USER" ${nearest}`,
    elsewhere,
  );
}

function gatherState({ state }: Machine): StateFacts {
  const nearest = nearestThere(state);
  return { folder: state, nearest, access: isFolder(nearest) ? accessOf(nearest) : 'file' };
}

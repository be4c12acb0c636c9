import type { EngineInfo } from './engine-facts.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import { freeSpace } from './free-space.ts';
import type { Machine, System } from './machine.ts';
import { probe } from './probe.ts';
import { gib, GIB, MIB } from './sizes.ts';

/** Free bytes, missing where they cannot be told. */
export interface SpaceFacts {
  readonly folder: string;
  readonly free?: number;
}

/** Is there room for journals, logs and an embedded cluster's data? */
export const diskProbe = probe<SpaceFacts>({
  id: 'disk',
  title: 'Disk',
  blocks: 'all',
  gather: ({ state }) => spaceOf(state),
  judge: judgeDisk,
});

export function judgeDisk({ folder, free }: SpaceFacts): Finding {
  if (free === undefined) return warning(`how much room ${folder} has cannot be told`, `df -h ${folder}`);
  const what = `${gib(free)} are free where ${folder} is`;
  const fix = [`df -h ${folder}`, 'export XDG_STATE_HOME=/path/on/another/disk'];
  if (free < 50 * MIB) return trouble(`${what}; the workshop writes up to 50 MiB`, ...fix);
  return free < 500 * MIB ? warning(what, ...fix) : ok(what);
}

/** The same for where the engine keeps images, where that is a folder of this machine. */
export interface EngineSpaceFacts extends SpaceFacts {
  readonly tool: string;
}

/** Has the engine room for the node image and four nodes? */
export const engineDiskProbe = probe<EngineSpaceFacts | undefined>({
  id: 'docker-disk',
  title: "The engine's disk",
  blocks: 'kind',
  gather: engineSpace,
  judge: (facts) => facts && judgeEngineDisk(facts),
});

export function judgeEngineDisk({ tool, folder, free }: EngineSpaceFacts): Finding {
  if (free === undefined)
    return warning(`how much room ${folder} has cannot be told`, `sudo df -h ${folder}`);
  const what = `${gib(free)} are free where ${tool} keeps images (${folder})`;
  const fix = [`${tool} system df`, `${tool} system prune   # removes stopped containers and unused layers`];
  // the node image is 1 GiB unpacked, four nodes write about as much again
  if (free < 2 * GIB) return trouble(`${what}; the node image and four nodes need 2 GiB`, ...fix);
  return free < 5 * GIB ? warning(`${what}; nodes evict pods when it gets full`, ...fix) : ok(what);
}

async function engineSpace({ engine, system }: Machine): Promise<EngineSpaceFacts | undefined> {
  const { tool, info } = await engine();
  if (info?.folder === undefined || runsElsewhere(info, system)) return undefined;
  // only root may look into Docker's folder; the disk is told by the nearest one above
  return { tool, ...spaceOf(info.folder) };
}

/** In a machine of its own, whose disk nobody can look at from here. */
function runsElsewhere({ operatingSystem }: EngineInfo, system: System): boolean {
  return system === 'mac' || system === 'windows' || operatingSystem.includes('Desktop');
}

function spaceOf(folder: string): SpaceFacts {
  const free = freeSpace(folder);
  return free === undefined ? { folder } : { folder, free };
}

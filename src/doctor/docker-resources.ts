import { type DockerFacts, dockerFacts } from './docker.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import type { System } from './machine.ts';
import { probe } from './probe.ts';
import { gib, GIB } from './sizes.ts';

/** Has the engine memory and processors for four nodes? In Docker Desktop and podman machine it has less than the machine. */
export const dockerResourcesProbe = probe<DockerFacts>({
  id: 'docker-resources',
  title: "The engine's memory",
  blocks: 'kind',
  gather: dockerFacts,
  judge: judgeDockerResources,
});

/** Four nodes of kind take about 2 GiB when nothing else runs in them. */
const LEAST = 2 * GIB;
const ENOUGH = 4 * GIB;

export function judgeDockerResources({ engine, system }: DockerFacts): Finding | undefined {
  const { tool, info } = engine;
  if (!info) return undefined;
  const what = `${tool} has ${gib(info.memoryBytes)} of memory and ${String(info.cpus)} processor${info.cpus === 1 ? '' : 's'}`;
  const fix = raise(tool, info.operatingSystem, system);
  // what is sold as 4 GB is a little less to the system
  if (info.memoryBytes < LEAST * 0.9) return trouble(`${what}; four nodes need 2 GiB`, ...fix);
  if (info.memoryBytes < ENOUGH * 0.9) return warning(`${what}; four nodes are at ease with 4 GiB`, ...fix);
  if (info.cpus < 2) return warning(`${what}; the control plane is slow on one`, ...fix);
  return ok(what);
}

function raise(tool: string, operatingSystem: string, system: System): string[] {
  if (tool === 'podman' && system !== 'linux')
    return ['podman machine stop', 'podman machine set --memory 6144 --cpus 4', 'podman machine start'];
  if (operatingSystem.includes('Docker Desktop'))
    return ['# Docker Desktop: Settings, Resources, Memory limit: 6 GB, Apply & restart'];
  if (system === 'wsl')
    return [
      `printf '[wsl2]\\nmemory=6GB\\n' >> "$(wslpath "$(wslvar USERPROFILE)")/.wslconfig"`,
      'wsl.exe --shutdown',
    ];
  if (system === 'mac') return ['# colima: colima stop && colima start --memory 6 --cpu 4'];
  return ['kubectl minisched workshop run --provider embedded'];
}

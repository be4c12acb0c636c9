import { engineName, engineTrouble, lastLine } from '../clusters/engine.ts';
import type { Engine } from './engine-facts.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import { installLines } from './install.ts';
import type { Machine, System } from './machine.ts';
import { probe } from './probe.ts';
import { isOlder } from './version-order.ts';

/** What is known of the container engine, and where. */
export interface DockerFacts {
  readonly engine: Engine;
  readonly system: System;
  readonly arch: string;
}

/** Is the engine behind kind's nodes installed, does it answer, and may this user ask it? */
export const dockerProbe = probe<DockerFacts>({
  id: 'docker',
  title: 'Container engine',
  blocks: 'kind',
  gather: dockerFacts,
  judge: judgeDocker,
});

/** What every probe about the engine starts from. */
export async function dockerFacts(machine: Machine): Promise<DockerFacts> {
  return { engine: await machine.engine(), system: machine.system, arch: machine.arch };
}

/** The older ones are those of kind's known issues and of rootless mode (kind's page "rootless": Docker 20.10, Podman 3.0). */
const OLDEST: Readonly<Record<string, string>> = { docker: '20.10', podman: '3.0' };

export function judgeDocker({ engine, system, arch }: DockerFacts): Finding {
  const { tool, there, info } = engine;
  if (!there) {
    if (tool === 'docker') return trouble('Docker is not installed', ...installLines('docker', system, arch));
    return trouble(
      `${tool}, which KIND_EXPERIMENTAL_PROVIDER names, is not installed`,
      'unset KIND_EXPERIMENTAL_PROVIDER',
    );
  }
  if (!info) return judgeSilent(engine, system);
  const oldest = OLDEST[tool];
  const what = `${tool} ${info.version} answers (${info.operatingSystem}${info.rootless ? ', rootless' : ''})`;
  if (info.osType !== 'linux')
    return trouble(
      `${tool} runs ${info.osType} containers, and kind needs Linux ones`,
      '# Docker Desktop: its icon, Switch to Linux containers',
    );
  if (!/^(x86_64|amd64|aarch64|arm64)$/.test(info.architecture))
    return trouble(
      `${what} on ${info.architecture}, for which kind has no node images`,
      'kubectl minisched workshop run --provider embedded',
    );
  // kind's known issue "Docker installed with snap"
  if (info.folder?.startsWith('/var/snap/') === true)
    return warning(`${what} and came with snap: it cannot see /tmp, which kind uses`, SNAP);
  if (oldest !== undefined && isOlder(info.version, oldest))
    return warning(`${what}, older than ${oldest}`, ...upgrade(tool, system, arch));
  return ok(what);
}

const SNAP = 'mkdir -p "$HOME/tmp" && export TMPDIR="$HOME/tmp"';

function judgeSilent({ tool, said }: Engine, system: System): Finding {
  switch (engineTrouble(said)) {
    case 'no-permission':
      return trouble(
        `${engineName(tool)} is there but you have no permission to use its socket`,
        // https://docs.docker.com/engine/install/linux-postinstall/
        'sudo usermod -aG docker "$USER"',
        'newgrp docker',
      );
    case 'not-running':
      return trouble(`${engineName(tool)} is not running`, start(tool, system));
    default:
      return trouble(`${engineName(tool)} did not tell about itself: ${lastLine(said)}`, `${tool} info`);
  }
}

function start(tool: string, system: System): string {
  if (tool === 'podman')
    return system === 'linux' ? 'systemctl --user start podman.socket' : 'podman machine start';
  if (system === 'mac') return 'open -a Docker';
  if (system === 'windows') return 'docker desktop start';
  return `sudo ${system === 'wsl' ? 'service docker start' : 'systemctl start docker'}`;
}

function upgrade(tool: string, system: System, arch: string): string[] {
  return tool === 'docker' ? installLines('docker', system, arch) : [`# install a newer ${tool}`];
}

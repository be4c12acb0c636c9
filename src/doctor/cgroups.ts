import { type DockerFacts, dockerFacts } from './docker.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import type { System } from './machine.ts';
import { probe } from './probe.ts';

/** Can the engine limit what kubelets ask it to? kind refuses where it cannot (its providers/docker/util.go, providers/common). */
export const cgroupsProbe = probe<DockerFacts>({
  id: 'cgroups',
  title: 'Control groups',
  blocks: 'kind',
  gather: dockerFacts,
  judge: judgeCgroups,
});

export function judgeCgroups({ engine, system }: DockerFacts): Finding | undefined {
  const { info } = engine;
  if (!info) return undefined;
  const { cgroup, rootless, cannotLimit } = info;
  if (cgroup === '1' && rootless)
    return trouble('the engine is rootless on cgroup v1, and kind needs cgroup v2 there', ...toV2(system));
  if (cannotLimit.length > 0)
    return trouble(
      `the engine cannot limit ${cannotLimit.join(', ')}: its control group does not have ${cannotLimit.length === 1 ? 'that controller' : 'those controllers'}`,
      ...(rootless ? DELEGATE : ["# see what is missing: docker info | grep -i 'no .* support'"]),
    );
  if (cgroup === '1')
    return warning(
      'the engine is on cgroup v1, which kubelets from v1.35 on refuse unless they are told otherwise',
      ...toV2(system),
    );
  return ok(
    cgroup === undefined
      ? 'the engine can limit memory, processes and processors'
      : `cgroup v${cgroup}, with the controllers for memory, processes and processors`,
  );
}

/** kind's page "rootless": what makes a distribution without cgroup v2 have it. */
function toV2(system: System): string[] {
  if (system === 'wsl')
    return [
      `printf '[wsl2]\\nkernelCommandLine = cgroup_no_v1=all\\n' >> "$(wslpath "$(wslvar USERPROFILE)")/.wslconfig"`,
      'wsl.exe --shutdown',
    ];
  if (system !== 'linux') return ['# Docker Desktop: update it; 4.3 and newer have cgroup v2'];
  return [
    `echo 'GRUB_CMDLINE_LINUX="systemd.unified_cgroup_hierarchy=1"' | sudo tee -a /etc/default/grub`,
    'sudo update-grub && sudo reboot',
  ];
}

/** The same page: what a rootless engine needs of systemd. */
const DELEGATE = [
  'sudo mkdir -p /etc/systemd/system/user@.service.d',
  `printf '[Service]\\nDelegate=yes\\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf`,
  'sudo systemctl daemon-reload   # then log in again',
];

import { cgroupsProbe } from './cgroups.ts';
import { diskProbe, engineDiskProbe } from './disk.ts';
import { dockerProbe } from './docker.ts';
import { dockerResourcesProbe } from './docker-resources.ts';
import { imagesProbe } from './images.ts';
import { inotifyProbe } from './inotify.ts';
import { kindProbe } from './kind.ts';
import { kubeconfigProbe } from './kubeconfig.ts';
import { kubectlProbe } from './kubectl.ts';
import { loopbackProbe } from './loopback.ts';
import { memoryProbe } from './memory.ts';
import { nodeProbe } from './node.ts';
import { pluginProbe } from './plugin-path.ts';
import type { Probe } from './probe.ts';
import { proxiesProbe } from './proxies.ts';
import { stateProbe } from './state-folder.ts';
import { terminalProbe } from './terminal.ts';
import { toolchainProbe } from './toolchain.ts';

/** All that doctor looks at, in the order in which it is told. */
export const PROBES: readonly Probe[] = [
  nodeProbe,
  kubectlProbe,
  pluginProbe,
  kubeconfigProbe,
  stateProbe,
  diskProbe,
  memoryProbe,
  loopbackProbe,
  proxiesProbe,
  terminalProbe,
  dockerProbe,
  dockerResourcesProbe,
  engineDiskProbe,
  cgroupsProbe,
  inotifyProbe,
  kindProbe,
  imagesProbe,
  toolchainProbe,
];

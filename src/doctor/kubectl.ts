import { findKubectl } from '../exec/tools.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import { installLines } from './install.ts';
import { KUBERNETES_MINOR } from './known-good.ts';
import type { Machine, System, Told } from './machine.ts';
import { probe } from './probe.ts';
import { versionIn } from './version-order.ts';

export interface KubectlFacts {
  /** What `kubectl version --client` answered. */
  readonly told: Told;
  /** How kubectl was called. */
  readonly program: string;
  readonly system: System;
  readonly arch: string;
}

/** Is kubectl there, and near enough to the API server's version? */
export const kubectlProbe = probe<KubectlFacts>({
  id: 'kubectl',
  title: 'kubectl',
  blocks: 'all',
  async gather({ tell, env, system, arch }: Machine) {
    const program = findKubectl(env);
    return { told: await tell(program, 'version', '--client'), program, system, arch };
  },
  judge: judgeKubectl,
});

export function judgeKubectl({ told, program, system, arch }: KubectlFacts): Finding {
  const install = installLines('kubectl', system, arch);
  if (!told.there && program !== 'kubectl')
    return trouble(`there is no program ${program}, which KUBECTL_PATH names`, 'unset KUBECTL_PATH');
  if (!told.there) return trouble('kubectl is not installed', ...install);
  const version = told.exitCode === 0 ? versionIn(told.stdout) : undefined;
  if (version === undefined)
    return trouble('kubectl is there and does not tell its version', 'kubectl version --client');
  const [major, minor] = version;
  const what = `kubectl v${version.join('.')}`;
  // https://kubernetes.io/releases/version-skew-policy/#kubectl: one minor version older or newer
  const skew = major === 1 ? Math.abs(minor - KUBERNETES_MINOR) : 2;
  const server = `the API server's v1.${String(KUBERNETES_MINOR)}`;
  if (skew <= 1) return ok(`${what}, within one minor version of ${server}`);
  const far = major === 1 ? `${String(skew)} minor versions` : 'a major version';
  return warning(`${what} is ${far} away from ${server}, and Kubernetes supports one`, ...install);
}

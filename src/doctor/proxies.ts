import type { Env } from '../exec/env.ts';
import { type Finding, ok, warning } from './finding.ts';
import type { Machine, System } from './machine.ts';
import { probe } from './probe.ts';

/** What the environment and the engine say of proxies. */
export interface ProxyFacts {
  readonly env: Env;
  /** The engine's own, for pulling images. */
  readonly engineProxy?: string;
  /** The engine answers. */
  readonly answers: boolean;
  readonly system: System;
}

/** Would a proxy stand between programs and 127.0.0.1, or between the engine and images? */
export const proxiesProbe = probe<ProxyFacts>({
  id: 'proxies',
  title: 'Proxies',
  blocks: 'all',
  gather: gatherProxies,
  judge: judgeProxies,
});

const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

export function judgeProxies({ env, engineProxy, answers, system }: ProxyFacts): Finding {
  const [name, proxy] = NAMES.flatMap((one) => [one, one.toLowerCase()])
    .map((one): [string, string] => [one, env[one] ?? ''])
    .find(([, value]) => value !== '') ?? ['', ''];
  if (name === '')
    return ok(
      engineProxy === undefined
        ? 'none is set'
        : `none is set here; the engine pulls through ${safe(engineProxy)}`,
    );
  const what = `${name} is ${safe(proxy)}`;
  if (!excludesLoopback(env))
    return warning(
      `${what}, and NO_PROXY does not leave out 127.0.0.1: some programs would ask it for your cluster`,
      ...EXCLUDE,
    );
  if (/^(\w+:\/\/)?([^@/]*@)?(localhost|127\.|\[::1\])/.test(proxy))
    return warning(
      `${what}, on this machine: kind hands it to its nodes, where that address is the node itself`,
      `export ${name}=http://ADDRESS-THAT-CONTAINERS-REACH:PORT`,
    );
  if (answers && engineProxy === undefined)
    return warning(
      `${what}, and the container engine does not know it: it could not pull images`,
      ...engineFix(system),
    );
  return ok(`${what}, and NO_PROXY leaves out 127.0.0.1`);
}

/** Go and this program never ask a proxy for loopback addresses; curl, Python and others read this list. */
const EXCLUDE = [
  'export NO_PROXY="127.0.0.1,localhost,.svc,.cluster.local${NO_PROXY:+,$NO_PROXY}"',
  'export no_proxy="$NO_PROXY"',
];

function excludesLoopback(env: Env): boolean {
  const rules = `${env['NO_PROXY'] ?? ''},${env['no_proxy'] ?? ''}`.split(',').map((rule) => rule.trim());
  return rules.some((rule) => /^(\*|127\.0\.0\.1|127\.0\.0\.0\/8)$/.test(rule));
}

/** A proxy's address may hold a password. */
function safe(proxy: string): string {
  return proxy.replace(/\/\/[^@/]*@/, '//…@');
}

/** https://docs.docker.com/engine/daemon/proxy/ */
function engineFix(system: System): string[] {
  if (system !== 'linux' && system !== 'wsl') return ['# Docker Desktop: Settings, Resources, Proxies'];
  return [
    'sudo mkdir -p /etc/systemd/system/docker.service.d',
    `printf '[Service]\\nEnvironment="HTTPS_PROXY=%s" "NO_PROXY=localhost,127.0.0.1"\\n' "$HTTPS_PROXY" | sudo tee /etc/systemd/system/docker.service.d/http-proxy.conf`,
    'sudo systemctl daemon-reload && sudo systemctl restart docker',
  ];
}

async function gatherProxies({ env, engine, system }: Machine): Promise<ProxyFacts> {
  const { info } = await engine();
  return {
    env,
    system,
    answers: info !== undefined,
    ...(info?.proxy === undefined ? {} : { engineProxy: info.proxy }),
  };
}

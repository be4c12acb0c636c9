import { type Finding, ok, trouble, warning } from './finding.ts';
import { installLines } from './install.ts';
import { KIND_OLDEST, KIND_VERSION } from './known-good.ts';
import type { Machine, System, Told } from './machine.ts';
import { probe } from './probe.ts';
import { isOlder, versionIn } from './version-order.ts';

export interface KindFacts {
  /** What `kind version` answered. */
  readonly told: Told;
  readonly system: System;
  readonly arch: string;
}

/** Is kind there, and is it one that is known to work? */
export const kindProbe = probe<KindFacts>({
  id: 'kind',
  title: 'kind',
  blocks: 'kind',
  gather: async ({ tell, system, arch }: Machine) => ({ told: await tell('kind', 'version'), system, arch }),
  judge: judgeKind,
});

export function judgeKind({ told, system, arch }: KindFacts): Finding {
  const install = installLines('kind', system, arch);
  if (!told.there) return trouble('kind is not installed', ...install);
  const version = told.exitCode === 0 ? versionIn(told.stdout)?.join('.') : undefined;
  if (version === undefined)
    return trouble('kind is there and does not tell its version', 'kind version', ...install);
  if (isOlder(version, KIND_OLDEST))
    return trouble(
      `kind v${version} cannot load images into the nodes of today; v${KIND_VERSION} is known to work`,
      ...install,
    );
  if (isOlder(version, KIND_VERSION))
    return warning(`kind v${version} is older than v${KIND_VERSION}, which is known to work`, ...install);
  return ok(`kind v${version}`);
}

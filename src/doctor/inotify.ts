import { readFileSync } from 'node:fs';

import { type Finding, ok, trouble, warning } from './finding.ts';
import { probe } from './probe.ts';

/** The kernel's limits; missing where it has none of that name (no Linux). */
export interface InotifyFacts {
  readonly watches?: number;
  readonly instances?: number;
}

/** kind's known issue "Pod errors due to too many open files": these limits are the machine's, shared by all nodes of kind. */
export const inotifyProbe = probe<InotifyFacts>({
  id: 'inotify',
  title: 'inotify limits',
  blocks: 'kind',
  gather: () => ({ ...limit('watches', 'max_user_watches'), ...limit('instances', 'max_user_instances') }),
  judge: judgeInotify,
});

/** What kind's page raises them to. */
const WATCHES = 524_288;
const INSTANCES = 512;
/** A node takes about 20 instances and 500 watches; with fewer than this four do not come up. */
const LEAST_WATCHES = 4096;
const LEAST_INSTANCES = 64;

export function judgeInotify({ watches, instances }: InotifyFacts): Finding | undefined {
  if (watches === undefined || instances === undefined) return undefined;
  const what = `fs.inotify.max_user_watches is ${String(watches)} and max_user_instances ${String(instances)}`;
  const fix = [
    ...(watches < WATCHES ? [`sudo sysctl fs.inotify.max_user_watches=${String(WATCHES)}`] : []),
    ...(instances < INSTANCES ? [`sudo sysctl fs.inotify.max_user_instances=${String(INSTANCES)}`] : []),
    '# to keep them: the same names and values, without sudo sysctl, in /etc/sysctl.d/99-kind.conf',
  ];
  const why = 'nodes of kind fail with "too many open files"';
  if (watches < LEAST_WATCHES || instances < LEAST_INSTANCES) return trouble(`${what}: ${why}`, ...fix);
  // Ubuntu's 8192 and 128 are, says kind's page, not enough for many nodes
  if (watches <= 8192 || instances <= 128) return warning(`${what}: where much else runs, ${why}`, ...fix);
  return ok(what);
}

function limit(name: 'watches' | 'instances', file: string): InotifyFacts {
  try {
    return { [name]: Number(readFileSync(`/proc/sys/fs/inotify/${file}`, 'utf8')) };
  } catch {
    // no Linux, or no inotify in it
    return {};
  }
}

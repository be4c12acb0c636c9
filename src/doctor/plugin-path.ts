import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findKubectl } from '../exec/tools.ts';
import { type Finding, ok, warning } from './finding.ts';
import type { Machine, Told } from './machine.ts';
import { probe } from './probe.ts';

export interface PluginFacts {
  /** What `kubectl plugin list` answered. */
  readonly told: Told;
  /** What puts the plugin on PATH, from where we run. */
  readonly install: string;
}

/** Does kubectl find us as `kubectl minisched`? */
export const pluginProbe = probe<PluginFacts>({
  id: 'plugin',
  title: 'kubectl plugin',
  blocks: 'all',
  gather: gatherPlugin,
  judge: judgePlugin,
});

export function judgePlugin({ told, install }: PluginFacts): Finding | undefined {
  // that there is no kubectl is told elsewhere
  if (!told.there) return undefined;
  const files = told.stdout
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /[/\\]kubectl-minisched(\.\w+)?$/.test(line));
  const [first, second] = files;
  if (first === undefined)
    return warning(
      '`kubectl minisched` does not work yet: kubectl-minisched is not on PATH',
      install,
      'kubectl plugin list',
    );
  if (second !== undefined)
    return warning(
      `there are two on PATH: ${first} is taken, ${second} is not`,
      `rm ${second}   # or ${first}, whichever is old`,
    );
  // kubectl's own words for a file without the x
  if (
    /identified as a kubectl plugin, but it is not executable/.test(told.stderr) &&
    told.stderr.includes(first)
  )
    return warning(`${first} is there and may not be run`, `chmod +x ${first}`);
  return ok(`\`kubectl minisched\` is ${first}`);
}

async function gatherPlugin({ tell, env, root }: Machine): Promise<PluginFacts> {
  return { told: await tell(findKubectl(env), 'plugin', 'list'), install: installLine(root) };
}

/** A clone has a script for it; what came out of a kit has a folder. */
function installLine(root: string): string {
  const script = join(root, 'scripts', 'install.sh');
  if (existsSync(script)) return script;
  const bin = join(root, 'bin');
  return existsSync(join(bin, 'kubectl-minisched'))
    ? `export PATH="${bin}:$PATH"`
    : 'npm install --global kubectl-minisched';
}

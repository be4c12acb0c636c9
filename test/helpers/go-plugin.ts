import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { goPlugin, goPluginFile } from '../../src/app/extender/go-plugin.ts';
import { testCli } from './cli-context.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The kube-scheduler that has the workshop's policy compiled in. It is built, which takes minutes, only where `MINISCHED_GO_PLUGIN=build` asks
 * for it. Undefined, and said loudly, where it is not there.
 */
export async function findGoPlugin(): Promise<string | undefined> {
  const { env } = process;
  const file = goPluginFile({ root: ROOT, env, home: homedir() });
  if (existsSync(file)) return file;
  if (env['MINISCHED_GO_PLUGIN'] === 'build') return goPlugin(testCli(homedir(), env).context);
  process.stderr.write('SKIPPED: the Go plugin is not built: MINISCHED_GO_PLUGIN=build takes minutes\n');
  return undefined;
}

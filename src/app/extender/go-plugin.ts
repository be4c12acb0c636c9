import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../exec/run.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';

/** Half an hour: a slow machine that has to fetch the modules, too. */
const BUILD_LIMIT_MS = 30 * 60_000;

/** NodeDeclaredFeatures reads the program's own version. */
const VERSION = [
  ['gitVersion', 'v1.37.2'],
  ['gitMajor', '1'],
  ['gitMinor', '37'],
  ['gitTreeState', 'clean'],
  ['gitCommit', '0'.repeat(40)],
] as const;

const LINKED = VERSION.map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);

/** `go build`, without what is written where. */
const BUILD = ['go', 'build', '-trimpath', '-ldflags', ['-s', '-w', ...LINKED].join(' ')];

/** Where the sources are, below the package's own folder. */
export function goPluginFolder(root: string): string {
  return join(root, 'workshop', 'go-plugin');
}

/** What the program is made of, in sixteen digits. */
export function goPluginHash(root: string): string {
  const hash = createHash('sha256');
  for (const name of ['main.go', 'go.mod', 'go.sum'])
    hash.update(readFileSync(join(goPluginFolder(root), name)));
  return hash.digest('hex').slice(0, 16);
}

/** Where a program is kept that was built once: by what it is made of, in the user's cache. */
export function goPluginFile({ root, env, home }: Pick<CliContext, 'root' | 'env' | 'home'>): string {
  const cache = env['XDG_CACHE_HOME'] || join(home, '.cache');
  return join(cache, 'kubectl-minisched', 'go-plugin', `kube-scheduler-${goPluginHash(root)}`);
}

/**
 * The kube-scheduler that has the workshop's policy as a plugin in Go; built where it was not yet, which takes minutes. With
 * `MINISCHED_GO_PLUGIN=cached` it is not built. Rejects with a `UserError` where it is not there and cannot or may not be built.
 */
export async function goPlugin(cli: CliContext): Promise<string> {
  const { root, env, signal } = cli;
  const file = goPluginFile(cli);
  if (existsSync(file)) return file;
  if (env['MINISCHED_GO_PLUGIN'] === 'cached')
    throw new UserError('the Go plugin is not built, and MINISCHED_GO_PLUGIN=cached says not to build it');
  mkdirSync(dirname(file), { recursive: true });
  // whoever is killed in the middle leaves nothing that looks finished
  const made = `${file}.${process.pid}`;
  const { exitCode, line } = await run([...BUILD, '-o', made, '.'], {
    cwd: goPluginFolder(root),
    env: { ...env, CGO_ENABLED: '0', GOOS: 'linux' },
    signal,
    output: shown(cli),
    timeoutMs: BUILD_LIMIT_MS,
    now: () => systemClock.now(),
  });
  if (exitCode !== 0)
    throw new UserError(`\`${line}\` failed`, {
      next: `run it by hand in ${goPluginFolder(root)} to see why`,
    });
  renameSync(made, file);
  return file;
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The kube-scheduler that has the workshop's policy compiled in. */
export const GO_PLUGIN_FOLDER = fileURLToPath(new URL('../../workshop/go-plugin/', import.meta.url));

/** Its profile: the plugin alone says what is good, and it filters, too. */
export const WITH_GO_PLUGIN = {
  plugins: {
    multiPoint: { enabled: [{ name: 'LeastPods' }] },
    score: { disabled: [{ name: '*' }], enabled: [{ name: 'LeastPods' }] },
    postFilter: { disabled: [{ name: '*' }] },
  },
  percentageOfNodesToScore: 100,
};

/** NodeDeclaredFeatures reads the binary's own version. */
const VERSION = [
  ['gitVersion', 'v1.37.2'],
  ['gitMajor', '1'],
  ['gitMinor', '37'],
  ['gitTreeState', 'clean'],
  ['gitCommit', '0'.repeat(40)],
];

/**
 * The built program: it takes minutes, so it is kept by what it is made of, and made only where `MINISCHED_GO_PLUGIN=build` asks for it.
 * Undefined, and said loudly, where it is not there.
 */
export function goPlugin(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kubectl-minisched', 'go-plugin');
  const file = join(folder, `kube-scheduler-${sourceHash()}`);
  if (existsSync(file)) return file;
  if (env['MINISCHED_GO_PLUGIN'] !== 'build') {
    process.stderr.write('SKIPPED: the Go plugin is not built: MINISCHED_GO_PLUGIN=build takes minutes\n');
    return undefined;
  }
  mkdirSync(folder, { recursive: true });
  const made = `${file}.${process.pid}`;
  const variables = VERSION.map(
    ([name = '', value = '']) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  const args = ['build', '-trimpath', '-ldflags', ['-s', '-w', ...variables].join(' '), '-o', made, '.'];
  const { status } = spawnSync('go', args, {
    cwd: GO_PLUGIN_FOLDER,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, CGO_ENABLED: '0' },
  });
  if (status !== 0) throw new Error('go build failed');
  renameSync(made, file);
  return file;
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const name of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(GO_PLUGIN_FOLDER, name)));
  return hash.digest('hex').slice(0, 16);
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { existingProvider } from '../../src/clusters/existing.ts';
import { kindProvider, type KindProviderOptions } from '../../src/clusters/kind.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { clusterProviderContract } from '../contract/cluster-provider.ts';
import { findProgram, missingForKind } from '../helpers/require-tools.ts';

const image = process.env['MINISCHED_NODE_IMAGE'];
const env = { ...process.env, KUBECTL_PATH: findProgram('kubectl') };
const missing = missingForKind();

if (missing) {
  describe('ClusterProvider contract: a real kind cluster', () => {
    it('plays its whole life', { skip: missing });
  });
} else {
  clusterProviderContract('a real kind cluster', {
    owned: true,
    open: () => {
      const { folder, options } = realKind('minisched-contract');
      return {
        provider: kindProvider(options),
        currentContext: () => Promise.resolve(kubectl(options, ['config', 'current-context'])),
        close: () => {
          end(folder, options);
        },
      };
    },
  });

  clusterProviderContract('a real cluster behind a context that the user named', {
    owned: false,
    open: async () => {
      const { folder, options } = realKind('minisched-contract-other');
      const { signal } = new AbortController();
      const made = kindProvider(options);
      const config = join(folder, 'one-node.yaml');
      writeFileSync(
        config,
        'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: control-plane }]\n',
      );
      await kindProvider({ ...options, config }).create({ signal, output: { command() {}, line() {} } });
      return {
        provider: existingProvider({ context: made.context, kubeconfig: options.kubeconfig, env, clock }),
        currentContext: () => Promise.resolve(kubectl(options, ['config', 'current-context'])),
        close: () => {
          end(folder, options);
        },
      };
    },
  });
}

interface RealKind {
  readonly folder: string;
  readonly options: KindProviderOptions & { readonly kubeconfig: string };
}

/** A kubeconfig of its own in which another context is current. */
function realKind(name: string): RealKind {
  const folder = mkdtempSync(join(tmpdir(), 'minisched-kind-'));
  // what a run that was killed has left
  execFileSync('kind', ['delete', 'cluster', '--name', name], { env, stdio: 'ignore' });
  const options = {
    name,
    config: new URL('../../kind-config.yaml', import.meta.url).pathname,
    kubeconfig: join(folder, 'kubeconfig'),
    memory: join(folder, 'state'),
    env,
    clock,
    ...(image ? { image } : {}),
  };
  kubectl(options, ['config', 'set-context', 'mine']);
  kubectl(options, ['config', 'use-context', 'mine']);
  return { folder, options };
}

function kubectl(options: RealKind['options'], args: readonly string[]): string {
  const program = env.KUBECTL_PATH ?? 'kubectl';
  return execFileSync(program, ['--kubeconfig', options.kubeconfig, ...args], { encoding: 'utf8' }).trim();
}

/** Also after a failed test nothing is left on the machine. */
function end(folder: string, { name, kubeconfig }: RealKind['options']): void {
  execFileSync('kind', ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig], {
    stdio: 'ignore',
  });
  rmSync(folder, { recursive: true, force: true });
}

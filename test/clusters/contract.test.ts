import { join } from 'node:path';

import { existingProvider } from '../../src/clusters/existing.ts';
import { kindProvider } from '../../src/clusters/kind.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { clusterProviderContract } from '../contract/cluster-provider.ts';
import { fakeTools } from '../helpers/fake-tools.ts';

clusterProviderContract('kind, on programs that play docker, kind and kubectl', {
  owned: true,
  open: () => {
    const tools = fakeTools();
    tools.change({ contexts: ['mine'], current: 'mine' });
    return {
      provider: kindProvider({
        name: 'fake',
        config: 'kind-config.yaml',
        memory: join(tools.folder, 'state'),
        env: tools.env,
        clock,
      }),
      currentContext: () => Promise.resolve(tools.state().current),
      close: tools.remove,
    };
  },
});

clusterProviderContract('a context that the user named, on a program that plays kubectl', {
  owned: false,
  open: () => {
    const tools = fakeTools(['kubectl']);
    tools.change({
      contexts: ['office'],
      current: 'office',
      containers: [{ name: 'node-1', state: 'running', role: 'control-plane' }],
    });
    return {
      provider: existingProvider({ context: 'office', env: tools.env, clock }),
      currentContext: () => Promise.resolve(tools.state().current),
      close: tools.remove,
    };
  },
});

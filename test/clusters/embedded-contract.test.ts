import { embeddedOf } from '../../src/app/cluster/embedded.ts';
import { userKubeconfig } from '../../src/kube/user-kubeconfig.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { clusterProviderContract } from '../contract/cluster-provider.ts';
import { testCli } from '../helpers/cli-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MINE = `contexts:
- {name: mine, context: {cluster: mine, user: mine}}
current-context: mine
`;

clusterProviderContract('embedded, as a process of its own', {
  owned: true,
  open: () => {
    const temp = tempFolder();
    const file = join(temp.path, 'kubeconfig');
    writeFileSync(file, MINE);
    const { context: cli } = testCli(temp.path, { KUBECONFIG: file });
    const provider = embeddedOf(cli, { name: 'contract' });
    const place = { env: cli.env, home: cli.home };
    return {
      provider,
      currentContext: () => Promise.resolve(userKubeconfig(place, systemClock).current() ?? ''),
      async close() {
        await provider.delete({ signal: cli.signal, output: { command: () => {}, line: () => {} } });
        temp[Symbol.dispose]();
      },
    };
  },
});

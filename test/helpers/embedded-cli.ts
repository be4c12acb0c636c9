import assert from 'node:assert/strict';
import { join } from 'node:path';

import { processStartTime } from '../../src/exec/process-start-time.ts';
import { type TestCli, testCli } from './cli-context.ts';
import { eventually } from './eventually.ts';
import { tempFolder } from './temp-folder.ts';

/** What `cluster status -o json` tells of one. */
interface Report {
  readonly state: string;
  readonly problem?: string;
  readonly nodes: readonly string[];
  readonly server: string;
  readonly pid: number;
  readonly process: string;
  readonly memoryBytes: number;
}

type Outcome = ReturnType<TestCli['run']>;

/** A person with a home, a kubeconfig and a state folder of their own, and the embedded cluster `t`. */
export interface EmbeddedCli {
  readonly cli: TestCli;
  readonly state: string;
  readonly kubeconfig: string;
  /** The folder of the cluster's own files. */
  readonly files: string;
  readonly create: (...flags: string[]) => Outcome;
  readonly remove: () => Outcome;
  readonly report: () => Promise<Report>;
  /** Ends the process that serves the cluster, and waits until it is gone. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
  [Symbol.dispose](): void;
}

export function embeddedCli(): EmbeddedCli {
  const temp = tempFolder();
  const state = join(temp.path, 'state');
  const kubeconfig = join(temp.path, 'kubeconfig');
  const cli = testCli(temp.path, { XDG_STATE_HOME: state, KUBECONFIG: kubeconfig });
  const report = async (): Promise<Report> => {
    const { out } = await cli.run('cluster', 'status', 't', '-o', 'json');
    const [only]: Report[] = JSON.parse(out);
    assert.ok(only, out);
    return only;
  };
  return {
    cli,
    state,
    kubeconfig,
    files: join(state, 'minisched', 'embedded-t', 'cluster'),
    create: (...flags) => cli.run('cluster', 'create', 't', '--provider', 'embedded', ...flags),
    remove: () => cli.run('cluster', 'delete', 't', '--provider', 'embedded'),
    report,
    async kill(signal = 'SIGKILL') {
      const { pid } = await report();
      process.kill(pid, signal);
      await eventually(() => processStartTime(pid) === undefined, 'the process is gone');
    },
    [Symbol.dispose]: () => {
      temp[Symbol.dispose]();
    },
  };
}

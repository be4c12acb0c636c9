import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Program } from '../../src/trials/program.ts';
import { findProgram, missing, missingForGo } from './require-tools.ts';
import { missingForPython, pythonWithClient } from './template-project.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURES = join(ROOT, 'test', 'fixtures', 'schedulers');
const GO = join(FIXTURES, 'go');

/** A scheduler that the trials are shown on. */
export interface Reference {
  readonly id: string;
  /** The head of its column. */
  readonly title: string;
  /** What it is, in a line. */
  readonly what: string;
  /** Why it cannot run here. */
  readonly skip: string | false;
  /** Builds what has to be built into a folder; the program runs there. */
  prepare(folder: string): Program;
}

/** The shapes that workshops and blog posts give a scheduler, this program's own, and the real one. */
export function references(): readonly Reference[] {
  const noGo = missingForGo(GO);
  return [
    {
      id: 'least-loaded',
      title: 'least-loaded',
      what: '120 lines of Go on client-go: watch, Added only, a list of pods for each node (`go/least-loaded`)',
      skip: noGo,
      prepare: (folder) => goProgram('least-loaded', folder),
    },
    {
      id: 'weighted',
      title: 'weighted, polls',
      what: 'Python: every three seconds, by a label of the nodes, no event (`weighted.py`)',
      skip: missingForPython(),
      prepare: (folder) => program(`exec '${pythonWithClient()}' '${join(FIXTURES, 'weighted.py')}'`, folder),
    },
    {
      id: 'random-watch',
      title: 'random, watch',
      what: 'Go: any node, watch, Added only (`go/random-watch`)',
      skip: noGo,
      prepare: (folder) => goProgram('random-watch', folder),
    },
    {
      id: 'random-informer',
      title: 'random, informer',
      what: 'Go: any ready node, informers and a channel (`go/random-informer`)',
      skip: noGo,
      prepare: (folder) => goProgram('random-informer', folder),
    },
    {
      id: 'serve',
      title: 'minisched serve',
      what: 'this program: `kubectl minisched serve`',
      skip: false,
      prepare: (folder) =>
        program(`exec '${process.execPath}' '${join(ROOT, 'src/launcher.ts')}' serve`, folder),
    },
    {
      id: 'kube-scheduler',
      title: 'kube-scheduler',
      what: "Kubernetes' own, with a profile of that name",
      skip: missing('kube-scheduler'),
      prepare: kubeScheduler,
    },
  ];
}

function program(run: string, folder: string): Program {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return {
    run,
    folder,
    schedulerName: 'workshop-scheduler',
    env: { ...env, HOME: folder, XDG_STATE_HOME: folder },
  };
}

function goProgram(name: string, folder: string): Program {
  const file = join(folder, name);
  const { status, stderr } = spawnSync('go', ['build', '-o', file, `./${name}`], {
    cwd: GO,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return program(`exec '${file}'`, folder);
}

/** Its configuration names the kubeconfig, which it is told only when it starts. */
function kubeScheduler(folder: string): Program {
  const config = join(folder, 'kube-scheduler.yaml');
  writeFileSync(
    config,
    `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection:
  leaderElect: false
profiles:
- schedulerName: workshop-scheduler
clientConnection:
`,
  );
  const file = findProgram('kube-scheduler') ?? 'kube-scheduler';
  const own = `${config}.own`;
  const line = `(cat '${config}'; echo "  kubeconfig: $KUBECONFIG") > '${own}' && exec '${file}' --config '${own}' --secure-port 0`;
  return program(line, folder);
}

import type { ExportWords } from './words.ts';

/** English: what other languages fall back to. */
export const ENGLISH_WORDS: ExportWords = {
  lang: 'en',
  title: 'A Kubernetes scheduler of your own',
  description:
    'Watch a scheduler place pods, stop it and see a pod hang without a single event, block every node and free them again.',
  minutes: (minutes) => `about ${minutes} minutes`,
  checks: '**Check** passes when this is true:',
  hints: 'Stuck?',
  questions: 'What you might wonder',
  answer: 'Answer',
  waitFor: (what) => `Wait a moment, until this is true: _${what}_.`,
  wait: 'Wait so long, and see what does not happen:',
  clear: 'First remove what earlier steps left:',
  secondTab:
    '**In Tab 2** (the `+`{{}} beside Tab 1 opens it) start your scheduler. It goes on running there, and says in its own words what it does:',
  secondTabAgain: '**In Tab 2**, this stops your scheduler, and starts it as it is wanted now:',
  secondTabStop: '**In Tab 2**, stop your scheduler with Ctrl-C (a click on this does it):',
  firstTab: 'Now **in Tab 1**:',
  configuration: 'This becomes the configuration of your scheduler; one that runs with it reads it again:',
  verdicts: 'Each node with its verdict, and the reason:',
  killercodaIntro: `The cluster that you make in step 1 is **embedded**: kubectl-minisched serves the API in a process of its own, and its four nodes are **simulated**. kubectl and your scheduler
work on it as on any other cluster; only where a real kubelet starts containers, a simulated one says so and starts none. (The Kubernetes that comes with this machine
has one node, which is too few to choose from. It is not touched.)

The terminal says when everything is installed. Lines that you can click on are run in the tab that you look at.`,
  killercodaInstalling: 'Installing kubectl-minisched; this takes a minute or two',
  killercodaReady: 'Ready. kubectl minisched --help shows what there is.',
  killercodaFailed: 'It could not be installed. The last lines of what was tried:',
  killercodaFinish: `You have seen what a scheduler does, and what happens while it does not.

- \`kubectl minisched workshop\`{{}} plays the same steps, and more, on a full screen, on your own machine: on a real cluster of kind, or on an embedded one.
- \`kubectl minisched workshop run --verify\`{{}} plays them in one go and collects evidence to hand in.
- \`kubectl minisched init DIR\`{{}} begins a scheduler of your own.`,
  site: {
    intro:
      'You create a cluster of four nodes, watch your own scheduler place pods, stop it and see a pod hang without a single event, start it and see that nothing was lost, block every node and free them again. You can read these pages alone, type along, or have the steps played for you.',
    core: 'The workshop',
    more: 'And more',
    step: (number) => `Step ${number}`,
    previous: 'Back',
    next: 'Next',
    checks: 'This is true at the end',
    copy: 'Copy',
    copied: 'Copied',
    schedulerStart: 'In a second terminal, start your scheduler (one that runs there is stopped first):',
    schedulerStop: 'In the second terminal, stop your scheduler with Ctrl-C.',
    schedulerConfigure: (file) =>
      `Copy \`${file}\` over the file that your scheduler was started with; it reads it again.`,
    ensureCluster:
      'The cluster, if there is none yet (`kind` instead of `embedded` where Docker and kind are there):',
    hold: (time, what) => `For ${time} this stays true: _${what}_.`,
    picture: (resource) => `Look how much \`${resource}\` is asked for on each node, and by which pods:`,
    trace: (pod) => `What happened to \`${pod}\`, in order:`,
    verdictsOf: (pod) => `What the scheduler thinks of each node for \`${pod}\`:`,
    playAll: 'All of it, played for you:',
    playStep: 'Have this step played for you, and checked:',
    examples:
      'Names of nodes, the context and amounts of cpu on these pages are those of an embedded cluster called sched-workshop.',
    onKind: 'on a kind cluster',
    onEmbedded: 'on an embedded cluster',
    onOther: 'on another cluster',
    withPolicy: (policy) => `with --policy ${policy}`,
    withoutCluster: 'while there is no cluster',
    ifTrue: (line) => `only where this succeeds: ${line}`,
    picturesOf: [
      'The workshop on a full screen: the steps, the commands with their output, and what the scheduler says',
      'The screen of kubectl minisched serve: nodes, decisions, and a pod that waits, with the reason',
      'The page of one pod: each node with its verdict and its score',
    ],
  },
};

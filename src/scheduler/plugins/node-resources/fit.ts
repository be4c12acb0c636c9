import { requestsOf } from '../../../api/pod-requests.ts';
import type { Plugin } from '../../framework/plugin.ts';
import { LEAST_REQUESTS } from '../../framework/pod-requests.ts';
import { DEFAULT_RESOURCES, type NodeResourcesFitArgs } from './args.ts';
import { fitHints } from './fit-hints.ts';
import { lacksText, remedyText } from './lacks.ts';
import { allocationScorer } from './scoring-strategy.ts';
import { rejectionOf, type Want, wantsOf } from './wants.ts';

/**
 * Room for what the pod asks for, and a score by how full the node would be (upstream: plugins/noderesources/fit.go).
 * Resources that a device class stands for (DRA) are not delegated: there is no plugin for them here.
 */
export function nodeResourcesFit(
  args: NodeResourcesFitArgs = {},
): Plugin<readonly Want[], readonly number[]> {
  const { scoringStrategy = { type: 'LeastAllocated', resources: DEFAULT_RESOURCES } } = args;
  const { resources } = scoringStrategy;
  const scorer = allocationScorer(scoringStrategy);
  return {
    name: 'NodeResourcesFit',
    requeueOn: fitHints(),

    preFilter: (pod) => ({ state: wantsOf(pod, args) }),
    filter: (_pod, node, wants) => rejectionOf(node, wants),
    explain: (_pod, node, wants) => lacksText(node, wants),
    wayOut: (_pod, node, wants) => remedyText(node, wants),

    preScore(pod) {
      // what the pod asks for as a whole does not count here, although it does for the pods on the node (kubernetes/kubernetes, NewFit)
      const requests = requestsOf(pod, { podLevel: false, missing: LEAST_REQUESTS });
      return { state: resources.map(({ name }) => requests.get(name) ?? 0) };
    },
    score: (_pod, node, requests) => scorer(node, requests),
  };
}

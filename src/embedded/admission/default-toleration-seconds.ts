import { typed } from '../api/stored-object.ts';
import type { Pod, PodSpec } from '../data/types.ts';
import type { AdmissionPlugin } from './contract.ts';
import { isAbout } from './request.ts';

const TOLERATION_SECONDS = 300;
const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Every pod stays five minutes on a node that is lost (plugin/pkg/admission/defaulttolerationseconds). */
export function defaultTolerationSeconds(): AdmissionPlugin {
  return {
    operations: ['CREATE', 'UPDATE'],
    mutate: (request) => {
      if (!request.draft || !isAbout(request, 'pods')) return;
      const { spec } = typed<Pod>(request.draft);
      if (!spec) return;
      const missing = TAINTS.filter((key) => !tolerates(spec, key));
      if (missing.length > 0) (spec.tolerations ??= []).push(...missing.map(toleration));
    },
  };
}

function tolerates({ tolerations = [] }: PodSpec, taint: string): boolean {
  return tolerations.some(
    ({ key = '', effect = '' }) => ['', taint].includes(key) && ['', 'NoExecute'].includes(effect),
  );
}

function toleration(key: string): NonNullable<PodSpec['tolerations']>[number] {
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS };
}

import { typed } from '../api/stored-object.ts';
import type { Pod } from '../data/types.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { isAbout, refused } from './request.ts';

/** Runtime classes are not served, so none is ever found (plugin/pkg/admission/runtimeclass). */
export function runtimeClass(): AdmissionPlugin {
  return {
    operations: ['CREATE'],
    mutate: (request) => {
      const name = podOf(request)?.spec?.runtimeClassName;
      if (name === undefined) return;
      throw refused(request, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
    },
    validate: (request) => {
      if (podOf(request)?.spec?.overhead === undefined) return;
      throw refused(
        request,
        'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
      );
    },
  };
}

function podOf(request: AdmissionRequest): Pod | undefined {
  return request.draft && isAbout(request, 'pods') ? typed<Pod>(request.draft) : undefined;
}

import { forbidden, type StatusError } from '../api/status.ts';
import type { AdmissionRequest } from './contract.ts';

/** Whether a request is about this kind (`pods`, `storageclasses.storage.k8s.io`), and about this subresource of it ('': none). */
export function isAbout({ target }: AdmissionRequest, qualified: string, subresource = ''): boolean {
  return target.resource.qualified === qualified && (target.subresource ?? '') === subresource;
}

/** 403 in the words of a plugin (`NewForbidden`, apiserver/pkg/admission/errors.go). */
export function refused({ target, draft }: AdmissionRequest, why: string): StatusError {
  const { name, generateName } = draft?.metadata ?? {};
  // a name that is generated is not known yet
  return forbidden(target.resource, target.name || name || generateName || 'Unknown', why);
}

import type { WriteContext } from '../api/caller.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { Store } from '../store/store.ts';
import type { Target } from '../verbs/contract.ts';

/** A write on its way to the store. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly target: Target;
  /** What would be stored; missing for DELETE. `mutate` may change it. */
  readonly draft?: StoredObject;
  /** What is stored; missing for CREATE. */
  readonly old?: StoredObject;
  readonly context: WriteContext;
}

/** The admission plugins that kube-apiserver has on by default, in its order (pkg/kubeapiserver/options/plugins.go). */
export interface Admission {
  /** After defaults, before validation. Throws `StatusError`, most often 403. */
  mutate(request: AdmissionRequest): void;
  /** After validation, before the store. */
  validate(request: AdmissionRequest): void;
}

/** The plugins that matter for the kinds that are served. They read other objects (namespaces, priority classes, …) from `store`. */
export function createAdmission(_store: Store): Admission {
  throw new Error('not written yet');
}

import type { WriteContext } from '../api/caller.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { Target } from '../api/verbs.ts';

/** What is done to an object: a patch is an UPDATE, the create of a subresource (`pods/binding`) a CREATE. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** A write on its way to the store. */
export interface AdmissionRequest {
  readonly operation: Operation;
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

/** One of them. It is asked about the operations that it names, and only about those. */
export interface AdmissionPlugin extends Partial<Admission> {
  readonly operations: readonly Operation[];
}

import type { StoredObject } from '../../api/stored-object.ts';
import type { Pod, PodTemplateSpec } from '../../data/types.ts';
import { hasCause } from '../runtime/client.ts';
import type { ControllerContext } from '../runtime/controller.ts';
import { PODS, type Kind } from '../runtime/kinds.ts';
import { controllerRef, nameOf } from '../runtime/owners.ts';

/** Creates and deletes the pods of one kind of owner, with its events (`RealPodControl`, pkg/controller/controller_utils.go). */
export class PodControl<O extends StoredObject> {
  readonly #context: ControllerContext;
  readonly #kind: Kind<O>;

  constructor(context: ControllerContext, kind: Kind<O>) {
    this.#context = context;
    this.#kind = kind;
  }

  /** A pod from the template, named after its owner unless `change` says otherwise. Throws what the API refuses with. */
  create(owner: O, template: PodTemplateSpec, change: (pod: Pod) => Pod = (pod) => pod): Pod {
    const pod = change(podOf(template, owner, this.#kind));
    try {
      const created = this.#context.client.create(PODS, pod);
      this.#context.event(this.#kind, owner, 'Normal', 'SuccessfulCreate', `Created pod: ${nameOf(created)}`);
      return created;
    } catch (error) {
      if (!hasCause(error, 'NamespaceTerminating')) {
        const why = error instanceof Error ? error.message : String(error);
        this.#context.event(this.#kind, owner, 'Warning', 'FailedCreate', `Error creating: ${why}`);
      }
      throw error;
    }
  }

  /** Throws what the API refuses with; a pod that is gone is fine. */
  delete(owner: O, pod: Pod): void {
    try {
      if (!this.#context.client.delete(PODS, pod)) return;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#context.event(this.#kind, owner, 'Warning', 'FailedDelete', `Error deleting: ${why}`);
      throw new Error(`unable to delete pods: ${why}`, { cause: error });
    }
    this.#context.event(this.#kind, owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`);
  }
}

/** `GetPodFromTemplate`. */
export function podOf<O extends StoredObject>(template: PodTemplateSpec, owner: O, kind: Kind<O>): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const prefix = `${nameOf(owner)}-`;
  const { namespace } = owner.metadata;
  return {
    metadata: {
      // a name of up to 253 characters with a dash and five more would be too long
      generateName: prefix.length > 253 ? nameOf(owner) : prefix,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels ? { labels: { ...labels } } : {}),
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ...(finalizers ? { finalizers: [...finalizers] } : {}),
      ownerReferences: [controllerRef(kind, owner)],
    },
    ...(template.spec ? { spec: template.spec } : {}),
  };
}

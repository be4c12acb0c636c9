import { typed, type StoredObject } from '../../api/stored-object.ts';
import type { Pod } from '../../data/types.ts';
import type { Change, Store } from '../../store/store.ts';
import { PODS, type Kind } from '../runtime/kinds.ts';
import { ObjectIndex } from '../runtime/object-index.ts';
import { controllerOf } from '../runtime/owners.ts';

/** The word under which an index by owner has the objects of a namespace that no controller owns. */
export function orphansOf(namespace: string | undefined): string {
  return `orphans of ${namespace ?? ''}`;
}

/** Objects by the uid of the controller that owns them, or as orphans of their namespace. */
export function indexByOwner<T extends StoredObject>(
  store: Store,
  { info }: Kind<T>,
  onChange?: (word: string, object: T) => void,
): ObjectIndex<T> {
  return new ObjectIndex<T>({
    store,
    storage: info.storage,
    wordsOf: (object) => [controllerOf(object)?.uid ?? orphansOf(object.metadata.namespace)],
    onChange: (word, { entry }) => {
      onChange?.(word, typed<T>(entry.object));
    },
  });
}

/** Pods by the node that they are bound to. */
export function indexByNode(
  store: Store,
  onChange?: (node: string, change: Change) => void,
): ObjectIndex<Pod> {
  return new ObjectIndex<Pod>({
    store,
    storage: PODS.info.storage,
    wordsOf: ({ spec }) => (spec?.nodeName ? [spec.nodeName] : []),
    ...(onChange ? { onChange } : {}),
  });
}

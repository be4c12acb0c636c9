import type { StoredObject } from '../../api/stored-object.ts';

/** One owner as an object names it. */
export interface Edge {
  readonly owner: string;
  /** The owner may not go before this object (`blockOwnerDeletion`). */
  readonly blocks: boolean;
}

/** Which objects name which owners (pkg/controller/garbagecollector/graph.go). Objects are known by a key of ours, owners by their uid. */
export class OwnerGraph {
  readonly #edges = new Map<string, readonly Edge[]>();
  readonly #dependents = new Map<string, Set<string>>();

  /** Takes in an object as it is now; true when its owners are other ones than before. */
  put(key: string, { metadata }: StoredObject): boolean {
    const now = (metadata.ownerReferences ?? []).map(({ uid, blockOwnerDeletion }) => ({
      owner: uid,
      blocks: blockOwnerDeletion ?? false,
    }));
    const before = this.#edges.get(key) ?? [];
    if (before.length === now.length && before.every((edge, at) => isEqual(edge, now[at]))) return false;
    this.remove(key);
    if (now.length > 0) this.#edges.set(key, now);
    for (const { owner } of now) {
      const keys = this.#dependents.get(owner);
      if (keys) keys.add(key);
      else this.#dependents.set(owner, new Set([key]));
    }
    return true;
  }

  /** Forgets an object; what its owners were. */
  remove(key: string): readonly Edge[] {
    const edges = this.#edges.get(key) ?? [];
    for (const { owner } of edges) {
      const keys = this.#dependents.get(owner);
      keys?.delete(key);
      if (keys?.size === 0) this.#dependents.delete(owner);
    }
    this.#edges.delete(key);
    return edges;
  }

  /** The keys of the objects that name this owner. */
  dependents(owner: string): readonly string[] {
    return [...(this.#dependents.get(owner) ?? [])];
  }

  /** Those that must go before it. */
  blockers(owner: string): readonly string[] {
    return this.dependents(owner).filter((key) =>
      this.#edges.get(key)?.some((edge) => edge.owner === owner && edge.blocks),
    );
  }

  /** The owners that an object names. */
  owners(key: string): readonly Edge[] {
    return this.#edges.get(key) ?? [];
  }
}

function isEqual(a: Edge, b: Edge | undefined): boolean {
  return a.owner === b?.owner && a.blocks === b.blocks;
}

/** One condition on a label, of a `LabelSelector`. `values` is empty or missing for Exists and DoesNotExist. */
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** Which objects, by their labels: all conditions hold. The empty selector matches everything, an absent one nothing (meta/v1). */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

/** One condition on a node's label (or on its `metadata.name`). Gt and Lt compare as integers. */
export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: LabelSelectorRequirement['operator'] | 'Gt' | 'Lt';
  readonly values?: readonly string[];
}

/** All conditions hold; a term without any matches nothing. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

/** One of the terms matches. */
export interface NodeSelector {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

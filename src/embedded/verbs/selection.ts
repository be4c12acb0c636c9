import type { Entry } from '../api/entry.ts';
import type { AttributeReader } from './attributes.ts';
import type { ListParams, Target } from '../api/verbs.ts';
import {
  exactValue,
  fieldsMatch,
  parseFieldSelector,
  resolveFields,
  type FieldTerm,
} from './field-selector.ts';
import { labelsMatch, parseLabelSelector, type Requirement } from './label-selector.ts';

/** What a client selects by, read but not yet understood: the server checks the other parameters before it looks at the fields. */
export interface SelectorTerms {
  readonly labels: readonly Requirement[];
  readonly fields: readonly FieldTerm[];
}

/** Throws `StatusError` 400 for a selector that is none. */
export function readSelectors({
  labelSelector = '',
  fieldSelector = '',
}: Pick<ListParams, 'labelSelector' | 'fieldSelector'>): SelectorTerms {
  return { labels: parseLabelSelector(labelSelector), fields: parseFieldSelector(fieldSelector) };
}

/** Which objects of a kind a list or a watch is about (apiserver/pkg/storage/selection_predicate.go). */
export class Selection {
  readonly #labels: readonly Requirement[];
  readonly #fields: readonly FieldTerm[];
  readonly #read: AttributeReader;
  /** Missing: all. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;

  /** Throws `StatusError` 400 for a field that the kind does not know. */
  constructor(target: Target, { labels, fields }: SelectorTerms, read: AttributeReader) {
    this.#labels = labels;
    this.#fields = resolveFields(fields, target.resource);
    this.#read = read;
    this.namespace = target.namespace ?? this.exact('metadata.namespace');
    this.name = target.name ?? this.exact('metadata.name');
  }

  /** Whether no selector was given. */
  get everything(): boolean {
    return this.#labels.length === 0 && this.#fields.length === 0;
  }

  /** The one value that a field must have. */
  exact(field: string): string | undefined {
    return exactValue(this.#fields, field);
  }

  /** By the selectors only; namespace and name of the request are not looked at. */
  matches(entry: Entry): boolean {
    const attributes = this.#read(entry);
    if (this.#labels.length > 0 && !labelsMatch(this.#labels, attributes.labels)) return false;
    return this.#fields.length === 0 || fieldsMatch(this.#fields, attributes.fields);
  }
}

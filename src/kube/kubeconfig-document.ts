import { type Document, isMap, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml';

import { UserError } from '../lib/errors.ts';

/** The lists of a kubeconfig whose entries have names. */
const LISTS = ['clusters', 'contexts', 'users'] as const;
type List = (typeof LISTS)[number];

/** How kubectl and kind write it. */
const STYLE = { indentSeq: false, lineWidth: 0 } as const;

/** One kubeconfig file, edited in place: comments and entries that nobody asked about stay as they are. */
export class KubeconfigDocument {
  readonly #document: Document;

  /** Throws a `UserError` that names `file` when the text is no kubeconfig. An empty text is an empty one. */
  constructor(text: string, file: string) {
    this.#document = parseDocument(text);
    const [error] = this.#document.errors;
    const { contents } = this.#document;
    if (error) throw malformed(file, error.message.split('\n', 1)[0] ?? '');
    if (contents !== null && !isMap(contents)) throw malformed(file, 'it is not a YAML mapping');
  }

  get currentContext(): string | undefined {
    const current = this.#document.get('current-context');
    return typeof current === 'string' && current !== '' ? current : undefined;
  }

  set currentContext(name: string | undefined) {
    this.#document.set('current-context', name ?? '');
  }

  /** The server of a context's cluster; undefined when either is not in this file. */
  serverOf(context: string): string | undefined {
    const cluster = this.#find('contexts', context)?.getIn(['context', 'cluster']);
    if (typeof cluster !== 'string') return undefined;
    const server = this.#find('clusters', cluster)?.getIn(['cluster', 'server']);
    return typeof server === 'string' ? server : undefined;
  }

  hasContext(name: string): boolean {
    return this.#find('contexts', name) !== undefined;
  }

  /** Adds the entries of another one, in place of those of the same name, and makes its context current. */
  merge(other: KubeconfigDocument): void {
    for (const key of ['apiVersion', 'kind'])
      if (!this.#document.has(key)) this.#document.set(key, other.#document.get(key));
    for (const list of LISTS) for (const entry of other.#entries(list)) this.#put(list, entry);
    this.currentContext = other.currentContext;
  }

  /** Removes the entries of this name; the context is not current any more. False when there was nothing of it. */
  remove(name: string): boolean {
    const removed = LISTS.map((list) => this.#remove(list, name));
    const wasCurrent = this.currentContext === name;
    if (wasCurrent) this.currentContext = undefined;
    return wasCurrent || removed.includes(true);
  }

  toString(): string {
    return this.#document.toString(STYLE);
  }

  #find(list: List, name: string): YAMLMap | undefined {
    return this.#entries(list).find((entry) => entry.get('name') === name);
  }

  #entries(list: List): YAMLMap[] {
    const items = this.#document.get(list);
    return isSeq(items) ? items.items.filter((item) => isMap(item)) : [];
  }

  #put(list: List, entry: YAMLMap): void {
    // kubectl writes `clusters: null` into a config without any
    if (!isSeq(this.#document.get(list))) this.#document.set(list, new YAMLSeq());
    const all = this.#document.get(list);
    if (!isSeq(all)) return;
    // `[]`, as an empty list is written, would go on as one long line
    if (all.items.length === 0) all.flow = false;
    const at = all.items.findIndex((item) => isMap(item) && item.get('name') === entry.get('name'));
    if (at < 0) all.add(entry);
    else all.set(at, entry);
  }

  #remove(list: List, name: string): boolean {
    const items = this.#document.get(list);
    if (!isSeq(items)) return false;
    const kept = items.items.filter((item) => !(isMap(item) && item.get('name') === name));
    const removed = kept.length < items.items.length;
    items.items = kept;
    return removed;
  }
}

function malformed(file: string, why: string): UserError {
  return new UserError(`the kubeconfig ${file} is malformed: ${why}`, {
    next: `mend it, or look at it with: kubectl config view --kubeconfig ${file}`,
  });
}

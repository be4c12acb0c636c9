import type { ListResult } from '../../api/verbs.ts';

/** Something to answer with, which makes only the form that is asked for. */
export interface Encodable {
  /** What it is, as JSON has it. */
  object(): object;
  /** Its JSON in pieces. */
  text(): Iterable<string>;
}

/** An object; `text` where its JSON is there already. */
export function single(object: object, text?: string): Encodable {
  return { object: () => object, text: () => [text ?? JSON.stringify(object)] };
}

/** A list of a kind: the JSON that is stored goes out as it is, without the kind that the list names. */
export function listOf(kind: string, apiVersion: string, result: ListResult): Encodable {
  const head = { kind: `${kind}List`, apiVersion, metadata: listMeta(result) };
  const prefix = `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`;
  return {
    object: () => ({ ...head, items: result.entries.map(({ object }) => withoutKind(object)) }),
    *text() {
      yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
      for (const [index, { text, object }] of result.entries.entries()) {
        const item = text.startsWith(prefix)
          ? `{${text.slice(prefix.length)}`
          : JSON.stringify(withoutKind(object));
        yield index === 0 ? item : `,${item}`;
      }
      yield ']}';
    },
  };
}

/** What a list says of itself, in the order of Go's ListMeta. */
export function listMeta({ resourceVersion, continue: token, remainingItemCount }: ListResult): object {
  return {
    resourceVersion,
    ...(token === undefined ? {} : { continue: token }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
}

function withoutKind({
  kind: _kind,
  apiVersion: _apiVersion,
  ...rest
}: {
  kind?: string;
  apiVersion?: string;
}): object {
  return rest;
}

/** A piece of a body. */
export type Chunk = string | Buffer;

/** What is to be sent. */
export interface Answer {
  readonly status: number;
  /** Beside those that every answer has. A list is sent as several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** In one piece, in pieces that are made while they are sent, or in pieces that come when they come: a watch. */
  readonly body: Chunk | Iterable<Chunk> | AsyncIterable<Chunk>;
  /** Called when the client went away before the end. */
  readonly abandoned?: () => void;
}

/** `ok`, `404 page not found`: what is no object of the API. */
export function textAnswer(status: number, text: string): Answer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return { status, headers, body: text };
}

/** What nobody serves. */
export function pageNotFound(): Answer {
  return textAnswer(404, '404 page not found\n');
}

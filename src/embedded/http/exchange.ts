import type { IncomingMessage } from 'node:http';

import type { User } from '../api/caller.ts';
import type { Query } from './requests/query.ts';
import type { RequestInfo } from './requests/request-info.ts';
import type { ServerOptions } from './server.ts';

/** One request whose sender is known and may do what it asks for. */
export interface Exchange {
  readonly options: ServerOptions;
  readonly request: IncomingMessage;
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly query: Query;
  readonly info: RequestInfo;
  readonly user: User;
  /** What the answer warns of, even when it is a refusal. */
  readonly warnings: string[];
}

/** A header of the request; empty where there is none. */
export function header({ request }: Pick<Exchange, 'request'>, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

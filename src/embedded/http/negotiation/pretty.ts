import { header, type Exchange } from '../exchange.ts';
import { first } from '../requests/query.ts';

const PEOPLE = ['curl', 'Wget', 'Mozilla/5.0'];
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Whether somebody reads the answer with their own eyes (`isPrettyPrint`, handlers/negotiation/negotiate.go). */
export function wantsPretty(exchange: Pick<Exchange, 'request' | 'query'>): boolean {
  const asked = first(exchange.query, 'pretty') ?? '';
  if (asked !== '') return TRUE.has(asked);
  const agent = header(exchange, 'user-agent');
  return PEOPLE.some((prefix) => agent.startsWith(prefix));
}

import { ApiError } from '../api/errors.ts';
import type { Answer } from './exchange.ts';

/** The part of `meta.k8s.io/v1 Status` that says what went wrong. */
export interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly retryAfterSeconds?: number };
}

/** Kubernetes' words for the codes that proxies and load balancers answer without a Status. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Gone',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** The error that an answer with an error status is, whoever on the way gave it. */
export function apiFailure({ status, text, retryAfter }: Answer): ApiError {
  const parsed = parseStatus(text);
  const seconds = Number(retryAfter ?? parsed?.details?.retryAfterSeconds ?? Number.NaN);
  return new ApiError(
    status,
    parsed?.reason || REASONS[status] || 'Unknown',
    parsed?.message || `the server answered ${status}: ${firstWords(text)}`,
    Number.isFinite(seconds) ? seconds : undefined,
  );
}

/** The error that an ERROR event in a watch carries. */
export function statusFailure(status: Status): ApiError {
  const code = status.code ?? 500;
  return new ApiError(
    code,
    status.reason || REASONS[code] || 'Unknown',
    status.message || `the watch ended with status ${code}`,
    status.details?.retryAfterSeconds,
  );
}

function parseStatus(text: string): Status | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const body: Status & { readonly kind?: string } = JSON.parse(text);
    return body.kind === 'Status' ? body : undefined;
  } catch {
    // not ours then: the text itself is shown
    return undefined;
  }
}

function firstWords(text: string): string {
  const words = text
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  if (words === '') return 'no explanation';
  return words.length > 200 ? `${words.slice(0, 200)} …` : words;
}

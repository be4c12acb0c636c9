import { StatusError } from '../../api/status.ts';
import type { Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import { refusal } from '../answers/refuse.ts';
import { warningHeaders } from '../answers/warnings.ts';
import { header, type Exchange } from '../exchange.ts';

/** Kinds that are on their way out, with what their users are told (apiserver/pkg/endpoints/deprecation; api/core/v1 zz_generated.prerelease-lifecycle.go). */
const DEPRECATED: Readonly<Record<string, string>> = {
  'v1/endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

/**
 * The answer of an address, with a warning before all others where its kind is deprecated: refusals too carry it (`AddWarningsHandler`,
 * apiserver/pkg/endpoints/installer.go). Throws `StatusError` for other kinds.
 */
export async function withDeprecation(
  exchange: Exchange,
  { resource }: Target,
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  const warning = DEPRECATED[`${resource.groupVersion}/${resource.plural}`];
  if (warning === undefined) return await answer();
  const first = warningHeaders([warning]);
  try {
    const { headers, ...rest } = await answer();
    const others = headers['Warning'] ?? [];
    return { ...rest, headers: { ...headers, Warning: [...first, ...[others].flat()] } };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return refusal(error.status, header(exchange, 'accept'), { Warning: first });
  }
}

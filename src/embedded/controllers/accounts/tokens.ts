import type { SignSecretToken } from '../../auth/contract.ts';
import type { Secret, ServiceAccount } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { SECRETS, SERVICE_ACCOUNTS } from '../runtime/kinds.ts';
import { keyOfObject, nameOf, uidOf } from '../runtime/owners.ts';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** What the secrets get. */
export interface TokenParts {
  /** PEM. */
  readonly ca: string;
  readonly signToken: SignSecretToken;
}

/** Fills in the secrets of type `kubernetes.io/service-account-token` (pkg/controller/serviceaccount/tokens_controller.go). */
export function startTokens(parts: ControllerParts, { ca, signToken }: TokenParts): Running {
  const context = new ControllerContext(parts, 'tokens-controller');
  const { client } = context;
  const queue = context.queue((key) => {
    const secret = client.byKey(SECRETS, key);
    if (!secret || secret.type !== TYPE || secret.metadata.deletionTimestamp) return;
    const account = accountOf(secret);
    if (!account) client.delete(SECRETS, secret);
    else if (isIncomplete(secret)) client.update(SECRETS, filled(secret, account));
  });

  /** Undefined when it is gone, or another has its name. */
  function accountOf({ metadata }: Secret): ServiceAccount | undefined {
    const account = client.get(
      SERVICE_ACCOUNTS,
      metadata.namespace,
      metadata.annotations?.[ACCOUNT_NAME] ?? '',
    );
    const uid = metadata.annotations?.[ACCOUNT_UID];
    return account && (!uid || uid === uidOf(account)) ? account : undefined;
  }

  function filled(secret: Secret, account: ServiceAccount): Secret {
    const { annotations, namespace = '' } = secret.metadata;
    const data = {
      ...secret.data,
      'ca.crt': base64(ca),
      namespace: base64(namespace),
      token: secret.data?.['token'] ?? base64(signToken(account, secret)),
    };
    const metadata = { ...secret.metadata, annotations: { ...annotations, [ACCOUNT_UID]: uidOf(account) } };
    return { ...secret, metadata, data };
  }

  context.follow(SERVICE_ACCOUNTS, ({ type, entry: { object } }) => {
    if (type === 'MODIFIED') return;
    for (const secret of client.list(SECRETS, object.metadata.namespace))
      if (secret.metadata.annotations?.[ACCOUNT_NAME] === nameOf(object)) queue.add(keyOfObject(secret));
  });
  context.feed(SECRETS, queue);
  return context;
}

function isIncomplete({ data = {}, metadata }: Secret): boolean {
  return ['ca.crt', 'namespace', 'token'].some((key) => !data[key]) || !metadata.annotations?.[ACCOUNT_UID];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

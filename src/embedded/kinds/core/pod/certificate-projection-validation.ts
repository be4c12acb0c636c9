import { invalid, notSupported, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import type { ClusterTrustBundleProjection, PodCertificateProjection } from '../../../data/types.ts';
import { labelSelectorErrors } from '../../common/label-selector.ts';
import { annotationsErrors } from '../../common/metadata.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from '../../../../api/names.ts';
import { missingErrors, when, wordErrors } from './checks.ts';
import { localPathErrors, userErrors } from './file-paths.ts';
import type { Taken } from './projected-validation.ts';

const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const MIN_SECONDS = 3600;
const MAX_SECONDS = 91 * 24 * 60 * 60;
const MAX_KUBERNETES_SECONDS = 24 * 60 * 60;
const MAX_DOMAIN = 253;
const MAX_SIGNER = 571;

/** A trust bundle among the sources of a projected volume (`validateProjectionSources`, pkg/apis/core/validation). */
export function bundleErrors(bundle: ClusterTrustBundleProjection, path: string, taken: Taken): FieldError[] {
  const { path: file } = bundle;
  return [
    ...bundleReferenceErrors(bundle, path),
    ...missingErrors(file, `${path}.path`),
    ...userErrors(bundle.user, `${path}.user`),
    ...localPathErrors(file, `${path}.path`),
    ...taken(file),
  ];
}

function bundleReferenceErrors(bundle: ClusterTrustBundleProjection, path: string): FieldError[] {
  const { name, signerName, labelSelector } = bundle;
  if (name !== undefined && signerName !== undefined) {
    return [invalid(path, bundle, 'only one of name and signerName may be used')];
  }
  if (name !== undefined) {
    const words = 'labelSelector must be unset if name is specified';
    return [
      ...when(name === '', required(`${path}.name`, 'must be a valid object name')),
      ...bundleNameErrors(name).map((detail) =>
        invalid(`${path}.name`, name, `not a valid clustertrustbundlename: ${detail}`),
      ),
      ...(labelSelector ? [invalid(`${path}.labelSelector`, labelSelector, words)] : []),
    ];
  }
  if (signerName === undefined) return [required(path, 'either name or signerName must be specified')];
  return [
    ...when(signerName === '', required(`${path}.signerName`, 'must be a valid signer name')),
    ...signerErrors(signerName, `${path}.signerName`),
    ...labelSelectorErrors(labelSelector, `${path}.labelSelector`),
  ];
}

/** `ValidateClusterTrustBundleName`: `domain:signer:name`, or a name alone. */
function bundleNameErrors(name: string): string[] {
  return dns1123SubdomainErrors(name.slice(name.lastIndexOf(':') + 1));
}

/** `ValidateSignerName`: `example.com/signer-name`. */
function signerErrors(signer: string, path: string): FieldError[] {
  if (signer === '') return [required(path)];
  const [domain = '', name, ...more] = signer.split('/');
  if (name === undefined || more.length > 0) {
    const words = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [invalid(path, signer, words)];
  }
  const short = 'should be a domain with at least two segments separated by dots';
  return [
    ...when(domain.length > MAX_DOMAIN, tooLong(path, MAX_DOMAIN)),
    ...partErrors(domain, dns1123LabelErrors, path),
    ...when(!domain.includes('.'), invalid(path, domain, short)),
    ...partErrors(name, dns1123SubdomainErrors, path),
    ...when(signer.length > MAX_SIGNER, tooLong(path, MAX_SIGNER)),
  ];
}

/** Those of the first part, between dots, that is wrong. */
function partErrors(text: string, rule: (part: string) => string[], path: string): FieldError[] {
  const wrong = text.split('.').find((part) => rule(part).length > 0);
  if (wrong === undefined) return [];
  return rule(wrong).map((words) =>
    invalid(path, text, `validating label ${JSON.stringify(wrong)}: ${words}`),
  );
}

/** A certificate for the pod itself. */
export function certificateErrors(
  source: PodCertificateProjection,
  path: string,
  taken: Taken,
): FieldError[] {
  const { signerName, userAnnotations, keyType } = source;
  const files = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
  const none = 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath';
  return [
    ...signerErrors(signerName, `${path}.signerName`),
    ...userAnnotationErrors(userAnnotations, `${path}.userAnnotations`),
    ...userErrors(source.user, `${path}.user`),
    ...when(!KEY_TYPES.includes(keyType), notSupported(`${path}.keyType`, keyType, KEY_TYPES)),
    ...lifetimeErrors(source, `${path}.maxExpirationSeconds`),
    ...files.flatMap((field) => {
      const file = source[field];
      return file ? [...localPathErrors(file, `${path}.${field}`), ...taken(file)] : [];
    }),
    ...when(!files.some((field) => source[field]), required(path, none)),
  ];
}

/** `ValidateUserAnnotations`: keys with a domain. */
function userAnnotationErrors(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  const keys = Object.keys(annotations ?? {}).map((key) => key.toLowerCase());
  const words = 'must be a domain-prefixed key (such as "acme.io/foo")';
  return [
    ...keys.flatMap((key) => {
      const wrong = qualifiedNameErrors(key);
      return wrong.length > 0 || key.includes('/')
        ? wordErrors(wrong, key, path)
        : [invalid(path, key, words)];
    }),
    ...annotationsErrors(annotations, path).filter(({ type }) => type === 'FieldValueTooLong'),
  ];
}

function lifetimeErrors(
  { maxExpirationSeconds: seconds, signerName }: PodCertificateProjection,
  path: string,
): FieldError[] {
  if (seconds === undefined) return [];
  const isKubernetes = /^(?:[^/]*\.)?kubernetes\.io(?:\/|$)/.test(signerName);
  const max = isKubernetes ? MAX_KUBERNETES_SECONDS : MAX_SECONDS;
  return [
    ...when(seconds < MIN_SECONDS, invalid(path, seconds, boundWords(`>= ${String(MIN_SECONDS)}`))),
    ...when(seconds > max, invalid(path, seconds, boundWords(`<= ${String(max)}`))),
  ];
}

function boundWords(bound: string): string {
  return `if provided, maxExpirationSeconds must be ${bound}`;
}

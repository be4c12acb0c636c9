import { invalid, type FieldError } from '../../../api/field-error.ts';
import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
} from '../../../data/types.ts';
import {
  configKeyErrors,
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  forPrefix,
} from '../../../../api/names.ts';
import { eachErrors, missingErrors, when, wordErrors } from './checks.ts';
import { ENV_FIELDS, fieldRefErrors, resourceRefErrors } from './field-refs.ts';
import { backstepErrors } from './file-paths.ts';

const NAME_WORDS =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";
const TOO_MANY = 'may not have more than one field specified at a time';
const objectNameErrors = forPrefix(dns1123SubdomainErrors);

/** `ValidateEnv` (pkg/apis/core/validation). */
export function envErrors(variables: readonly EnvVar[] | undefined, path: string): FieldError[] {
  return eachErrors(variables, path, (variable, at) => [
    ...(variable.name
      ? wordErrors(envNameErrors(variable.name), variable.name, `${at}.name`)
      : missingErrors(variable.name, `${at}.name`)),
    ...(variable.valueFrom ? valueFromErrors(variable.valueFrom, variable.value, `${at}.valueFrom`) : []),
  ]);
}

/** `IsRelaxedEnvVarName` (apimachinery/pkg/util/validation). */
function envNameErrors(name: string): string[] {
  return [
    ...(name === '' ? ['environment variable name must be non-empty'] : []),
    ...(/^[ -<>-~]*$/.test(name) ? [] : [NAME_WORDS]),
  ];
}

function valueFromErrors(source: EnvVarSource, value: string | undefined, path: string): FieldError[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean);
  return [
    ...(fieldRef ? fieldRefErrors(fieldRef, ENV_FIELDS, `${path}.fieldRef`) : []),
    ...(resourceFieldRef ? resourceRefErrors(resourceFieldRef, `${path}.resourceFieldRef`, false) : []),
    ...(configMapKeyRef ? keyErrors(configMapKeyRef, `${path}.configMapKeyRef`) : []),
    ...(secretKeyRef ? keyErrors(secretKeyRef, `${path}.secretKeyRef`) : []),
    ...(fileKeyRef ? fileKeyErrors(fileKeyRef, `${path}.fileKeyRef`) : []),
    ...wordErrors(countWords(sources.length, value), '', path),
  ];
}

function countWords(sources: number, value: string | undefined): string[] {
  if (sources === 0) {
    return [
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ];
  }
  if (value) return ['may not be specified when `value` is not empty'];
  return sources > 1 ? [TOO_MANY] : [];
}

/** `validateConfigMapKeySelector`, which is `validateSecretKeySelector`. */
function keyErrors({ name = '', key }: ConfigMapKeySelector, path: string): FieldError[] {
  return [
    ...wordErrors(dns1123SubdomainErrors(name), name, `${path}.name`),
    ...(key ? wordErrors(configKeyErrors(key), key, `${path}.key`) : missingErrors(key, `${path}.key`)),
  ];
}

function fileKeyErrors({ key, volumeName, path: file }: FileKeySelector, path: string): FieldError[] {
  return [
    ...(key ? wordErrors(envNameErrors(key), key, `${path}.key`) : missingErrors(key, `${path}.key`)),
    ...(volumeName
      ? wordErrors(dns1123LabelErrors(volumeName), volumeName, `${path}.volumeName`)
      : missingErrors(volumeName, `${path}.volumeName`)),
    ...(file ? backstepErrors(file, `${path}.path`) : missingErrors(file, `${path}.path`)),
  ];
}

/** `ValidateEnvFrom`. */
export function envFromErrors(sources: readonly EnvFromSource[] | undefined, path: string): FieldError[] {
  return eachErrors(sources, path, ({ prefix, configMapRef, secretRef }, at) => [
    ...(prefix ? wordErrors(envNameErrors(prefix), prefix, `${at}.prefix`) : []),
    ...(configMapRef ? nameErrors(configMapRef.name, `${at}.configMapRef.name`) : []),
    ...(secretRef ? nameErrors(secretRef.name, `${at}.secretRef.name`) : []),
    ...when(
      !configMapRef && !secretRef,
      invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'),
    ),
    ...when(Boolean(configMapRef && secretRef), invalid(path, '', TOO_MANY)),
  ]);
}

function nameErrors(name: string | undefined, path: string): FieldError[] {
  return name ? wordErrors(objectNameErrors(name, true), name, path) : missingErrors(name, path);
}

import { duplicate, invalid, type FieldError } from '../../api/field-error.ts';

const NAME = /^[A-Z][a-zA-Z0-9]*(?:\/[a-zA-Z][a-zA-Z0-9]*)*$/;
const MAX_LENGTH = 253;
const PATH = 'status.declaredFeatures';

/** `validateNodeDeclaredFeatures` (pkg/apis/core/validation): well-formed, sorted, each once. */
export function declaredFeaturesErrors(features: readonly string[]): FieldError[] {
  return features.flatMap((feature, index) => [
    ...nameErrors(feature, `${PATH}[${String(index)}]`),
    ...orderErrors(feature, features[index + 1], `${PATH}[${String(index + 1)}]`),
  ]);
}

function nameErrors(feature: string, path: string): FieldError[] {
  const name = `invalid feature name ${JSON.stringify(feature)}:`;
  if (feature.length > MAX_LENGTH) {
    return [invalid(path, feature, `${name} must be no more than ${String(MAX_LENGTH)} characters`)];
  }
  if (NAME.test(feature)) return [];
  const words =
    "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
  return [invalid(path, feature, `${name} ${words}`)];
}

function orderErrors(feature: string, next: string | undefined, path: string): FieldError[] {
  if (next === undefined || feature < next) return [];
  if (feature === next) return [duplicate(path, next)];
  return [invalid(path, next, 'list must be sorted alphabetically')];
}

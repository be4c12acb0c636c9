/** The formats that the server reads and writes. */
export type MediaType = 'application/json' | 'application/yaml' | 'application/vnd.kubernetes.protobuf';

/** In the order of the server's preference. */
export const MEDIA_TYPES: readonly MediaType[] = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

/** The formats of watches. */
export const STREAM_TYPES: readonly string[] = [
  'application/json;stream=watch',
  'application/vnd.kubernetes.protobuf;stream=watch',
];

/** YAML has no form in which events could follow each other. */
export function isStreamable(type: MediaType): boolean {
  return type !== 'application/yaml';
}

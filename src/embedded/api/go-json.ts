const HTML = /[<>&\u2028\u2029]/g;

/** `json.Marshal`: as JSON.stringify, but what could be HTML is escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    HTML,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

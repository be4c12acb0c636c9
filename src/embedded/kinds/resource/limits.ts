/** How many of each a claim for devices may have (pkg/apis/resource/types.go). */
export const MAX_REQUESTS = 32;
export const MAX_CONSTRAINTS = 32;
export const MAX_CONFIGS = 32;
export const MAX_SELECTORS = 32;
/** Alternatives of one request. */
export const MAX_ALTERNATIVES = 8;

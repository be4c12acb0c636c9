/** What `--provider` may say. */
export const PROVIDERS = ['auto', 'kind', 'embedded'] as const;

/** One of {@link PROVIDERS}. */
export type ProviderName = (typeof PROVIDERS)[number];

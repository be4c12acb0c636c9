/** When an image is pulled. */
export const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];
/** The annotation of a pod that a kubelet read from a file. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

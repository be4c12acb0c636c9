/** The only version of a `KubeSchedulerConfiguration` that is read. */
export const API_VERSION = 'kubescheduler.config.k8s.io/v1';
/** @see API_VERSION */
export const KIND = 'KubeSchedulerConfiguration';

/** The minor version of Kubernetes 1 that nodes of the workshop have. */
export const KUBERNETES_MINOR = 37;

/** What the fixes install. */
export const KUBECTL_VERSION = 'v1.37.2';

/** kind as the workshop is tested with. */
export const KIND_VERSION = '0.33.0';

/** Older ones cannot load images into nodes of containerd 2 (kind's release notes of v0.27.0). */
export const KIND_OLDEST = '0.27.0';

/** What package.json's `engines` and the launcher ask for. */
export const NODE_OLDEST = '22.19.0';

/** What k8s.io/client-go of Kubernetes 1.37 asks for in its go.mod. */
export const GO_OLDEST = '1.26.0';

/** What the official Python client runs on and is still maintained itself. */
export const PYTHON_OLDEST = '3.10.0';

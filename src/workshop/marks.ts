/** Every pod that the workshop makes carries this label; only pods that carry it are ever removed. */
export const POD_LABEL = 'minisched-workshop';

/** Selects the workshop's pods. */
export const POD_SELECTOR = `${POD_LABEL}=true`;

/** Labels and resources of nodes that begin so are the workshop's. */
export const NODE_PREFIX = 'workshop.example.com/';

/** The taint of step 6, as `kubectl taint` writes it. */
export const TAINT = 'workshop=blocked:NoSchedule';

/** Its key: whatever carries it was tainted by the workshop. */
export const TAINT_KEY = 'workshop';

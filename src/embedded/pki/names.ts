/** The administrator's name, as kind and kubeadm call it. */
export const ADMIN = 'kubernetes-admin';

/** Of the `kubernetes` service: the first address of kubeadm's service range. */
export const SERVICE_ADDRESS = '10.96.0.1';

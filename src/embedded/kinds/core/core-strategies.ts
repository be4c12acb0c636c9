import type { Strategy } from '../strategy.ts';
import { configMaps } from './config-map.ts';
import { endpoints } from './endpoints.ts';
import { coreEvents } from './event.ts';
import { namespaces } from './namespace.ts';
import { nodes } from './node.ts';
import { persistentVolumeClaims } from './persistent-volume-claim.ts';
import { persistentVolumes } from './persistent-volume.ts';
import { podTemplates } from './pod-templates.ts';
import { podStrategy } from './pod/pod-strategy.ts';
import { replicationControllers } from './replication-controller.ts';
import { secrets } from './secret.ts';
import { serviceAccounts } from './service-account.ts';
import { services } from './service/service-strategy.ts';

/** The strategies of core/v1 by plural name. */
export const CORE_STRATEGIES: Readonly<Record<string, Strategy<never>>> = {
  configmaps: configMaps,
  endpoints,
  events: coreEvents,
  namespaces,
  nodes,
  persistentvolumeclaims: persistentVolumeClaims,
  persistentvolumes: persistentVolumes,
  pods: podStrategy,
  podtemplates: podTemplates,
  replicationcontrollers: replicationControllers,
  secrets,
  serviceaccounts: serviceAccounts,
  services,
};

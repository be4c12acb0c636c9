import { manifestList } from '../../src/app/deploy/manifest-text.ts';
import { manifestsOf } from '../../src/deploy/manifests.ts';
import { podTemplate } from '../../src/deploy/pod-template.ts';

/** The image of the node's own static pod. */
const IMAGE = 'registry.k8s.io/kube-scheduler:v1.37.2';

/** The real kube-scheduler in the same Deployment as ours: as many copies, the same rights of the system, a lease of its own. */
export function kubeSchedulerManifests(name: string): object {
  const configuration = JSON.stringify({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: true, resourceName: name, resourceNamespace: 'kube-system' },
    profiles: [{ schedulerName: name }],
  });
  const deployment = {
    name,
    namespace: 'kube-system',
    image: IMAGE,
    replicas: 2,
    configuration,
    serves: [name],
    flags: [],
    systemRole: true,
  };
  const manifests = manifestsOf(deployment).map((one) => {
    if (one.kind === 'Role' && 'rights' in one && Array.isArray(one.rights))
      // it updates its lease where ours patches it
      return { ...one, rights: one.rights.map((right) => ({ ...right, verbs: ['get', 'update'] })) };
    return one.kind === 'Deployment'
      ? { ...one, spec: { ...specOf(one), template: template(deployment) } }
      : one;
  });
  return manifestList(manifests);
}

function specOf(manifest: object): object {
  const spec: unknown = Reflect.get(manifest, 'spec');
  return typeof spec === 'object' && spec !== null ? spec : {};
}

function template(deployment: Parameters<typeof podTemplate>[0]): object {
  const ours = podTemplate(deployment);
  const spec = specOf(ours);
  const probe = { httpGet: { path: '/healthz', port: 10_259, scheme: 'HTTPS' } };
  const container = {
    name: 'scheduler',
    image: IMAGE,
    imagePullPolicy: 'IfNotPresent',
    command: [
      'kube-scheduler',
      '--config=/etc/kubectl-minisched/config.yaml',
      '--bind-address=0.0.0.0',
      '--authentication-skip-lookup=true',
      '--authentication-tolerate-lookup-failure=true',
      '--cert-dir=/tmp',
    ],
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { ...probe, initialDelaySeconds: 15 },
    resources: { requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [
      { name: 'config', mountPath: '/etc/kubectl-minisched', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
  return { ...ours, spec: { ...spec, containers: [container] } };
}

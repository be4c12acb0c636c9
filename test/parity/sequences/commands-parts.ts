import { get, items, type RequestStep, type Step, until, untilEqual } from '../sequence.ts';
import { bind, DEPLOYMENTS, NS, PODS, running } from './common.ts';

/** Lines in an order that does not depend on who was first. */
export function sorted(lines: readonly string[]): readonly string[] {
  return lines.toSorted();
}

/** Waits until so many events tell about the object. */
export function untilEvents(name: string, count: number, namespace = NS): Step {
  const path = `${namespace}/events?fieldSelector=involvedObject.name%3D${name}`;
  return until(path, `${count} events of ${name}`, (body) => items(body).length >= count);
}

/** Waits until so many pods carry the label. */
export function untilPods(app: string, count: number): Step {
  const path = `${PODS}?labelSelector=app%3D${app}`;
  return until(path, `${count} pods of ${app}`, (body) => items(body).length === count);
}

/** Waits until the controllers saw the newest spec and so many replicas are ready. */
export function untilSettled(app: string, ready: number): Step {
  return until(
    `${DEPLOYMENTS}/${app}`,
    `${app} has ${ready} replicas ready and nothing left to do`,
    (body) => {
      const { metadata, spec, status } = Object(body);
      return (
        status?.observedGeneration === metadata?.generation &&
        (status?.readyReplicas ?? 0) === ready &&
        (status?.updatedReplicas ?? 0) === spec?.replicas &&
        (status?.replicas ?? 0) === spec?.replicas
      );
    },
  );
}

/**
 * The name of a pod that does not run yet becomes the variable, and then it runs: what scheduler and kubelet would do. Without a node it
 * vanishes at once when it is deleted.
 */
export function startPod(app: string, variable: string, node?: string): Step[] {
  const path = `${PODS}?labelSelector=app%3D${app}&fieldSelector=status.phase%3DPending`;
  return [
    until(path, `a pod of ${app} waits to run`, (body) => items(body).length > 0),
    named(`the pod ${variable}`, path, variable),
    ...(node === undefined ? [] : [bind(`<${variable}>`, node)]),
    running(`<${variable}>`),
  ];
}

function named(name: string, path: string, variable: string): RequestStep {
  return get(path, {
    name,
    capture: { [variable]: 'items.0.metadata.name' },
    only: (body) => items(body).length,
  });
}

/** Waits until the node has this taint first (undefined: none). */
export function untilTainted(node: string, key: string | undefined): Step {
  return untilEqual(`/api/v1/nodes/${node}`, 'spec.taints.0.key', key);
}

/** YAML of a deployment, as a person writes it. */
export function deploymentYaml(name: string, replicas: number, image = 'registry.k8s.io/pause:3.10'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: main
          image: ${image}
          ports:
            - containerPort: 80
`;
}

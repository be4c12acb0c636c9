"""A scheduler for Kubernetes in one file: it watches for pods that ask for it by name, decides for each which node is best, and
binds it there. Read it from main down: a function stands below the one that calls it."""

import logging
import os
import threading
import time
from collections import Counter, defaultdict
from datetime import datetime, timezone

from kubernetes import client, config
from kubernetes.informer import ADDED, DELETED, ERROR, MODIFIED, SharedInformer
from kubernetes.utils.quantity import parse_quantity

SCHEDULER_NAME = os.environ.get("SCHEDULER_NAME") or "workshop-scheduler"  # our pods have it in spec.schedulerName
MODE = os.environ.get("SCHEDULER_MODE") or "bind"  # watch: only notice; decide: only tell; bind

wake = threading.Event()  # set when something has changed


def main():
    config.load_config()  # as kubectl: KUBECONFIG, else ~/.kube/config
    api = client.CoreV1Api()
    # An informer lists everything, then watches, in a thread of its own. When the watch ends, it begins another one by itself.
    nodes = SharedInformer(api.list_node, resync_period=300)
    pods = SharedInformer(api.list_pod_for_all_namespaces, resync_period=300)
    react(pods, nodes)
    logging.getLogger("kubernetes.informer").setLevel(logging.CRITICAL)  # instead of its tracebacks:
    for informer in (nodes, pods):
        informer.add_event_handler(ERROR, broke_off)
        informer.start()
    while not nodes.cache.list():
        time.sleep(0.05)
    print(f"{SCHEDULER_NAME} is connected, mode {MODE}", flush=True)

    scheduler = Scheduler(api, pods.cache, nodes.cache)
    while wake.wait():
        wake.clear()
        scheduler.schedule_waiting()


def broke_off(error):
    """Pauses before the informer tries again."""
    print(f"the watch broke off: {error}", flush=True)
    time.sleep(1)


def react(pods, nodes):
    """Sees to it that look_again is called when something changes that can matter to a pod that waits."""
    # >>> solution
    # Pods that were there before us come as added. An untainted node, or a deleted pod, makes room for those that wait.
    for informer in (pods, nodes):
        for change in (ADDED, MODIFIED, DELETED):
            informer.add_event_handler(change, look_again)
    # === skeleton
    #: # TODO (step 2): have look_again called when a pod is added, modified or deleted, and when a node is:
    #: #   pods.add_event_handler(ADDED, look_again) …
    #: # Pods that were there before us come as added. Why nodes? A pod that fits nowhere may fit once a node is untainted.
    # <<<


def look_again(_=None):
    """Wakes the loop in main: once, if many things change at once."""
    wake.set()


class Scheduler:
    def __init__(self, api, pods, nodes):
        self.api = api
        self.pods = pods  # copies of the cluster's pods and nodes, which informers keep up to date
        self.nodes = nodes
        self.assumed = {}  # where pods are bound to, by uid, until the informer shows them there
        self.said = {}  # what was said last of a pod, so that it is said once

    def schedule_waiting(self):
        """Goes through the pods that wait for us, the oldest first."""
        for pod in sorted(self.pods.list(), key=lambda pod: pod.metadata.creation_timestamp):
            if pod.spec.node_name:
                self.assumed.pop(pod.metadata.uid, None)
            elif is_mine(pod) and pod.metadata.uid not in self.assumed:
                self.schedule(pod)

    def schedule(self, pod):
        """Takes one pod as far as the mode says."""
        if MODE == "watch":
            self.say(pod, "noticed")
            return
        node, why = decide(pod, self.nodes.list(), self.pods_by_node())
        if node is None:
            if self.say(pod, why) and MODE == "bind":
                self.tell(pod, "Warning", "FailedScheduling", why)
        elif MODE == "decide":
            self.say(pod, f"would go to {node}")
        else:
            self.bind(pod, node)

    def bind(self, pod, node):
        name, namespace = pod.metadata.name, pod.metadata.namespace
        binding = client.V1Binding(
            metadata=client.V1ObjectMeta(name=name, namespace=namespace, uid=pod.metadata.uid),
            target=client.V1ObjectReference(api_version="v1", kind="Node", name=node),
        )
        try:
            # the answer is a Status, and the client would try to read a Binding from it
            self.api.create_namespaced_pod_binding(name, namespace, binding, _preload_content=False)
        except Exception as error:  # the pod is gone or has a node already, or the API server did not answer
            self.say(pod, f"not bound: {getattr(error, 'reason', error)}")
            threading.Timer(1, look_again).start()
            return
        self.assumed[pod.metadata.uid] = node  # the next pod is decided before the informer hears of this one
        self.say(pod, f"bound to {node}")
        self.tell(pod, "Normal", "Scheduled", f"Successfully assigned {namespace}/{name} to {node}")

    def say(self, pod, text):
        """Prints a line about a pod, unless it was the last one about it; that is the answer."""
        is_new = self.said.get(pod.metadata.uid) != text
        self.said[pod.metadata.uid] = text
        if is_new:
            print(f"{pod.metadata.namespace}/{pod.metadata.name}: {text}", flush=True)
        return is_new

    def tell(self, pod, kind, reason, message):
        """Writes an event about a pod: `kubectl describe pod` shows it."""
        name, namespace, now = pod.metadata.name, pod.metadata.namespace, datetime.now(timezone.utc)
        event = client.CoreV1Event(
            metadata=client.V1ObjectMeta(generate_name=f"{name}.", namespace=namespace),
            involved_object=client.V1ObjectReference(
                api_version="v1", kind="Pod", name=name, namespace=namespace, uid=pod.metadata.uid
            ),
            type=kind,
            reason=reason,
            message=message,
            source=client.V1EventSource(component=SCHEDULER_NAME),
            reporting_component=SCHEDULER_NAME,
            reporting_instance=SCHEDULER_NAME,
            first_timestamp=now,
            last_timestamp=now,
            count=1,
        )
        try:
            self.api.create_namespaced_event(namespace, event)
        except Exception as error:
            print(f"no event: {getattr(error, 'reason', error)}", flush=True)

    def pods_by_node(self):
        """The pods on each node that are not finished, with those that were bound a moment ago."""
        by_node = defaultdict(list)
        for pod in self.pods.list():
            if not is_finished(pod):
                by_node[pod.spec.node_name or self.assumed.get(pod.metadata.uid)].append(pod)
        return by_node


def is_mine(pod):
    """Whether a pod waits for us."""
    # >>> solution
    return (
        pod.spec.scheduler_name == SCHEDULER_NAME
        and not pod.spec.node_name
        and not pod.metadata.deletion_timestamp
        and not pod.spec.scheduling_gates
    )
    # === skeleton
    #: # TODO (step 2): ours are the pods that ask for us (spec.scheduler_name is SCHEDULER_NAME) and have no node yet (spec.node_name).
    #: # One that is being deleted (metadata.deletion_timestamp), or has spec.scheduling_gates, is left alone.
    #: return False
    # <<<


def is_finished(pod):
    """Whether a pod has ended. It can still be read, but it uses nothing any more."""
    # >>> solution
    return pod.status.phase in ("Succeeded", "Failed")
    # === skeleton
    #: # TODO (step 3): its status.phase is Succeeded or Failed.
    #: return False
    # <<<


def decide(pod, nodes, pods_on):
    """Picks the node with the highest score of those that fit, the first by name where several have it. Where none fits it is
    None; the second value says why."""
    best, highest, reasons = None, None, Counter()
    for node in sorted(nodes, key=lambda node: node.metadata.name):
        there = pods_on.get(node.metadata.name, [])
        reason = filter_node(pod, node, there)
        if reason:
            reasons[reason] += 1
        elif best is None or score(there) > highest:
            best, highest = node.metadata.name, score(there)
    parts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    return best, f"0/{len(nodes)} nodes are available: {parts}."


def filter_node(pod, node, there):
    """None when the pod can run on the node beside the pods that are there; else the reason why it cannot."""
    # >>> solution
    def forbids(taint):
        return taint.effect != "PreferNoSchedule" and not any(
            (not toleration.key or toleration.key == taint.key)
            and (not toleration.effect or toleration.effect == taint.effect)
            and (toleration.operator == "Exists" or (toleration.value or "") == (taint.value or ""))
            for toleration in pod.spec.tolerations or []
        )

    allocatable = node.status.allocatable or {}
    cordon = client.V1Taint(key="node.kubernetes.io/unschedulable", effect="NoSchedule")
    if not any(one.type == "Ready" and one.status == "True" for one in node.status.conditions or []):
        return "node(s) were not ready"
    if node.spec.unschedulable and forbids(cordon):
        return "node(s) were unschedulable"
    if any(forbids(taint) for taint in node.spec.taints or []):
        return "node(s) had untolerated taint(s)"
    if not (pod.spec.node_selector or {}).items() <= (node.metadata.labels or {}).items():
        return "node(s) didn't match Pod's node affinity/selector"
    if len(there) >= int(allocatable.get("pods", 0)):
        return "Too many pods"
    for resource, wanted in requests(pod).items():
        used = sum(requests(other)[resource] for other in there)
        if 0 < wanted > parse_quantity(allocatable.get(resource, 0)) - used:
            return f"Insufficient {resource}"
    return None
    # === skeleton
    #: # TODO (step 3): return the reason when
    #: #   - the node is not ready: none of status.conditions has type Ready and status True
    #: #   - it is cordoned: spec.unschedulable
    #: #   - it has a taint (spec.taints) that the pod does not tolerate (spec.tolerations); PreferNoSchedule forbids nothing
    #: #   - its labels are not those of the pod's spec.node_selector
    #: #   - the pod asks for more than is left: status.allocatable (parse_quantity reads it) less the requests of all who are there
    #: # A list that is empty is None: write `for taint in node.spec.taints or []`.
    #: return "the filter is still to be written"
    # <<<


def score(there):
    """How good a node is for one more pod: the higher, the better."""
    # >>> solution
    def is_daemon(pod):
        return any(owner.kind == "DaemonSet" for owner in pod.metadata.owner_references or [])

    return -sum(not is_daemon(pod) for pod in there)
    # === skeleton
    #: # TODO (step 3): the fewer pods are there, the better. Those of a DaemonSet (metadata.owner_references) do not count: every node
    #: # has one.
    #: return 0
    # <<<


def requests(pod):
    """What the containers of a pod ask for, by resource (cpu, memory). Init containers run before the others, one after the other."""
    total = Counter()
    for container in pod.spec.containers:
        for resource, quantity in asked(container):
            total[resource] += quantity
    for container in pod.spec.init_containers or []:
        for resource, quantity in asked(container):
            total[resource] = max(total[resource], quantity)
    return total


def asked(container):
    wanted = (container.resources and container.resources.requests) or {}
    return [(resource, parse_quantity(quantity)) for resource, quantity in wanted.items()]


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass

import unittest
from datetime import datetime, timezone

from kubernetes import client

from scheduler import SCHEDULER_NAME, decide, filter_node, is_finished, is_mine, score


class SchedulerTest(unittest.TestCase):
    def test_ours_are_the_pods_that_ask_for_us_and_have_no_node(self):
        self.assertTrue(is_mine(pod()))
        self.assertFalse(is_mine(pod(scheduler_name="default-scheduler")), "it asks for another")
        self.assertFalse(is_mine(pod(node_name="worker")), "it has a node already")
        self.assertFalse(is_mine(pod(scheduling_gates=[client.V1PodSchedulingGate(name="x")])), "somebody holds it back")
        deleted = pod()
        deleted.metadata.deletion_timestamp = datetime.now(timezone.utc)
        self.assertFalse(is_mine(deleted), "it is being deleted")

    def test_finished_pods_are_those_that_succeeded_or_failed(self):
        for phase, finished in {"Pending": False, "Running": False, "Succeeded": True, "Failed": True}.items():
            one = pod()
            one.status.phase = phase
            self.assertEqual(is_finished(one), finished, phase)

    def test_filter_ready(self):
        self.fits(pod(), worker())
        self.does_not_fit(pod(), worker(conditions=[client.V1NodeCondition(type="Ready", status="False")]))
        self.does_not_fit(pod(), worker(conditions=None))
        self.does_not_fit(pod(), worker(unschedulable=True))

    def test_filter_taints(self):
        def tainted(effect):
            return worker(taints=[client.V1Taint(key="a", value="b", effect=effect)])

        def tolerates(**toleration):
            return pod(tolerations=[client.V1Toleration(**toleration)])

        self.does_not_fit(pod(), tainted("NoSchedule"))
        self.does_not_fit(pod(), tainted("NoExecute"))
        self.fits(pod(), tainted("PreferNoSchedule"))
        self.fits(tolerates(key="a", value="b", effect="NoSchedule"), tainted("NoSchedule"))
        self.fits(tolerates(key="a", operator="Exists"), tainted("NoSchedule"))
        self.fits(tolerates(operator="Exists"), tainted("NoSchedule"))
        self.does_not_fit(tolerates(key="a", value="c"), tainted("NoSchedule"))
        self.does_not_fit(tolerates(key="a", value="b", effect="NoExecute"), tainted("NoSchedule"))
        self.does_not_fit(tolerates(key="c", operator="Exists"), tainted("NoSchedule"))
        no_value = worker(taints=[client.V1Taint(key="a", effect="NoSchedule")])
        self.fits(tolerates(key="a", effect="NoSchedule"), no_value)

    def test_filter_labels(self):
        self.fits(pod(node_selector={"disk": "ssd"}), worker())
        self.does_not_fit(pod(node_selector={"disk": "hdd"}), worker())
        self.does_not_fit(pod(node_selector={"gpu": "yes"}), worker())

    def test_filter_requests(self):
        self.fits(asks_for("2"), worker())
        self.does_not_fit(asks_for("2001m"), worker())
        self.fits(asks_for("500m"), worker(), [asks_for("1500m")])
        self.does_not_fit(asks_for("500m"), worker(), [asks_for("1501m")])
        self.fits(pod(), worker(), [asks_for("3")])  # it asks for nothing
        self.does_not_fit(pod(), worker(allocatable={"cpu": "2", "memory": "4Gi", "pods": "1"}), [pod()])

    def test_score_the_fewer_pods_the_better_and_daemons_do_not_count(self):
        daemon = pod()
        daemon.metadata.owner_references = [
            client.V1OwnerReference(api_version="apps/v1", kind="DaemonSet", name="kube-proxy", uid="u")
        ]
        self.assertGreater(score([]), score([pod()]))
        self.assertGreater(score([pod()]), score([pod(), pod()]))
        self.assertEqual(score([daemon]), score([]))

    def test_decide_takes_the_highest_score_then_the_first_name_and_says_why_none_fits(self):
        nodes = [worker(name) for name in "cab"]
        self.assertEqual(decide(pod(), nodes, {"a": [pod()]})[0], "b")
        cordoned = [worker(name, unschedulable=True) for name in "abc"]
        why = "0/3 nodes are available: 3 node(s) were unschedulable."
        self.assertEqual(decide(pod(), cordoned, {}), (None, why))

    def fits(self, pod, node, there=()):
        self.assertIsNone(filter_node(pod, node, list(there)))

    def does_not_fit(self, pod, node, there=()):
        self.assertIsInstance(filter_node(pod, node, list(there)), str)


def pod(containers=None, **spec):
    return client.V1Pod(
        metadata=client.V1ObjectMeta(namespace="default", name="pod", uid="uid"),
        spec=client.V1PodSpec(
            **{"scheduler_name": SCHEDULER_NAME, "containers": containers or [client.V1Container(name="main")], **spec}
        ),
        status=client.V1PodStatus(phase="Pending"),
    )


def asks_for(cpu):
    return pod([client.V1Container(name="main", resources=client.V1ResourceRequirements(requests={"cpu": cpu}))])


READY = (client.V1NodeCondition(type="Ready", status="True"),)
ROOM = {"cpu": "2", "memory": "4Gi", "pods": "110"}


def worker(name="worker", conditions=READY, allocatable=ROOM, **spec):
    return client.V1Node(
        metadata=client.V1ObjectMeta(name=name, labels={"disk": "ssd"}),
        spec=client.V1NodeSpec(**spec),
        status=client.V1NodeStatus(conditions=list(conditions or []), allocatable=allocatable),
    )


if __name__ == "__main__":
    unittest.main()

package main

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestMine(t *testing.T) {
	for what, test := range map[string]struct {
		change func(*corev1.Pod)
		want   bool
	}{
		"it asks for us and has no node": {func(*corev1.Pod) {}, true},
		"it asks for another scheduler":  {func(p *corev1.Pod) { p.Spec.SchedulerName = "default-scheduler" }, false},
		"it has a node already":          {func(p *corev1.Pod) { p.Spec.NodeName = "worker" }, false},
		"it is being deleted":            {func(p *corev1.Pod) { p.DeletionTimestamp = &metav1.Time{} }, false},
		"somebody holds it back":         {func(p *corev1.Pod) { p.Spec.SchedulingGates = []corev1.PodSchedulingGate{{Name: "x"}} }, false},
	} {
		one := pod("")
		test.change(one)
		if got := isMine(one); got != test.want {
			t.Errorf("%s: isMine is %v", what, got)
		}
	}
}

func TestFinished(t *testing.T) {
	for phase, want := range map[corev1.PodPhase]bool{
		corev1.PodPending: false, corev1.PodRunning: false, corev1.PodSucceeded: true, corev1.PodFailed: true,
	} {
		one := pod("")
		one.Status.Phase = phase
		if got := isFinished(one); got != want {
			t.Errorf("%s: isFinished is %v", phase, got)
		}
	}
}

func TestFilter(t *testing.T) {
	taint := func(effect corev1.TaintEffect) func(*corev1.Pod, *corev1.Node) {
		return func(_ *corev1.Pod, n *corev1.Node) {
			n.Spec.Taints = []corev1.Taint{{Key: "a", Value: "b", Effect: effect}}
		}
	}
	tolerated := func(toleration corev1.Toleration) func(*corev1.Pod, *corev1.Node) {
		return func(p *corev1.Pod, n *corev1.Node) {
			taint(corev1.TaintEffectNoSchedule)(p, n)
			p.Spec.Tolerations = []corev1.Toleration{toleration}
		}
	}
	for what, test := range map[string]struct {
		change func(*corev1.Pod, *corev1.Node)
		fits   bool
	}{
		"a node that is ready and empty":   {func(*corev1.Pod, *corev1.Node) {}, true},
		"a node that is not ready":         {func(_ *corev1.Pod, n *corev1.Node) { n.Status.Conditions[0].Status = corev1.ConditionFalse }, false},
		"a node of which nobody knows":     {func(_ *corev1.Pod, n *corev1.Node) { n.Status.Conditions = nil }, false},
		"a cordoned node":                  {func(_ *corev1.Pod, n *corev1.Node) { n.Spec.Unschedulable = true }, false},
		"a taint NoSchedule":               {taint(corev1.TaintEffectNoSchedule), false},
		"a taint NoExecute":                {taint(corev1.TaintEffectNoExecute), false},
		"a taint PreferNoSchedule":         {taint(corev1.TaintEffectPreferNoSchedule), true},
		"the taint is tolerated":           {tolerated(corev1.Toleration{Key: "a", Value: "b", Effect: "NoSchedule"}), true},
		"… with any value":                 {tolerated(corev1.Toleration{Key: "a", Operator: "Exists"}), true},
		"… as every taint is":              {tolerated(corev1.Toleration{Operator: "Exists"}), true},
		"… with another value":             {tolerated(corev1.Toleration{Key: "a", Value: "c"}), false},
		"… with another effect":            {tolerated(corev1.Toleration{Key: "a", Value: "b", Effect: "NoExecute"}), false},
		"another taint is tolerated":       {tolerated(corev1.Toleration{Key: "c", Operator: "Exists"}), false},
		"a label that the pod selects":     {func(p *corev1.Pod, _ *corev1.Node) { p.Spec.NodeSelector = map[string]string{"disk": "ssd"} }, true},
		"… with another value, selected":   {func(p *corev1.Pod, _ *corev1.Node) { p.Spec.NodeSelector = map[string]string{"disk": "hdd"} }, false},
		"a pod that asks for all it has":   {func(p *corev1.Pod, _ *corev1.Node) { asksFor(p, "2") }, true},
		"a pod that asks for more":         {func(p *corev1.Pod, _ *corev1.Node) { asksFor(p, "2001m") }, false},
		"a node that may have no pod more": {func(_ *corev1.Pod, n *corev1.Node) { n.Status.Allocatable["pods"] = resource.MustParse("0") }, false},
	} {
		one, node := pod(""), worker()
		test.change(one, node)
		if reason := filter(one, node, nil); (reason == "") != test.fits {
			t.Errorf("%s: filter says %q", what, reason)
		}
	}
}

func TestFilterSeesWhoIsThere(t *testing.T) {
	one, other := pod(""), pod("worker")
	asksFor(one, "500m")
	asksFor(other, "1500m")
	if reason := filter(one, worker(), []*corev1.Pod{other}); reason != "" {
		t.Errorf("500m of 2 are left for a pod that asks for 500m, but filter says %q", reason)
	}
	asksFor(other, "1501m")
	if reason := filter(one, worker(), []*corev1.Pod{other}); reason == "" {
		t.Error("499m of 2 are left, but filter takes a pod that asks for 500m")
	}
	asksFor(one, "0")
	asksFor(other, "3")
	if reason := filter(one, worker(), []*corev1.Pod{other}); reason != "" {
		t.Errorf("a pod that asks for nothing fits on a full node, too, but filter says %q", reason)
	}
}

func TestScore(t *testing.T) {
	daemon, yes := pod("worker"), true
	daemon.OwnerReferences = []metav1.OwnerReference{{Kind: "DaemonSet", Name: "kube-proxy", Controller: &yes}}
	empty, one, two := score(nil), score([]*corev1.Pod{pod("worker")}), score([]*corev1.Pod{pod("worker"), pod("worker")})
	if !(empty > one && one > two) {
		t.Errorf("the fewer pods the better, but with 0, 1 and 2 pods the scores are %d, %d and %d", empty, one, two)
	}
	if got := score([]*corev1.Pod{daemon}); got != empty {
		t.Errorf("a daemon's pod does not count, but with it the score is %d, and without %d", got, empty)
	}
}

func TestDecide(t *testing.T) {
	a, b, c := worker(), worker(), worker()
	a.Name, b.Name, c.Name = "a", "b", "c"
	there := map[string][]*corev1.Pod{"a": {pod("a")}}
	if best, _ := decide(pod(""), []*corev1.Node{a, b, c}, there); best != "b" {
		t.Errorf("b and c are empty, and b is the first: decide takes %q", best)
	}
	a.Spec.Unschedulable, b.Spec.Unschedulable, c.Spec.Unschedulable = true, true, true
	best, why := decide(pod(""), []*corev1.Node{a, b, c}, there)
	if want := "0/3 nodes are available: 3 node(s) were unschedulable."; best != "" || why != want {
		t.Errorf("all are cordoned, but decide says %q, %q", best, why)
	}
}

func pod(node string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "pod"},
		Spec: corev1.PodSpec{
			SchedulerName: schedulerName,
			NodeName:      node,
			Containers:    []corev1.Container{{Name: "main"}},
		},
	}
}

func asksFor(pod *corev1.Pod, cpu string) {
	pod.Spec.Containers[0].Resources.Requests = corev1.ResourceList{"cpu": resource.MustParse(cpu)}
}

func worker() *corev1.Node {
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: "worker", Labels: map[string]string{"disk": "ssd"}},
		Status: corev1.NodeStatus{
			Conditions:  []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}},
			Allocatable: corev1.ResourceList{"cpu": resource.MustParse("2"), "memory": resource.MustParse("4Gi"), "pods": resource.MustParse("110")},
		},
	}
}

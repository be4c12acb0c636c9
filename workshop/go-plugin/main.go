// A kube-scheduler with the workshop's policy least-pods as a plugin of the scheduling framework: Filter and Score, compiled in.
package main

import (
	"context"
	"os"
	"slices"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/component-base/cli"
	corev1helpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/cmd/kube-scheduler/app"
)

const name = "LeastPods"

func main() {
	plugin := func(context.Context, runtime.Object, fwk.Handle) (fwk.Plugin, error) { return leastPods{}, nil }
	os.Exit(cli.Run(app.NewSchedulerCommand(app.WithPlugin(name, plugin))))
}

type leastPods struct{}

func (leastPods) Name() string { return name }

// Filter keeps pods off nodes that are not Ready, as our NodeReady does: kube-scheduler itself waits for the taint.
func (leastPods) Filter(ctx context.Context, _ fwk.CycleState, pod *v1.Pod, info fwk.NodeInfo) *fwk.Status {
	isReady := slices.ContainsFunc(info.Node().Status.Conditions, func(one v1.NodeCondition) bool {
		return one.Type == v1.NodeReady && one.Status == v1.ConditionTrue
	})
	taint := v1.Taint{Key: v1.TaintNodeNotReady, Effect: v1.TaintEffectNoSchedule}
	if isReady || corev1helpers.TolerationsTolerateTaint(klog.FromContext(ctx), pod.Spec.Tolerations, &taint, false) {
		return nil
	}
	return fwk.NewStatus(fwk.UnschedulableAndUnresolvable, "node(s) were not ready")
}

// Score counts the pods of a node, daemons left out; the cache has no finished pods.
func (leastPods) Score(_ context.Context, _ fwk.CycleState, _ *v1.Pod, info fwk.NodeInfo) (int64, *fwk.Status) {
	var count int64
	for _, pod := range info.GetPods() {
		if !isDaemon(pod.GetPod()) {
			count++
		}
	}
	return count, nil
}

func (plugin leastPods) ScoreExtensions() fwk.ScoreExtensions { return plugin }

// NormalizeScore gives the emptiest node 100 and the fullest 0. Of equally empty ones only the first by name gets 100, as
// `serve --tie-break first` takes it; kube-scheduler itself would take any.
func (leastPods) NormalizeScore(_ context.Context, _ fwk.CycleState, _ *v1.Pod, scores fwk.NodeScoreList) *fwk.Status {
	best, most := 0, scores[0].Score
	for at, one := range scores {
		most = max(most, one.Score)
		if one.Score < scores[best].Score || one.Score == scores[best].Score && isBefore(one.Name, scores[best].Name) {
			best = at
		}
	}
	spread := max(1, most-scores[best].Score)
	for at := range scores {
		scores[at].Score = min(fwk.MaxNodeScore-1, fwk.MaxNodeScore*(most-scores[at].Score)/spread)
	}
	scores[best].Score = fwk.MaxNodeScore
	return nil
}

// isBefore orders as people count: worker, worker2, worker10.
func isBefore(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func isDaemon(pod *v1.Pod) bool {
	_, isMirror := pod.Annotations[v1.MirrorPodAnnotationKey]
	isOfSet := func(owner metav1.OwnerReference) bool { return owner.Kind == "DaemonSet" }
	return isMirror || slices.ContainsFunc(pod.OwnerReferences, isOfSet)
}

// A scheduler for Kubernetes in one file: it watches for pods that ask for it by name, decides for each which node is best, and
// binds it there. Read it from main down: a function stands below the one that calls it.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/record"
	"k8s.io/component-helpers/resource"
)

var (
	schedulerName = cmp.Or(os.Getenv("SCHEDULER_NAME"), "workshop-scheduler") // our pods have it in spec.schedulerName
	mode          = cmp.Or(os.Getenv("SCHEDULER_MODE"), "bind")               // watch: only notice; decide: only tell; bind
)

// Scheduler is what is kept while it runs. Only the loop in main touches it.
type Scheduler struct {
	client  kubernetes.Interface
	pods    listers.PodLister // copies of the cluster's pods and nodes, which informers keep up to date
	nodes   listers.NodeLister
	events  record.EventRecorder
	assumed map[types.UID]string // where pods are bound to, until the informer shows them there
	said    map[types.UID]string // what was said last of a pod, so that it is said once
}

// wake holds a word when something has changed.
var wake = make(chan string, 1)

func main() {
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	client, err := connect()
	if err != nil {
		log.Fatal(err)
	}
	// An informer lists everything, then watches. When the watch ends, it begins another one by itself.
	factory := informers.NewSharedInformerFactory(client, 0)
	pods, nodes := factory.Core().V1().Pods(), factory.Core().V1().Nodes()
	react(pods.Informer(), nodes.Informer())
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	log.Printf("%s is connected, mode %s", schedulerName, mode)

	recorder := record.NewBroadcaster()
	recorder.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	events := recorder.NewRecorder(scheme.Scheme, corev1.EventSource{Component: schedulerName})
	s := Scheduler{client, pods.Lister(), nodes.Lister(), events, map[types.UID]string{}, map[types.UID]string{}}
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-wake:
			s.scheduleWaiting(ctx)
		}
	}
}

// connect finds the cluster as kubectl does: KUBECONFIG, else ~/.kube/config.
func connect() (kubernetes.Interface, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 50, 100 // as kube-scheduler; client-go's own 5 calls a second are for people
	return kubernetes.NewForConfig(config)
}

// react sees to it that lookAgain is called when something changes that can matter to a pod that waits.
func react(pods, nodes cache.SharedIndexInformer) {
	// >>> solution
	// Pods that were there before us come as added. An untainted node, or a deleted pod, makes room for those that wait.
	changed := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { lookAgain() },
		UpdateFunc: func(any, any) { lookAgain() },
		DeleteFunc: func(any) { lookAgain() },
	}
	pods.AddEventHandler(changed)
	nodes.AddEventHandler(changed)
	// === skeleton
	//: // TODO (step 2): call lookAgain() when a pod is added, updated or deleted, and when a node is:
	//: //   pods.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: func(any) { … }, UpdateFunc: …, DeleteFunc: …})
	//: // Pods that were there before us come as added. Why nodes? A pod that fits nowhere may fit once a node is untainted.
	// <<<
}

// lookAgain wakes the loop in main: once, if many things change at once.
func lookAgain() {
	select {
	case wake <- "something has changed":
	default:
	}
}

// scheduleWaiting goes through the pods that wait for us, the oldest first.
func (s *Scheduler) scheduleWaiting(ctx context.Context) {
	pods, _ := s.pods.List(labels.Everything())
	slices.SortFunc(pods, func(a, b *corev1.Pod) int { return a.CreationTimestamp.Compare(b.CreationTimestamp.Time) })
	for _, pod := range pods {
		if pod.Spec.NodeName != "" {
			delete(s.assumed, pod.UID)
		} else if isMine(pod) && s.assumed[pod.UID] == "" {
			s.schedule(ctx, pod)
		}
	}
}

// isMine says whether a pod waits for us.
func isMine(pod *corev1.Pod) bool {
	// >>> solution
	return pod.Spec.SchedulerName == schedulerName && pod.Spec.NodeName == "" &&
		pod.DeletionTimestamp == nil && len(pod.Spec.SchedulingGates) == 0
	// === skeleton
	//: // TODO (step 2): ours are the pods that ask for us (Spec.SchedulerName is schedulerName) and have no node yet (Spec.NodeName).
	//: // One that is being deleted (it has a DeletionTimestamp), or has SchedulingGates, is left alone.
	//: return false
	// <<<
}

// schedule takes one pod as far as the mode says.
func (s *Scheduler) schedule(ctx context.Context, pod *corev1.Pod) {
	if mode == "watch" {
		s.say(pod, "noticed")
		return
	}
	node, why := decide(pod, s.nodesByName(), s.podsByNode())
	if node == "" {
		if s.say(pod, why) && mode == "bind" {
			s.events.Event(pod, corev1.EventTypeWarning, "FailedScheduling", why)
		}
		return
	}
	if mode == "decide" {
		s.say(pod, "would go to "+node)
		return
	}
	err := s.client.CoreV1().Pods(pod.Namespace).Bind(ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID},
		Target:     corev1.ObjectReference{Kind: "Node", Name: node},
	}, metav1.CreateOptions{})
	if err != nil { // the pod is gone or has a node already, or the API server did not answer
		s.say(pod, err.Error())
		time.AfterFunc(time.Second, lookAgain)
		return
	}
	s.assumed[pod.UID] = node // the next pod is decided before the informer hears of this one
	s.say(pod, "bound to "+node)
	s.events.Eventf(pod, corev1.EventTypeNormal, "Scheduled", "Successfully assigned %s/%s to %s", pod.Namespace, pod.Name, node)
}

// say prints a line about a pod, unless it was the last one about it; that is the answer.
func (s *Scheduler) say(pod *corev1.Pod, text string) bool {
	isNew := s.said[pod.UID] != text
	if s.said[pod.UID] = text; isNew {
		log.Printf("%s/%s: %s", pod.Namespace, pod.Name, text)
	}
	return isNew
}

func (s *Scheduler) nodesByName() []*corev1.Node {
	nodes, _ := s.nodes.List(labels.Everything())
	return slices.SortedFunc(slices.Values(nodes), func(a, b *corev1.Node) int { return cmp.Compare(a.Name, b.Name) })
}

// podsByNode has the pods on each node that are not finished, with those that were bound a moment ago.
func (s *Scheduler) podsByNode() map[string][]*corev1.Pod {
	pods, _ := s.pods.List(labels.Everything())
	byNode := map[string][]*corev1.Pod{}
	for _, pod := range pods {
		if node := cmp.Or(pod.Spec.NodeName, s.assumed[pod.UID]); !isFinished(pod) {
			byNode[node] = append(byNode[node], pod)
		}
	}
	return byNode
}

// isFinished says whether a pod has ended. It can still be read, but it uses nothing any more.
func isFinished(pod *corev1.Pod) bool {
	// >>> solution
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	// === skeleton
	//: // TODO (step 3): its Status.Phase is corev1.PodSucceeded or corev1.PodFailed.
	//: return false
	// <<<
}

// decide picks the node with the highest score of those that fit, the first where several have it. Where none fits, why says it.
func decide(pod *corev1.Pod, nodes []*corev1.Node, podsOn map[string][]*corev1.Pod) (best, why string) {
	highest, reasons := 0, map[string]int{}
	for _, node := range nodes {
		if reason := filter(pod, node, podsOn[node.Name]); reason != "" {
			reasons[reason]++
		} else if points := score(podsOn[node.Name]); best == "" || points > highest {
			best, highest = node.Name, points
		}
	}
	var parts []string
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		parts = append(parts, fmt.Sprintf("%d %s", reasons[reason], reason))
	}
	return best, fmt.Sprintf("0/%d nodes are available: %s.", len(nodes), strings.Join(parts, ", "))
}

// filter is empty when the pod can run on the node beside the pods that are there; else it is the reason why it cannot.
func filter(pod *corev1.Pod, node *corev1.Node, there []*corev1.Pod) string {
	// >>> solution
	ready := func(c corev1.NodeCondition) bool {
		return c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
	}
	forbids := func(taint corev1.Taint) bool {
		tolerates := func(t corev1.Toleration) bool {
			return (t.Key == "" || t.Key == taint.Key) && (t.Effect == "" || t.Effect == taint.Effect) &&
				(t.Operator == corev1.TolerationOpExists || t.Value == taint.Value)
		}
		return taint.Effect != corev1.TaintEffectPreferNoSchedule && !slices.ContainsFunc(pod.Spec.Tolerations, tolerates)
	}
	switch {
	case !slices.ContainsFunc(node.Status.Conditions, ready):
		return "node(s) were not ready"
	case node.Spec.Unschedulable && forbids(corev1.Taint{Key: corev1.TaintNodeUnschedulable, Effect: corev1.TaintEffectNoSchedule}):
		return "node(s) were unschedulable"
	case slices.ContainsFunc(node.Spec.Taints, forbids):
		return "node(s) had untolerated taint(s)"
	case !labels.SelectorFromSet(pod.Spec.NodeSelector).Matches(labels.Set(node.Labels)):
		return "node(s) didn't match Pod's node affinity/selector"
	case int64(len(there)) >= node.Status.Allocatable.Pods().Value():
		return "Too many pods"
	}
	for name, wanted := range requests(pod) {
		free := node.Status.Allocatable[name].DeepCopy()
		for _, other := range there {
			free.Sub(requests(other)[name])
		}
		if !wanted.IsZero() && wanted.Cmp(free) > 0 {
			return "Insufficient " + name.String()
		}
	}
	return ""
	// === skeleton
	//: // TODO (step 3): return the reason when
	//: //   - the node is not ready: no Status.Conditions has Type Ready and Status True
	//: //   - it is cordoned: Spec.Unschedulable
	//: //   - it has a taint (Spec.Taints) that the pod does not tolerate (Spec.Tolerations); PreferNoSchedule forbids nothing
	//: //   - its Labels are not those of the pod's Spec.NodeSelector
	//: //   - the pod asks for more than is left: Status.Allocatable less the requests of all who are there
	//: return "the filter is still to be written"
	// <<<
}

// requests is what the containers of a pod ask for: corev1.ResourceCPU, corev1.ResourceMemory and others.
func requests(pod *corev1.Pod) corev1.ResourceList {
	return resource.PodRequests(pod, resource.PodResourcesOptions{})
}

// score says how good a node is for one more pod: the higher, the better.
func score(there []*corev1.Pod) int {
	// >>> solution
	count := 0
	for _, pod := range there {
		if owner := metav1.GetControllerOf(pod); owner == nil || owner.Kind != "DaemonSet" {
			count++
		}
	}
	return -count
	// === skeleton
	//: // TODO (step 3): the fewer pods are there, the better. Those of a DaemonSet (metav1.GetControllerOf) do not count: every node has one.
	//: return 0
	// <<<
}

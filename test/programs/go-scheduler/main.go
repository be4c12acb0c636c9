// A scheduler as one writes it with client-go in an afternoon: informers for pods and nodes, a work queue, the node with the fewest pods,
// a binding, an event. It stands for all the client-go programs that have to run on the embedded cluster unchanged.
// Usage: go-scheduler KUBECONFIG SCHEDULER-NAME; prints a line for each pod that it binds, and ends on SIGTERM.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/workqueue"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig, name string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, time.Minute)
	pods := factory.Core().V1().Pods()
	factory.Core().V1().Nodes().Informer()
	queue := workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[cache.ObjectName]())
	defer queue.ShutDown()
	enqueue := func(object any) {
		if pod, ok := object.(*corev1.Pod); ok && pod.Spec.SchedulerName == name && pod.Spec.NodeName == "" {
			queue.Add(cache.MetaObjectToName(pod))
		}
	}
	_, err = pods.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    enqueue,
		UpdateFunc: func(_, object any) { enqueue(object) },
	})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("the informer of %v did not sync", kind)
		}
	}
	fmt.Println("synced")
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: name})
	go func() {
		<-ctx.Done()
		queue.ShutDown()
	}()
	for {
		key, ended := queue.Get()
		if ended {
			return nil
		}
		if err := schedule(ctx, client, factory, recorder, key); err != nil {
			fmt.Fprintln(os.Stderr, err)
			queue.AddRateLimited(key)
		} else {
			queue.Forget(key)
		}
		queue.Done(key)
	}
}

func schedule(ctx context.Context, client kubernetes.Interface, factory informers.SharedInformerFactory, recorder record.EventRecorder, key cache.ObjectName) error {
	pod, err := factory.Core().V1().Pods().Lister().Pods(key.Namespace).Get(key.Name)
	if err != nil || pod.Spec.NodeName != "" {
		return nil
	}
	node, err := emptiest(factory)
	if err != nil {
		recorder.Event(pod, corev1.EventTypeWarning, "FailedScheduling", err.Error())
		return err
	}
	binding := &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID},
		Target:     corev1.ObjectReference{Kind: "Node", Name: node},
	}
	if err := client.CoreV1().Pods(pod.Namespace).Bind(ctx, binding, metav1.CreateOptions{}); err != nil {
		return err
	}
	recorder.Eventf(pod, corev1.EventTypeNormal, "Scheduled", "Successfully assigned %s to %s", key, node)
	fmt.Printf("bound %s -> %s\n", key, node)
	return nil
}

func emptiest(factory informers.SharedInformerFactory) (string, error) {
	nodes, err := factory.Core().V1().Nodes().Lister().List(labels.Everything())
	if err != nil {
		return "", err
	}
	pods, err := factory.Core().V1().Pods().Lister().List(labels.Everything())
	if err != nil {
		return "", err
	}
	count := map[string]int{}
	for _, pod := range pods {
		count[pod.Spec.NodeName]++
	}
	best := ""
	for _, node := range nodes {
		if len(node.Spec.Taints) > 0 || node.Spec.Unschedulable {
			continue
		}
		if best == "" || count[node.Name] < count[best] || count[node.Name] == count[best] && node.Name < best {
			best = node.Name
		}
	}
	if best == "" {
		return "", fmt.Errorf("0/%d nodes are available", len(nodes))
	}
	return best, nil
}

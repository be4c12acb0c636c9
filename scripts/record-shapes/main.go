// Prints the Go shape of every served type as JSON: which fields, their protobuf numbers, and which of them are left out when empty.
// OpenAPI does not tell these, and what a server writes and reads depends on them. Called by scripts/record-api.ts.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
)

type field struct {
	Name string `json:"n"`
	// Number is the protobuf field number; 0 has none (TypeMeta).
	Number int `json:"i"`
	// Type is "string", "int32", "[]X", "map[X]", "*X", a special type or the name of a struct.
	Type string `json:"t"`
	// Omit: the field is left out of JSON when it is empty (omitempty) or zero (omitzero).
	Omit bool `json:"o,omitempty"`
	// OmitZero: omitzero, which leaves out structs too; omitempty alone never does.
	OmitZero bool `json:"z,omitempty"`
	// GoType is the type as Go's errors name it, where Type does not tell: v1.RestartPolicy, []v1.Capability.
	GoType string `json:"g,omitempty"`
	// Place is the field's place in JSON, from 1, where it is not its place by protobuf number.
	Place int `json:"p,omitempty"`
	// Strategy and MergeKey are the tags of strategic merge patches: patchStrategy, patchMergeKey.
	Strategy string `json:"s,omitempty"`
	MergeKey string `json:"k,omitempty"`
}

var special = map[string]string{
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":       "time",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":  "microtime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration":   "duration",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":   "fields",
	"k8s.io/apimachinery/pkg/api/resource.Quantity":   "quantity",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString": "intorstring",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":    "raw",
	"k8s.io/apimachinery/pkg/runtime.Object":          "raw",
}

var types = map[string][]field{}

func main() {
	groups := map[string]bool{}
	for _, group := range os.Args[1:] {
		groups[group] = true
	}
	kinds := map[string]string{}
	for gvk, t := range scheme.Scheme.AllKnownTypes() {
		if groups[gvk.GroupVersion().String()] && gvk.Version != runtime.APIVersionInternal {
			kinds[gvk.GroupVersion().String()+"/"+gvk.Kind] = nameOf(t)
		}
	}
	for _, t := range []any{metav1.PartialObjectMetadata{}, metav1.PartialObjectMetadataList{}} {
		kinds["meta.k8s.io/v1/"+reflect.TypeOf(t).Name()] = nameOf(reflect.TypeOf(t))
	}
	out, err := json.Marshal(map[string]any{"kinds": kinds, "types": types})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(out))
}

func nameOf(t reflect.Type) string {
	full := t.PkgPath() + "." + t.Name()
	if name, ok := special[full]; ok {
		return name
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + nameOf(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + nameOf(t.Elem())
	case reflect.Map:
		return "map[" + nameOf(t.Elem()) + "]"
	case reflect.Interface:
		return "raw"
	case reflect.Struct:
		name := short(t.PkgPath()) + "." + t.Name()
		if _, seen := types[name]; !seen {
			types[name] = nil
			types[name] = fieldsOf(t)
		}
		return name
	default:
		return t.Kind().String()
	}
}

func short(path string) string {
	path = strings.TrimPrefix(path, "k8s.io/")
	path = strings.TrimPrefix(path, "api/")
	return strings.TrimPrefix(path, "apimachinery/pkg/apis/")
}

func fieldsOf(t reflect.Type) []field {
	fields := []field{}
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		parts := strings.Split(f.Tag.Get("json"), ",")
		number := 0
		if proto := strings.Split(f.Tag.Get("protobuf"), ","); len(proto) > 1 {
			number, _ = strconv.Atoi(proto[1])
		}
		one := field{Name: parts[0], Number: number, Type: nameOf(f.Type)}
		for _, option := range parts[1:] {
			one.Omit = one.Omit || option == "omitempty" || option == "omitzero"
			one.OmitZero = one.OmitZero || option == "omitzero"
		}
		if parts[0] == "-" {
			continue
		}
		if name := goName(f.Type); name != derived(strings.TrimLeft(one.Type, "*")) {
			one.GoType = name
		}
		one.Place = len(fields) + 1
		one.Strategy, one.MergeKey = f.Tag.Get("patchStrategy"), f.Tag.Get("patchMergeKey")
		fields = append(fields, one)
	}
	sort.SliceStable(fields, func(a, b int) bool { return fields[a].Number < fields[b].Number })
	for i := range fields {
		if fields[i].Place == i+1 {
			fields[i].Place = 0
		}
	}
	return fields
}

// goName is the type that an error of encoding/json names: pointers are followed first.
func goName(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.String()
}

// derived is what the reader makes of Type when GoType is missing.
func derived(name string) string {
	switch {
	case strings.HasPrefix(name, "[]"):
		return "[]" + derived(name[2:])
	case strings.HasPrefix(name, "map["):
		return "map[string]" + derived(name[4:len(name)-1])
	}
	return name[strings.LastIndex(name, "/")+1:]
}

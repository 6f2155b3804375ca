package explorer

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// spec is a part of openapi.yaml; nil where it isn't there.
type spec map[string]any

func readSpec(t *testing.T) spec {
	t.Helper()
	var s spec
	if err := yaml.Unmarshal(openAPI, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// follow goes down keys, and from references to what they mean.
func (s spec) follow(root spec, keys ...string) spec {
	for _, k := range append([]string{""}, keys...) {
		if k != "" {
			s = asSpec(s[k])
		}
		for s["$ref"] != nil {
			at := root
			for _, part := range strings.Split(strings.TrimPrefix(s["$ref"].(string), "#/"), "/") {
				at = asSpec(at[part])
			}
			s = at
		}
	}
	return s
}

func asSpec(v any) spec {
	switch v := v.(type) {
	case spec:
		return v
	case map[string]any:
		return v
	}
	return nil
}

func listOf(v any) []any {
	l, _ := v.([]any)
	return l
}

type operation struct {
	method, path string
	spec         spec
}

func operations(root spec) (out []operation) {
	for path, item := range asSpec(root["paths"]) {
		for method, op := range asSpec(item) {
			out = append(out, operation{strings.ToUpper(method), path, asSpec(op)})
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return out
}

func TestEveryRouteIsDescribed(t *testing.T) {
	root := readSpec(t)
	described := map[string]operation{}
	for _, op := range operations(root) {
		described[op.method+" "+op.path] = op
	}
	for _, r := range routes {
		name := strings.ReplaceAll(r.pattern, "...}", "}")
		op, ok := described[name]
		if !ok {
			t.Errorf("%s is served and not described", name)
			continue
		}
		delete(described, name)
		var params []string
		for _, p := range listOf(op.spec["parameters"]) {
			if p := asSpec(p).follow(root); p["in"] == "query" {
				params = append(params, p["name"].(string))
			}
		}
		want := slices.Clone(r.params)
		slices.Sort(params)
		slices.Sort(want)
		if !slices.Equal(params, want) && !(len(params) == 0 && len(want) == 0) {
			t.Errorf("%s: described with %v, takes %v", name, params, want)
		}
		if anyParam := op.spec["x-any-parameter"] == true; anyParam != r.any && !strings.HasPrefix(op.path, "/api/v2/") {
			t.Errorf("%s: x-any-parameter is %t, takes any %t", name, anyParam, r.any)
		}
		if w := op.spec["security"] != nil; w != r.open {
			t.Errorf("%s: security says open %t, is %t", name, w, r.open)
		}
	}
	for name := range described {
		t.Errorf("%s is described and not served", name)
	}
}

// TestAnswersAreAsDescribed asks every path with the examples of the file, and holds the
// answers against its schemas.
func TestAnswersAreAsDescribed(t *testing.T) {
	root, s := readSpec(t), serve(t, Options{Edit: true})
	claim := get[list[struct{ ID string }]](t, s, "/api/v1/claims").Items[0].ID
	checked := 0
	for _, op := range operations(root) {
		if op.path == "/api/v1/events" || strings.HasPrefix(op.path, "/api/v1/corrections") && op.method != "GET" {
			continue // TestEvents, TestCorrections
		}
		path, values := op.path, url.Values{}
		for _, p := range listOf(op.spec["parameters"]) {
			p := asSpec(p).follow(root)
			name, example := p["name"].(string), p["example"]
			if example == "claim/1" {
				example = claim
			}
			switch {
			case p["in"] == "path":
				path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(fmt.Sprint(example)))
			case example == nil:
			case listOf(example) != nil:
				for _, e := range listOf(example) {
					values.Add(name, fmt.Sprint(e))
				}
			default:
				values.Set(name, fmt.Sprint(example))
			}
		}
		if more, ok := op.spec["x-example"].(string); ok {
			path += "?" + more
		} else if len(values) > 0 {
			path += "?" + values.Encode()
		}
		body := ""
		for typ, content := range op.spec.follow(root, "requestBody", "content") {
			example := asSpec(content)["example"]
			if typ == "*/*" {
				body = example.(string)
			} else if data, err := json.Marshal(example); err == nil {
				body = string(data)
			}
		}
		w := call(s, op.method, path, body)
		statuses := asSpec(op.spec["responses"])
		res, ok := statuses[fmt.Sprint(w.Code)]
		if !ok || w.Code >= 300 && statuses["200"] != nil {
			t.Errorf("%s %s: %d %.300s", op.method, path, w.Code, w.Body)
			continue
		}
		for typ, content := range asSpec(res).follow(root, "content") {
			if got := w.Header().Get("Content-Type"); typ != "*/*" && !strings.HasPrefix(got, typ) {
				t.Errorf("%s %s: Content-Type %s, want %s", op.method, path, got, typ)
			}
			schema := asSpec(content).follow(root, "schema")
			if schema == nil {
				continue
			}
			var v any
			if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
				t.Errorf("%s %s: %v", op.method, path, err)
				continue
			}
			checked++
			for _, fault := range faults(root, schema, v, "") {
				t.Errorf("%s %s: %s\n%.500s", op.method, path, fault, w.Body)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d answers were checked", checked)
	}
}

// faults says where a value is not as a schema has it.
func faults(root, schema spec, v any, at string) (out []string) {
	schema = schema.follow(root)
	is := map[any]func(any) bool{
		"object":  func(v any) bool { _, ok := v.(map[string]any); return ok },
		"array":   func(v any) bool { _, ok := v.([]any); return ok },
		"string":  func(v any) bool { _, ok := v.(string); return ok },
		"integer": func(v any) bool { f, ok := v.(float64); return ok && f == float64(int(f)) },
		"number":  func(v any) bool { _, ok := v.(float64); return ok },
		"boolean": func(v any) bool { _, ok := v.(bool); return ok },
	}
	if check := is[schema["type"]]; check != nil && !check(v) {
		return []string{fmt.Sprintf("%s is %v, want %v", at, v, schema["type"])}
	}
	if obj, ok := v.(map[string]any); ok {
		for _, name := range listOf(schema["required"]) {
			if _, ok := obj[name.(string)]; !ok {
				out = append(out, fmt.Sprintf("%s has no %s", at, name))
			}
		}
		props := asSpec(schema["properties"])
		for _, name := range slices.Sorted(maps.Keys(props)) {
			if value, ok := obj[name]; ok {
				out = append(out, faults(root, asSpec(props[name]), value, at+"."+name)...)
			}
		}
	}
	if list, ok := v.([]any); ok && schema["items"] != nil {
		for i, item := range list {
			out = append(out, faults(root, asSpec(schema["items"]), item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return out
}

func TestFaultsAreFound(t *testing.T) {
	root := readSpec(t)
	node := asSpec(root["components"]).follow(root, "schemas", "Node")
	for value, want := range map[string]int{
		`{"id":"a","name":"a","type":"","articles":1,"ties":1,"claims":1}`:   0,
		`{"id":"a","name":"a","type":"","articles":1,"ties":1}`:              1,
		`{"id":1,"name":"a","type":"","articles":1.5,"ties":"1","claims":1}`: 3,
		`[]`: 1,
	} {
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			t.Fatal(err)
		}
		if got := faults(root, node, v, ""); len(got) != want {
			t.Errorf("%s: %q, want %d", value, got, want)
		}
	}
}

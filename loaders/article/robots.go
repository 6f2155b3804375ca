package article

import (
	"net/url"
	"strings"
)

// robots are the rules of a robots.txt that concern us (RFC 9309).
type robots struct{ rules []robotsRule }

type robotsRule struct {
	allow bool
	path  string // with "*" for anything and "$" at the end for the end
}

// parseRobots reads the groups for agent, or else those for everyone.
func parseRobots(text, agent string) *robots {
	var own, all []robotsRule
	mine, anyone, named, inRules := false, false, false, false
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if inRules { // a new group
				mine, anyone, inRules = false, false, false
			}
			if value == "*" {
				anyone = true
			} else if strings.EqualFold(strings.TrimRight(value, "/0123456789. "), agent) {
				mine, named = true, true
			}
		case "allow", "disallow":
			inRules = true
			if value == "" {
				continue // forbids nothing
			}
			rule := robotsRule{key == "allow", escapePath(value)}
			if mine {
				own = append(own, rule)
			}
			if anyone {
				all = append(all, rule)
			}
		}
	}
	if named {
		return &robots{own}
	}
	return &robots{all}
}

// escapePath writes a path as addresses have it, so that rules compare byte by byte.
func escapePath(s string) string {
	if u, err := url.Parse(strings.ReplaceAll(s, "*", "%2A")); err == nil && u.Scheme == "" && u.Host == "" {
		return strings.ReplaceAll(u.RequestURI(), "%2A", "*")
	}
	return s
}

// allow says whether the rules let us fetch an address: the longest rule that matches
// decides, and of two as long the one that allows.
func (r *robots) allow(u *url.URL) bool {
	path := u.RequestURI()
	if path == "/robots.txt" {
		return true
	}
	best, allowed := -1, true
	for _, rule := range r.rules {
		if n := len(rule.path); (n > best || n == best && rule.allow) && matchPath(rule.path, path) {
			best, allowed = n, rule.allow
		}
	}
	return allowed
}

// matchPath takes time that grows with the length of the path for each "*" of the pattern.
func matchPath(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, part := range parts[1:] {
		if last := i == len(parts)-2; last && anchored {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !anchored || path == ""
}

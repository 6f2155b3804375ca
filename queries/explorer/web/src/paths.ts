// How two actors are tied: a form, the ways found in words, and each of them on the canvas.
import { api } from "./api";
import { fill, h } from "./dom";
import { actorField } from "./search";
import { clip } from "./dossier";
import { empty, failed, loading } from "./say";
import type { Path, Subgraph } from "./types";
import { count, statusWords, tieId, tieParts } from "./words";

export interface PathHands {
  name(id: string): string;
  tie(subject: string, predicate: string, object: string): void;
  show(g: Subgraph, edges: string[]): void;
  remember(asked: string): void;
  ready(): void;
}

export interface Asked {
  a: string;
  b: string;
  hubs?: boolean; // leave out the ten most connected
}

/** edgesOf gives the ids of the ties that a path runs over. */
export function edgesOf(p: Path): string[] {
  let from = p.from;
  return p.steps.map((s) => {
    const id = s.reverse ? tieId(s.to, s.predicate, from) : tieId(from, s.predicate, s.to);
    from = s.to;
    return id;
  });
}

export function paths(el: HTMLElement, asked: Asked, hands: PathHands): void {
  const a = actorField("From", asked.a, hands.name);
  const b = actorField("To", asked.b, hands.name);
  const hubs = h("input", { type: "checkbox", id: "path-hubs", checked: !!asked.hubs });
  const out = h("div", { "aria-live": "polite" });
  const find = async () => {
    if (!a.id() || !b.id()) return fill(out, empty("Name both actors."));
    hands.remember(JSON.stringify({ a: a.id(), b: b.id(), hubs: hubs.checked || undefined }));
    fill(out, loading("Looking for a way…"));
    try {
      const res = await api.path(a.id(), b.id(), { k: 5, without: hubs.checked ? ["hubs"] : undefined });
      const items = res.items ?? [];
      if (!items.length) return fill(out, empty(`No way leads from ${hands.name(a.id())} to ${hands.name(b.id())} in four steps or fewer.`));
      const g = { nodes: res.nodes ?? [], edges: res.edges ?? [] };
      fill(out, h("p", { class: "facts" }, `${count(items.length, "way")}, the shortest first`), h("ol", { class: "paths" }, items.map((p) => way(p, g, hands))));
      show(items[0]!, g, hands);
    } catch (err) {
      fill(out, failed(err));
    }
  };
  fill(
    el,
    h("h2", { tabindex: "-1" }, "How are two actors tied?"),
    h(
      "form",
      { onsubmit: (e: Event) => (e.preventDefault(), void find()) },
      a.el,
      b.el,
      h("p", { class: "actions" }, h("label", { class: "check", for: "path-hubs" }, hubs, h("span", { class: "box", "aria-hidden": "true" }), h("span", { class: "name" }, "Avoid the ten most connected actors"))),
      h("p", { class: "actions" }, h("button", { type: "submit", class: "main" }, "Find a way"), h("button", { type: "button", onclick: () => swap(a, b) }, "Swap")),
    ),
    out,
  );
  (a.id() ? b : a).input.setAttribute("data-first", "");
  hands.ready();
  if (asked.a && asked.b) void find();
}

function swap(a: ReturnType<typeof actorField>, b: ReturnType<typeof actorField>): void {
  const [x, y, tx, ty] = [a.id(), b.id(), a.input.value, b.input.value];
  a.set(y);
  b.set(x);
  a.input.value = ty;
  b.input.value = tx;
}

function show(p: Path, g: Subgraph, hands: PathHands): void {
  const edges = new Set(edgesOf(p));
  const ids = new Set([p.from, ...p.steps.map((s) => s.to)]);
  hands.show({ nodes: g.nodes.filter((n) => ids.has(n.id)), edges: g.edges.filter((e) => edges.has(e.id)) }, [...edges]);
}

function way(p: Path, g: Subgraph, hands: PathHands): HTMLElement {
  const edges = edgesOf(p);
  return h(
    "li",
    {},
    p.steps.map((s, i) => {
      const { subject, predicate, object } = tieParts(edges[i]!);
      const status = s.statuses[0] ?? "actual";
      return h(
        "div",
        { class: "step" },
        h("button", { type: "button", class: "plain", dir: "auto", onclick: () => hands.tie(subject, predicate, object) }, clip(s.words, 240)),
        h("span", { class: "count" }, " ", status !== "actual" ? statusWords[status] + ", " : "", count(s.articles, "article")),
        h("blockquote", { dir: "auto" }, s.best.sentence),
      );
    }),
    h("p", { class: "actions" }, h("button", { type: "button", onclick: () => show(p, g, hands) }, "Show in graph")),
  );
}

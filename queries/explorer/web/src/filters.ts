// Filters that are the legend too: a colour and shape for each type, a line for each status.
import { byId, fill, h } from "./dom";
import type { Graph } from "./model";
import { noFilters } from "./model";
import { glyph, types as looks } from "./palette";
import type { Stats, Status } from "./types";
import { count, says, statuses, typePlural } from "./words";

export class FilterPanel {
  private el = byId("side");
  private stats: Stats | undefined;
  private wide = false; // all predicates, or the ones told most

  constructor(private graph: Graph) {}

  know(stats: Stats): void {
    this.stats = stats;
    this.render();
  }

  render(): void {
    const { graph } = this;
    const f = graph.view.filters;
    const focus = (document.activeElement as HTMLElement | null)?.id;
    const { nodes, edges, withheld } = graph.shown;
    const active = JSON.stringify(f) !== JSON.stringify(noFilters());
    const byType = tally(nodes.map((n) => n.type));
    const onScreen = new Set(graph.view.nodes);
    const inScope = [...graph.ties.values()].filter((e) => onScreen.has(e.subject) && onScreen.has(e.object));
    const byPredicate = tally(inScope.map((e) => e.predicate));
    const byStatus = tally(edges.map((e) => graph.status(e)));
    const typeList = Object.keys(looks).filter((t) => !this.stats || this.stats.types.some((x) => x.id === t) || byType.has(t));
    const predicates = [...byPredicate].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    for (const p of f.predicates) if (!byPredicate.has(p)) predicates.push([p, 0]);
    const some = this.wide ? predicates : predicates.slice(0, 8);
    const wasOpen = this.el.querySelector("details")?.open ?? innerWidth > 900;
    fill(
      this.el,
      h(
        "details",
        { open: wasOpen },
        h("summary", {}, "Filters and legend", active ? h("span", { class: "count" }, " on") : null),
        h("p", { class: "facts", id: "sum" }, `${count(nodes.length, "actor")}, ${count(edges.length, "tie")}`, withheld ? [", ", h("span", { class: "whole" }, `${withheld.toLocaleString("en")} filtered out`)] : null, graph.undrawn ? `; of pairs with many ties the most told are drawn, ${graph.undrawn.toLocaleString("en")} are not` : "", graph.left ? `, ${graph.left.toLocaleString("en")} more that few articles tell are left out` : ""),
        h(
          "fieldset",
          {},
          h("legend", {}, "Actors"),
          typeList.map((t) =>
            check(`type-${t}`, !f.types.length || f.types.includes(t), [glyph(t), typePlural(t)], byType.get(t) ?? 0, () => this.toggle("types", t, typeList)),
          ),
          h("p", { class: "key" }, sizes(), "larger: more ties"),
        ),
        h(
          "fieldset",
          {},
          h("legend", {}, "Ties that"),
          statuses.map((s) => check(`status-${s}`, f.statuses.includes(s), [dash(s), statusText[s]], byStatus.get(s) ?? 0, () => this.status(s))),
        ),
        h(
          "fieldset",
          { class: "predicates" },
          h("legend", {}, "Kind of tie"),
          some.length ? some.map(([p, n]) => check(`pred-${p}`, !f.predicates.length || f.predicates.includes(p), [says(p)], n, () => this.toggle("predicates", p, predicates.map(([id]) => id)))) : h("p", { class: "also" }, "None on screen"),
          predicates.length > 8 ? h("button", { type: "button", class: "plain small", id: "pred-wide", onclick: () => ((this.wide = !this.wide), this.render()) }, this.wide ? "fewer" : `${predicates.length - 8} more`) : null,
        ),
        h(
          "fieldset",
          {},
          h("legend", {}, "Said"),
          h("label", { class: "field", for: "f-source" }, "by source"),
          h("input", { id: "f-source", type: "search", value: f.source, placeholder: "any", autocomplete: "off", onchange: (e: Event) => this.set("source", (x) => (x.source = (e.target as HTMLInputElement).value.trim())) }),
          h("label", { class: "field", for: "f-min" }, "in at least "),
          h(
            "select",
            { id: "f-min", onchange: (e: Event) => this.set("number of articles", (x) => (x.minArticles = Number((e.target as HTMLSelectElement).value))) },
            [1, 2, 3, 5, 10, 25].map((n) => h("option", { value: n, selected: n === f.minArticles }, count(n, "article"))),
          ),
        ),
        active ? h("button", { type: "button", id: "f-clear", onclick: () => this.set("filters", (x) => Object.assign(x, noFilters())) }, "Clear filters") : null,
      ),
    );
    if (focus && this.el.querySelector("#" + CSS.escape(focus))) document.getElementById(focus)?.focus();
  }

  private set(label: string, edit: (f: Graph["view"]["filters"]) => void): void {
    this.graph.change("filter by " + label, (v) => edit(v.filters));
  }

  /** The first tick singles one out; ticking all is the same as none. */
  private toggle(key: "types" | "predicates", value: string, all: string[]): void {
    this.set(key === "types" ? "type" : "kind of tie", (f) => {
      const now = f[key].length ? f[key] : all;
      const next = now.includes(value) ? now.filter((x) => x !== value) : [...now, value];
      f[key] = next.length === 0 || all.every((x) => next.includes(x)) ? [] : next;
    });
  }

  private status(s: Status): void {
    this.set("status", (f) => {
      f.statuses = f.statuses.includes(s) ? f.statuses.filter((x) => x !== s) : statuses.filter((x) => x === s || f.statuses.includes(x));
    });
  }
}

const statusText: Record<Status, string> = { actual: "happened", planned: "are planned", possible: "are possible", denied: "are denied" };

function tally(items: string[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const i of items) out.set(i, (out.get(i) ?? 0) + 1);
  return out;
}

function check(id: string, on: boolean, label: (Node | string)[], n: number, change: () => void): HTMLElement {
  return h("label", { class: "check" + (n ? "" : " zero") }, h("input", { type: "checkbox", id, checked: on, onchange: change }), h("span", { class: "box", "aria-hidden": "true" }), h("span", { class: "name" }, label), h("span", { class: "count" }, n));
}

const ns = "http://www.w3.org/2000/svg";

function dash(s: Status): SVGSVGElement {
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 26 8");
  svg.setAttribute("class", "dash " + s);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", "M0 4H26");
  svg.append(path);
  return svg;
}

function sizes(): SVGSVGElement {
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 40 16");
  svg.setAttribute("class", "sizes");
  svg.setAttribute("aria-hidden", "true");
  for (const [x, r] of [[4, 2.5], [15, 4.5], [31, 7]]) {
    const c = document.createElementNS(ns, "circle");
    c.setAttribute("cx", String(x));
    c.setAttribute("cy", "8");
    c.setAttribute("r", String(r));
    svg.append(c);
  }
  return svg;
}


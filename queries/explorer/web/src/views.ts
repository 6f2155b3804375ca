// Panels over what is on screen: the ties as a table, the selection, the files.
import { api, type Params } from "./api";
import { fill, h } from "./dom";
import * as files from "./files";
import type { Graph } from "./model";
import { glyph } from "./palette";
import { table } from "./results";
import { empty, message, say } from "./say";
import type { Stage } from "./stage";
import { count, nameOf, says, span, statusWords } from "./words";

export interface ViewHands {
  open(id: string): void;
  openTie(id: string): void;
  hide(ids: string[]): void;
  pin(ids: string[]): void;
  keep(ids: string[]): void;
  unfold(ids: string[]): void;
  path(a: string, b: string): void;
  ready(): void;
}

const named = (graph: Graph) => (id: string) => graph.info.get(id)?.name || nameOf(id);

/** The same ties as the picture shows, for a screen reader and for whoever likes lists. */
export function tieTable(el: HTMLElement, graph: Graph, hands: ViewHands): void {
  const { nodes, edges } = graph.shown;
  const name = named(graph);
  const rows = edges
    .map((e) => ({
      open: () => hands.openTie(e.id),
      cells: {
        tie: { value: `${name(e.subject)} ${e.label || says(e.predicate)} ${name(e.object)}` },
        status: { value: statusWords[graph.status(e)] },
        articles: { value: e.articles },
        when: { value: span(e.first, e.last) },
      },
    }))
    .sort((a, b) => b.cells.articles.value - a.cells.articles.value || (a.cells.tie.value < b.cells.tie.value ? -1 : 1));
  const columns = [
    { key: "tie", title: "Tie" },
    { key: "status", title: "Status" },
    { key: "articles", title: "Articles" },
    { key: "when", title: "When" },
  ];
  fill(
    el,
    h("h2", { tabindex: "-1" }, "Ties on screen"),
    h("p", { class: "facts" }, `${count(edges.length, "tie")} among ${count(nodes.length, "actor")}. Each opens its evidence.`),
    rows.length ? table("Ties on screen", columns, rows, hands.open) : empty(graph.view.nodes.length ? "No tie is left under these filters." : "Nothing is on screen yet. Search for an actor first."),
  );
  hands.ready();
}

export function selection(el: HTMLElement, graph: Graph, hands: ViewHands): void {
  const ids = [...graph.selected];
  const name = named(graph);
  const among = graph.shown.edges.filter((e) => graph.selected.has(e.subject) && graph.selected.has(e.object));
  const button = (label: string, run: () => void) => h("button", { type: "button", onclick: run }, label);
  fill(
    el,
    h("p", { class: "kicker" }, "Selection"),
    h("h2", { tabindex: "-1" }, count(ids.length, "actor")),
    ids.length
      ? h("div", { class: "actions" }, ids.length === 2 ? button("Path between", () => hands.path(ids[0]!, ids[1]!)) : null, ids.length <= 20 ? button("Unfold all", () => hands.unfold(ids)) : null, button("Keep only these", () => hands.keep(ids)), button("Hide", () => hands.hide(ids)), button(ids.every((id) => graph.view.pins.includes(id)) ? "Unpin" : "Pin", () => hands.pin(ids)))
      : empty("Shift-click actors, or draw a lasso around them."),
    h("h3", {}, among.length ? count(among.length, "tie") + " among them" : "No ties among them"),
    h("ul", { class: "ties" }, among.slice(0, 200).map((e) => h("li", {}, h("button", { type: "button", class: "row", onclick: () => hands.openTie(e.id) }, h("span", { class: "name", dir: "auto" }, `${name(e.subject)} ${e.label} ${name(e.object)}`), h("span", { class: "count" }, count(e.articles, "article")))))),
    h("h3", {}, "Who"),
    h("ul", { class: "ties" }, ids.slice(0, 200).map((id) => h("li", {}, h("button", { type: "button", class: "row", onclick: () => hands.open(id) }, h("span", { class: "name", dir: "auto" }, glyph(graph.info.get(id)?.type ?? ""), name(id)), h("span", { class: "count" }, graph.info.get(id)?.type ?? ""))))),
  );
  hands.ready();
}

export function exports(el: HTMLElement, graph: Graph, stage: Stage, params: Params, hands: ViewHands): void {
  const { nodes, edges } = graph.shown;
  const row = (title: string, about: string, run: () => void | Promise<void>) =>
    h("li", {}, h("button", { type: "button", class: "row", onclick: () => void Promise.resolve().then(run).catch((err) => say(message(err))) }, h("span", { class: "name" }, title), h("span", { class: "count" }, about)));
  const whole: [string, string][] = [["GEXF", "for Gephi"], ["GraphML", "for yEd, igraph"], ["CSV", "for Neo4j and tables"], ["N-Quads", "the claims as RDF"], ["JSON-LD", "the claims as RDF"]];
  // The export takes one kind of tie at most, and no source.
  const { source: _, predicate, ...rest } = params;
  const one = Array.isArray(predicate) && predicate.length === 1 ? predicate : undefined;
  fill(
    el,
    h("h2", { tabindex: "-1" }, "Export"),
    h("h3", {}, "What is on screen"),
    h("p", { class: "facts" }, `${count(nodes.length, "actor")}, ${count(edges.length, "tie")}`),
    nodes.length
      ? h(
          "ul",
          { class: "exports" },
          row("PNG", "a picture, 3200 × 2000", async () => files.save("relata.png", "image/png", await files.png(stage.picture, stage.theme))),
          row("SVG", "a picture that scales", () => files.save("relata.svg", "image/svg+xml", files.svg(stage.picture, stage.theme))),
          row("GEXF", "for Gephi, places kept", () => files.save("relata.gexf", "application/xml", files.gexf(graph, stage.picture))),
          row("JSON", "actors and ties", () => files.save("relata.json", "application/json", files.json(graph))),
        )
      : empty("Nothing is on screen yet."),
    h("h3", {}, "The whole graph, under these filters"),
    h("ul", { class: "exports" }, whole.map(([format, about]) => h("li", {}, h("a", { class: "row", href: api.exportPath({ ...rest, predicate: one, format: format.replace("-", "").toLowerCase() }), download: "" }, h("span", { class: "name" }, format), " ", h("span", { class: "count" }, about))))),
    h("h3", {}, "This view as a link"),
    h("p", { class: "actions" }, h("button", { type: "button", onclick: () => void copy() }, "Copy the link")),
  );
  hands.ready();
}

async function copy(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied. It shows the same view wherever this graph is served.");
  } catch {
    say("The browser keeps the clipboard closed. The link is in the address bar.");
  }
}

// Puts the parts together: what a hand does goes to the graph, what changes in the graph goes
// to the canvas, the filters, the timeline, the panel and the address.
import { api, type Params } from "./api";
import { byId, fill, h, keepFocus } from "./dom";
import { dossier } from "./dossier";
import { evidence } from "./evidence";
import { FilterPanel } from "./filters";
import { home } from "./home";
import { Layout } from "./layout";
import * as link from "./link";
import { emptyView, Graph, MAX_NODES } from "./model";
import { gizmoConsole } from "./console";
import { corrections } from "./corrections";
import { Panel } from "./panel";
import { paths, type Asked } from "./paths";
import { questions } from "./questions";
import { suggest } from "./search";
import { failed, message, say, whisper } from "./say";
import { Stage } from "./stage";
import { readTheme } from "./canvas";
import * as theme from "./theme";
import { Timeline } from "./timeline";
import type { Edge, Stats, Subgraph } from "./types";
import { exports, selection, tieTable } from "./views";
import { count, learn, nameOf, says, statuses, tieId, tieParts } from "./words";

const UNFOLD = 30; // ties a double-click adds; the next one adds more
const CROWD = 500; // actors from which their ties are asked for less often

const graph = new Graph();
const panel = new Panel(byId("panel"));
const cursors = new Map<string, string | undefined>();
let stats: Stats | undefined;
let written = "";

const canvas = byId<HTMLCanvasElement>("graph");
const stage = new Stage(canvas, graph, {
  actor: (id, more) => (more ? (graph.select([id], true), panel.open(graph.selected.size > 1 ? "selection" : `dossier:${[...graph.selected][0] ?? id}`)) : openDossier(id)),
  unfold: (id) => void unfold(id),
  tie: (id) => openTie(id),
  nothing: () => {
    graph.path.clear();
    graph.select([]);
  },
  lasso: (ids) => {
    setLasso(false);
    graph.select(ids);
    say(`${count(ids.length, "actor")} selected.`);
    if (ids.length) panel.open(ids.length > 1 ? "selection" : `dossier:${ids[0]}`);
  },
  moved: () => remember(),
  key: (event, id) => shortcut(event, id),
  cursor: (id) => {
    const n = graph.info.get(id);
    if (n) whisper(`${n.name}, ${n.type}, ${count(graph.around(id).length, "tie")} on screen of ${n.ties}`);
  },
});
const layout = new Layout(graph, () => {
  stage.settle();
  if (layout.resting) remember();
});
stage.layout = layout;
const filters = new FilterPanel(graph);
const timeline = new Timeline(byId("time"), graph);

/** What the server counts under, in its own words. */
function params(): Params {
  const f = graph.view.filters;
  return {
    predicate: f.predicates,
    status: f.statuses,
    source: f.source || undefined,
    "min-articles": f.minArticles > 1 ? f.minArticles : undefined,
    since: f.since || undefined,
    until: f.until || undefined,
  };
}

function page(name: "home" | "desk"): void {
  if (document.body.dataset.page === name) return;
  document.body.dataset.page = name;
  stage.draw();
}

function take(g: Subgraph): void {
  for (const e of g.edges) learn(e.predicate, e.label);
}

async function unfold(id: string, predicate?: string): Promise<void> {
  page("desk");
  const key = id + "\n" + (predicate ?? "") + "\n" + JSON.stringify(graph.view.filters);
  const seen = cursors.has(key);
  if (seen && cursors.get(key) === undefined) {
    // Everything was unfolded before; some may have been hidden since.
    cursors.delete(key);
  }
  busy(true);
  try {
    const res = await api.neighbours(id, { ...params(), ...(predicate ? { predicate: [predicate] } : {}), type: graph.view.filters.types, limit: UNFOLD, cursor: cursors.get(key) });
    cursors.set(key, res.next);
    take(res);
    const name = res.node?.name ?? nameOf(id);
    const nodes = res.node ? [res.node, ...res.nodes.filter((n) => n.id !== res.node.id)] : res.nodes;
    const room = MAX_NODES - graph.view.nodes.length;
    const fresh = graph.add(`unfold ${name}`, nodes, res.edges, graph.view.nodes.includes(id) ? [] : [id], id);
    if (room < nodes.length) say(`At most ${MAX_NODES.toLocaleString("en")} actors fit on screen: hide some first.`);
    else if (res.next) say(`${name}: ${fresh ? count(fresh, "new actor") : "no new actor"}, the most told first; ${res.total} ties in all.`, { label: "Show more", run: () => void unfold(id, predicate) });
    else if (!fresh && graph.view.nodes.length) say(res.total ? `All ${count(res.total, "tie")} of ${name} ${res.total === 1 ? "is" : "are"} on screen.` : `${name} has no tie under these filters.`);
    else whisper(`${name}: ${count(fresh, "new actor")} on screen.`);
  } catch (err) {
    say(message(err), { label: "Try again", run: () => void unfold(id, predicate) });
  } finally {
    busy(false);
  }
}

/** open shows an actor: its dossier, and its ties around it when the picture is new. */
async function open(id: string): Promise<void> {
  page("desk");
  panel.open(`dossier:${id}`);
  if (!graph.view.nodes.includes(id)) await unfold(id);
  graph.select([id]);
  stage.reveal(id);
}

function openDossier(id: string): void {
  graph.select([id]);
  panel.open(`dossier:${id}`);
}

function openTie(id: string): void {
  graph.selectEdge(id);
  panel.open(`tie:${id}`);
}

/** ties of a dossier may be off screen: both ends come in first. */
async function openTriple(subject: string, predicate: string, object: string): Promise<void> {
  const id = tieId(subject, predicate, object);
  if (!graph.ties.has(id) || !graph.view.nodes.includes(subject) || !graph.view.nodes.includes(object)) {
    try {
      const g = await api.between([subject, object], { status: ["actual", "planned", "possible", "denied"] });
      take(g);
      graph.add("show a tie", g.nodes, g.edges, [], graph.view.nodes.includes(subject) ? subject : object);
    } catch (err) {
      return say(message(err));
    }
  }
  openTie(id);
}

function bringIn(label: string, g: Subgraph, seeds: string[] = g.nodes.map((n) => n.id)): void {
  page("desk");
  take(g);
  const fresh = graph.add(label, g.nodes, g.edges, seeds);
  if (g.nodes.length > fresh && graph.view.nodes.length >= MAX_NODES) say(`At most ${MAX_NODES.toLocaleString("en")} actors fit on screen.`);
}

/** Of what stands on screen the server counts under source and dates; the rest is filtered here, so that the lists of filters stay whole. */
function among(): Params {
  const { source, since, until } = params();
  return { source, since, until, status: [...statuses] };
}

let exact = 0;
let refreshing: AbortController | undefined;

/** sharpen asks the server for the ties among what is on screen, counted under the filters. */
function sharpen(): void {
  clearTimeout(exact);
  exact = window.setTimeout(async () => {
    const ids = graph.view.nodes;
    if (!ids.length) return;
    refreshing?.abort();
    refreshing = new AbortController();
    try {
      const g = await api.between(ids, among(), refreshing.signal);
      take(g);
      // An open tie stays known, whatever the filters took.
      const left = Math.max(0, g.total - g.edges.length);
      const same = left === graph.left && g.edges.length === graph.ties.size && g.edges.every((e) => JSON.stringify(e) === JSON.stringify(graph.ties.get(e.id)));
      graph.ties.clear();
      graph.learn(g.nodes, g.edges);
      graph.left = left;
      if (!same) {
        quiet = true;
        graph.touched();
        quiet = false;
      }
    } catch (err) {
      if ((err as Error).name !== "AbortError") say(message(err));
    }
  }, graph.view.nodes.length > CROWD ? 500 : 80);
}

let quiet = false;
graph.on((change) => {
  if (change === "graph") {
    layout.run();
    if (!quiet) sharpen();
    note();
  }
  stage.refresh();
  filters.render();
  timeline.render();
  tools();
  panel.changed(change);
  remember();
});

/** bare says whether nothing stands on screen that a panel on a narrow page should leave room for. */
function bare(): void {
  document.body.classList.toggle("bare", !graph.view.nodes.length && !["dossier", "tie", "selection"].includes(panel.kind));
}

function note(): void {
  bare();
  const el = byId("note");
  const { nodes } = graph.shown;
  const lost = graph.view.nodes.length - graph.view.hidden.length;
  el.hidden = nodes.length > 0;
  if (!graph.view.nodes.length) el.textContent = "Search for an actor, or show an answer as graph.";
  else if (!el.hidden) el.textContent = lost > 0 ? "The filters leave nothing on screen." : "Everything is hidden. Undo brings it back.";
}

function busy(on: boolean): void {
  byId("stage").classList.toggle("busy", on);
  canvas.setAttribute("aria-busy", String(on));
}

// The address: written a moment after things come to rest.
let pen = 0;
function remember(): void {
  clearTimeout(pen);
  pen = window.setTimeout(() => {
    if (document.body.dataset.page === "home") return;
    const hash = "#" + link.write(graph, panel.name, stage.window);
    if (hash === location.hash) return;
    written = hash;
    history.replaceState(null, "", hash);
  }, 300);
}

async function restore(): Promise<void> {
  const linked = link.read(location.hash);
  const { view } = linked;
  if (!view.nodes.length && !linked.panel) {
    page("home");
    graph.reset(emptyView());
    panel.close();
    await home(stats, { open: (id) => void open(id), example: () => void example() });
    return;
  }
  page("desk");
  busy(true);
  try {
    for (const [id, p] of linked.places) graph.places.set(id, Object.assign(graph.places.get(id) ?? p, p)); // the layout knows the places that stand
    if (view.nodes.length) {
      graph.view = { ...view, nodes: [] }; // the filters count for what is asked
      const g = await api.between(view.nodes.slice(0, MAX_NODES), among());
      take(g);
      graph.learn(g.nodes, g.edges);
      graph.left = Math.max(0, g.total - g.edges.length);
    }
    const lost = view.nodes.filter((id) => !graph.info.has(id));
    if (lost.length) say(`${count(lost.length, "actor")} of this link ${lost.length === 1 ? "is" : "are"} not in the graph: ${lost.slice(0, 3).map(nameOf).join(", ")}${lost.length > 3 ? "…" : ""}`);
    graph.reset({ ...view, nodes: view.nodes.filter((id) => graph.info.has(id)) });
    if (linked.places.size >= graph.view.nodes.length) layout.accept();
    stage.window = linked.window;
    graph.select(linked.selected.filter((id) => graph.info.has(id)));
    if (linked.panel) panel.open(linked.panel);
    if (linked.panel.startsWith("tie:")) graph.selectEdge(linked.panel.slice(4));
  } catch (err) {
    fill(byId("panel"), failed(err, () => void restore()));
    panel.reveal();
  } finally {
    busy(false);
  }
}

async function example(): Promise<void> {
  try {
    const top = await api.top(24);
    const g = await api.between(top.items.map((n) => n.id), among());
    bringIn("show the most connected", { nodes: top.items, edges: g.edges });
  } catch (err) {
    say(message(err));
  }
}

function toggle(list: "hidden" | "pins", ids: string[], on?: boolean): void {
  const words = list === "hidden" ? "hide" : "pin";
  const names = ids.length === 1 ? (graph.info.get(ids[0]!)?.name ?? nameOf(ids[0]!)) : count(ids.length, "actor");
  const now = on ?? !ids.every((id) => graph.view[list].includes(id));
  graph.change(`${now ? words : list === "hidden" ? "show" : "unpin"} ${names}`, (v) => {
    v[list] = v[list].filter((id) => !ids.includes(id));
    if (now) v[list].push(...ids);
  });
  if (list === "hidden" && now) {
    graph.select([]);
    say(`Hid ${names}.`, { label: "Undo", run: undo });
  } else whisper(`${now ? "Pinned" : "Unpinned"} ${names}.`);
  if (list === "pins") layout.run(0.05, true);
}

function undo(): void {
  const label = graph.undo();
  say(label ? `Undone: ${label}.` : "Nothing to undo.");
}
function redo(): void {
  const label = graph.redo();
  say(label ? `Redone: ${label}.` : "Nothing to redo.");
}

function setLasso(on: boolean): void {
  stage.lassoMode = on;
  canvas.classList.toggle("lasso", on);
  tools();
}

function tools(): void {
  const el = byId("hands");
  const focus = document.activeElement?.id;
  const none = !graph.view.nodes.length;
  const b = (id: string, label: string, title: string, run: () => void, extra: Record<string, unknown> = {}) => h("button", { type: "button", id, title, "aria-label": title, onclick: run, ...extra }, label);
  fill(
    el,
    b("h-undo", "↶", graph.canUndo ? `Undo: ${graph.canUndo}` : "Undo", undo, { disabled: !graph.canUndo }),
    b("h-redo", "↷", graph.canRedo ? `Redo: ${graph.canRedo}` : "Redo", redo, { disabled: !graph.canRedo }),
    h("span", { class: "gap" }),
    b("h-in", "+", "Zoom in", () => stage.by(1.4)),
    b("h-out", "−", "Zoom out", () => stage.by(1 / 1.4)),
    b("h-fit", "Fit", "Show everything", () => stage.fit(), { disabled: none }),
    b("h-lasso", "Lasso", "Draw around actors to select them (or drag with Shift)", () => setLasso(!stage.lassoMode), { "aria-pressed": String(stage.lassoMode), disabled: none }),
    b("h-lay", "Arrange", "Lay the picture out anew", () => layout.run(0.9, true), { disabled: none }),
    graph.view.hidden.length ? b("h-show", `Show ${graph.view.hidden.length} hidden`, "Show what was hidden", () => graph.change("show the hidden", (v) => (v.hidden = []))) : null,
    b("h-clear", "Clear", "Take everything off the screen", () => (graph.change("clear the screen", (v) => Object.assign(v, emptyView(), { filters: v.filters })), panel.close()), { disabled: none }),
  );
  if (focus?.startsWith("h-")) document.getElementById(focus)?.focus();
  for (const button of document.querySelectorAll<HTMLElement>("#tools [data-panel]")) button.setAttribute("aria-expanded", String(panel.kind === button.dataset.panel));
}

function shortcut(event: KeyboardEvent, id: string | undefined): void {
  if (event.altKey || event.metaKey || event.ctrlKey) return;
  const some = graph.selected.size > 1 ? [...graph.selected] : id ? [id] : [];
  const acts: Record<string, (() => void) | undefined> = {
    Enter: id ? () => (openDossier(id), panel.focus()) : undefined,
    " ": id ? () => graph.select([id], true) : undefined,
    u: id ? () => void unfold(id) : undefined,
    h: some.length ? () => toggle("hidden", some) : undefined,
    p: some.length ? () => toggle("pins", some) : undefined,
    "+": () => stage.by(1.4),
    "=": () => stage.by(1.4),
    "-": () => stage.by(1 / 1.4),
    "0": () => stage.fit(),
    f: () => stage.fit(),
    l: () => setLasso(!stage.lassoMode),
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

panel.show = (kind, rest, el, signal) => {
  tools();
  remember();
  bare();
  document.body.classList.toggle("wide", ["table", "console", "ask"].includes(kind));
  if (kind !== "path" && kind !== "tie") graph.path.clear();
  const ready = () => panel.ready();
  const hands = {
    open: (id: string) => void open(id),
    unfold: (id: string, predicate?: string) => void unfold(id, predicate),
    tie: (s: string, p: string, o: string) => void openTriple(s, p, o),
    toggleHidden: (id: string) => toggle("hidden", [id]),
    togglePin: (id: string) => toggle("pins", [id]),
    changed: (run: () => void) => (panel.onChange = run),
    pathFrom: (id: string) => panel.open(`path:${JSON.stringify({ a: id, b: "" })}`),
    editable: () => !!stats?.editable,
    corrected: () => {
      cursors.clear();
      own = performance.now();
      sharpen();
    },
    corrections: () => panel.open("corrections"),
    ready,
  };
  switch (kind) {
    case "dossier":
      void dossier(el, rest, graph, hands, signal);
      return;
    case "tie": {
      const e = graph.ties.get(rest) ?? guess(rest);
      return void evidence(el, e, graph, hands, signal);
    }
    case "path":
      return paths(el, asked(rest), {
        name,
        tie: hands.tie,
        show: (g, edges) => {
          graph.path = new Set(edges);
          graph.select([]);
          bringIn("show a path", g);
        },
        remember: (a) => (panel.rename("path:" + a), remember()),
        ready,
      });
    case "corrections":
      return void corrections(el, hands, signal);
    case "ask":
      return void questions(el, rest, { name, open: hands.open, graph: (ids, label) => void draw(ids, label), go: (p) => panel.open(p), remember: (r) => (panel.rename("ask:" + r), remember()), ready }, signal);
    case "console":
      return gizmoConsole(el, rest, { open: hands.open, graph: (ids, label) => void draw(ids, label), remember: (t) => (panel.rename("console:" + t), remember()), ready }, signal);
    case "table":
    case "selection":
    case "export": {
      const view = kind === "table" ? () => tieTable(el, graph, views) : kind === "selection" ? () => selection(el, graph, views) : () => exports(el, graph, stage, params(), views);
      const views = {
        open: hands.open,
        openTie,
        hide: (ids: string[]) => toggle("hidden", ids, true),
        pin: (ids: string[]) => toggle("pins", ids),
        keep: (ids: string[]) => graph.change("keep a selection", (v) => (v.nodes = v.nodes.filter((id) => ids.includes(id)))),
        unfold: (ids: string[]) => void ids.reduce((before, id) => before.then(() => unfold(id)), Promise.resolve()),
        path: (a: string, b: string) => panel.open(`path:${JSON.stringify({ a, b })}`),
        ready,
      };
      view();
      panel.onChange = (change) => {
        if (change === "graph" || kind === "selection") keepFocus(el, view);
      };
    }
  }
};

function name(id: string): string {
  return graph.info.get(id)?.name || nameOf(id);
}

function asked(rest: string): Asked {
  try {
    const a = JSON.parse(rest) as Partial<Asked>;
    return { a: String(a.a ?? ""), b: String(a.b ?? ""), hubs: !!a.hubs };
  } catch {
    const [a = "", b = ""] = graph.selected;
    return { a, b };
  }
}

/** draw shows the actors of an answer and the ties among them. */
async function draw(ids: string[], label: string): Promise<void> {
  try {
    const g = await api.between(ids.slice(0, MAX_NODES), among());
    if (!g.nodes.length) return say("None of these is an actor.");
    bringIn(`show ${label}`, g);
    say(`${count(g.nodes.length, "actor")} and ${count(g.edges.filter((e) => graph.passes(e)).length, "tie")} among them.` + (ids.length > MAX_NODES ? ` The first ${MAX_NODES.toLocaleString("en")} of ${ids.length.toLocaleString("en")} actors in the rows.` : ""));
  } catch (err) {
    say(message(err));
  }
}

/** A tie of a link that the filters took: its parts are in its id. */
function guess(id: string): Edge {
  const parts = tieParts(id);
  return { id, ...parts, label: says(parts.predicate), status: "actual", claims: 0, articles: 0, sources: 0, confidence: 0, statuses: {} };
}

function begin(): void {
  const icon = byId("do-theme");
  const paintTheme = () => {
    icon.textContent = theme.current() === "dark" ? "☀" : "☾";
    icon.setAttribute("aria-label", theme.current() === "dark" ? "Switch to light" : "Switch to dark");
    stage.theme = readTheme();
    stage.draw();
    timeline.render();
  };
  theme.start(paintTheme);
  icon.addEventListener("click", () => (theme.toggle(), paintTheme()));
  paintTheme();
  const q = byId<HTMLInputElement>("q");
  suggest({ input: q, list: byId<HTMLUListElement>("found") }, (f) => {
    q.value = "";
    graph.info.set(f.id, graph.info.get(f.id) ?? { id: f.id, name: f.name, type: f.type, articles: f.articles, ties: f.ties, claims: 0 });
    panel.focus();
    void open(f.id);
  });
  for (const button of document.querySelectorAll<HTMLElement>("#tools [data-panel]")) {
    button.addEventListener("click", () => {
      const name = button.dataset.panel!;
      if (panel.kind === name && document.body.dataset.page === "desk") return panel.close();
      page("desk");
      panel.open(name);
      panel.focusWhenReady();
    });
  }
  byId("brand").addEventListener("click", (event) => {
    event.preventDefault();
    history.pushState(null, "", location.pathname + location.search);
    void restore();
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== written) void restore();
  });
  window.addEventListener("popstate", () => {
    if (location.hash !== written) void restore();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    } else if (event.key === "/" && !typing) {
      event.preventDefault();
      q.focus();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      if (stage.lassoMode) setLasso(false);
      else if (panel.kind && byId("panel").contains(document.activeElement)) {
        panel.close();
        canvas.focus();
      }
    }
  });
  void api.stats().then(
    (s) => {
      stats = s;
      byId("do-corrections").hidden = !s.editable;
      for (const p of s.predicates ?? []) if (p.label) learn(p.id, p.label);
      filters.know(s);
      timeline.know(s);
      note();
      listen();
      void restore();
    },
    (err) => {
      page("home");
      fill(byId("home"), h("div", { class: "column" }, h("h1", {}, "The graph can’t be shown."), failed(err, () => location.reload())));
    },
  );
}

let own = -Infinity; // when a claim was last corrected here

/** listen hears of claims that are loaded meanwhile. */
function listen(): void {
  const events = new EventSource("api/v1/events");
  events.addEventListener("claims", (event) => {
    const { claims } = JSON.parse((event as MessageEvent<string>).data) as { claims: number };
    if (!claims) return;
    // A claim that comes back because its rejection was undone here is no news.
    if (performance.now() - own > 3000) say(`${count(claims, "new claim")} in the graph.`);
    cursors.clear();
    sharpen();
    void api.stats().then((s) => {
      stats = s;
      filters.know(s);
      timeline.know(s);
    }, () => undefined);
  });
}

begin();

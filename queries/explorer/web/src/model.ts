// The graph on screen: which actors are there, which ties stand between them, what is hidden,
// pinned, filtered and selected; with undo. It knows nothing of the page or of the server.
import type { Edge, Node, Status } from "./types";
import { statuses } from "./words";

export interface Filters {
  predicates: string[]; // none: every one
  types: string[]; // none: every one
  statuses: Status[];
  source: string;
  minArticles: number;
  since: string;
  until: string;
}

export const noFilters = (): Filters => ({
  predicates: [],
  types: [],
  statuses: ["actual", "planned", "possible"],
  source: "",
  minArticles: 1,
  since: "",
  until: "",
});

/** What undo brings back and a link carries. */
export interface View {
  nodes: string[];
  seeds: string[]; // asked for by name: they stay when filters take all their ties
  hidden: string[];
  pins: string[];
  filters: Filters;
}

export const emptyView = (): View => ({ nodes: [], seeds: [], hidden: [], pins: [], filters: noFilters() });

export interface Point {
  x: number;
  y: number;
}

export interface Shown {
  nodes: Node[];
  edges: Edge[];
  withheld: number; // ties that the filters took
}

export type Change = "graph" | "select";

/** More would be a hairball, and slow. */
export const MAX_NODES = 5000;

export class Graph {
  view = emptyView();
  readonly info = new Map<string, Node>();
  readonly ties = new Map<string, Edge>();
  readonly places = new Map<string, Point>();
  readonly selected = new Set<string>();
  undrawn = 0; // ties of pairs that have too many to draw each
  left = 0; // ties among what is on screen that are too many to come
  edge = ""; // the tie whose evidence is open
  path = new Set<string>(); // edge ids that a path runs over

  private past: { label: string; view: View }[] = [];
  private future: { label: string; view: View }[] = [];
  private listeners: ((change: Change) => void)[] = [];
  private cache: Shown | undefined;

  on(listener: (change: Change) => void): void {
    this.listeners.push(listener);
  }

  /** touched tells the listeners that something else than the view changed. */
  touched(change: Change = "graph"): void {
    if (change === "graph") this.cache = undefined;
    for (const l of this.listeners) l(change);
  }

  /** change edits a copy of the view; undo brings back the one before. */
  change(label: string, edit: (v: View) => void): void {
    const before = this.view;
    const after = structuredClone(before);
    edit(after);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    this.past.push({ label, view: before });
    if (this.past.length > 200) this.past.shift();
    this.future = [];
    this.show(after);
  }

  /** reset shows a view as a link gives it: there is nothing to undo. */
  reset(view: View): void {
    this.past = [];
    this.future = [];
    this.show(view);
  }

  get canUndo(): string | undefined {
    return this.past.at(-1)?.label;
  }
  get canRedo(): string | undefined {
    return this.future.at(-1)?.label;
  }

  undo(): string | undefined {
    return this.step(this.past, this.future);
  }
  redo(): string | undefined {
    return this.step(this.future, this.past);
  }

  private step(from: { label: string; view: View }[], to: { label: string; view: View }[]): string | undefined {
    const entry = from.pop();
    if (!entry) return undefined;
    to.push({ label: entry.label, view: this.view });
    this.show(entry.view);
    return entry.label;
  }

  private show(view: View): void {
    this.view = view;
    const there = new Set(view.nodes);
    for (const id of this.selected) if (!there.has(id)) this.selected.delete(id);
    this.touched();
  }

  /** learn keeps what the server said of actors and ties, without showing anything. */
  learn(nodes: Node[], edges: Edge[]): void {
    for (const n of nodes) this.info.set(n.id, n);
    for (const e of edges) this.ties.set(e.id, e);
    this.cache = undefined;
  }

  /** adds puts actors on screen, near the one that they belong to, and says how many were new. */
  add(label: string, nodes: Node[], edges: Edge[], seeds: string[] = [], near?: string): number {
    this.learn(nodes, edges);
    const there = new Set(this.view.nodes);
    const fresh = nodes.filter((n) => !there.has(n.id)).slice(0, Math.max(0, MAX_NODES - there.size));
    this.sow(fresh.map((n) => n.id), near);
    this.change(label, (v) => {
      v.nodes.push(...fresh.map((n) => n.id));
      for (const s of seeds) if (!v.seeds.includes(s)) v.seeds.push(s);
      const back = new Set(nodes.map((n) => n.id));
      v.hidden = v.hidden.filter((id) => !back.has(id));
    });
    if (!fresh.length) this.touched();
    return fresh.length;
  }

  /** sow gives actors without a place one: a sunflower around its middle, so that nothing is random. */
  sow(ids: string[], near?: string): void {
    const middle = (near && this.places.get(near)) || { x: 0, y: 0 };
    const start = this.places.size && !near ? Math.sqrt(this.places.size) * 30 : 0;
    ids.forEach((id, i) => {
      if (this.places.has(id)) return;
      const angle = 2.399963 * (i + 1);
      const r = start + 40 + 22 * Math.sqrt(i + 1);
      this.places.set(id, { x: middle.x + r * Math.cos(angle), y: middle.y + r * Math.sin(angle) });
    });
  }

  select(ids: string[], more = false): void {
    if (!more) this.selected.clear();
    for (const id of ids) {
      if (more && this.selected.has(id) && ids.length === 1) this.selected.delete(id);
      else this.selected.add(id);
    }
    this.edge = "";
    this.touched("select");
  }

  selectEdge(id: string): void {
    this.selected.clear();
    this.edge = id;
    this.touched("select");
  }

  /** status is the surest that the filters let through. */
  status(e: Edge): Status {
    return statuses.find((s) => this.view.filters.statuses.includes(s) && e.statuses[s]) ?? e.status;
  }

  passes(e: Edge): boolean {
    const f = this.view.filters;
    if (f.predicates.length && !f.predicates.includes(e.predicate)) return false;
    if (e.articles < f.minArticles) return false;
    const said = Object.keys(e.statuses ?? {}) as Status[];
    if (!(said.length ? said : [e.status]).some((s) => f.statuses.includes(s))) return false;
    if (f.since || f.until) {
      if (!e.first && !e.last) return false;
      // A month is a prefix of its days, so both ends are compared at the shorter length.
      const first = e.first || e.last!;
      const last = e.last || e.first!;
      if (f.until && cut(first, f.until) > cut(f.until, first)) return false;
      if (f.since && cut(last, f.since) < cut(f.since, last)) return false;
    }
    return true;
  }

  get shown(): Shown {
    if (this.cache) return this.cache;
    const { nodes, hidden, seeds, filters } = this.view;
    const visible = new Set(nodes);
    for (const id of hidden) visible.delete(id);
    if (filters.types.length) {
      for (const id of visible) {
        const n = this.info.get(id);
        if (n && !filters.types.includes(n.type)) visible.delete(id);
      }
    }
    let withheld = 0;
    const edges: Edge[] = [];
    const tied = new Set<string>();
    for (const e of this.ties.values()) {
      if (!visible.has(e.subject) || !visible.has(e.object)) continue;
      if (!this.passes(e)) {
        withheld++;
        continue;
      }
      edges.push(e);
      tied.add(e.subject);
      tied.add(e.object);
    }
    const kept = new Set([...seeds, ...this.selected]);
    const list: Node[] = [];
    for (const id of nodes) {
      const n = this.info.get(id);
      if (n && visible.has(id) && (tied.has(id) || kept.has(id))) list.push(n);
    }
    this.cache = { nodes: list, edges, withheld };
    return this.cache;
  }

  around(id: string): Edge[] {
    return this.shown.edges.filter((e) => e.subject === id || e.object === id);
  }
}

const cut = (a: string, b: string) => a.slice(0, Math.min(a.length, b.length));

// The whole view in the address, after the #: a link shows the same picture to someone else.
import { emptyView, noFilters, type Graph, type View } from "./model";
import type { Status } from "./types";
import { statuses } from "./words";

export interface Linked {
  view: View;
  places: Map<string, { x: number; y: number }>;
  panel: string;
  selected: string[];
  window?: { x: number; y: number; k: number };
}

const enc = encodeURIComponent;
const list = (items: string[]) => items.map(enc).join(",");

function unlist(text: string | undefined): string[] {
  return (text ?? "").split(",").filter(Boolean).map(decode);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function write(graph: Graph, panel: string, window?: { x: number; y: number; k: number }): string {
  const { view } = graph;
  const f = view.filters;
  const parts: [string, string][] = [
    ["n", view.nodes.map((id) => {
      const p = graph.places.get(id);
      return enc(id) + (p ? `@${Math.round(p.x)}:${Math.round(p.y)}` : "");
    }).join(",")],
    ["seed", list(view.seeds)],
    ["hide", list(view.hidden)],
    ["pin", list(view.pins)],
    ["sel", list([...graph.selected])],
    ["pred", list(f.predicates)],
    ["type", list(f.types)],
    ["status", f.statuses.join(",") === noFilters().statuses.join(",") ? "" : f.statuses.join(",") || "none"],
    ["source", enc(f.source)],
    ["min", f.minArticles > 1 ? String(f.minArticles) : ""],
    ["since", enc(f.since)],
    ["until", enc(f.until)],
    ["panel", enc(panel)],
    ["at", window ? [Math.round(window.x), Math.round(window.y), window.k.toPrecision(3)].join(":") : ""],
  ];
  return parts.filter(([, v]) => v).map(([k, v]) => k + "=" + v).join("&");
}

export function read(hash: string): Linked {
  const parts = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const i = part.indexOf("=");
    if (i > 0) parts.set(part.slice(0, i), part.slice(i + 1));
  }
  const view = emptyView();
  const places = new Map<string, { x: number; y: number }>();
  for (const item of (parts.get("n") ?? "").split(",").filter(Boolean).slice(0, 5000)) {
    const [id, place] = item.split("@");
    const name = decode(id ?? "");
    if (!name || view.nodes.includes(name)) continue;
    view.nodes.push(name);
    const [x, y] = (place ?? "").split(":").map(Number);
    if (x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y)) places.set(name, { x, y });
  }
  view.seeds = unlist(parts.get("seed"));
  view.hidden = unlist(parts.get("hide"));
  view.pins = unlist(parts.get("pin"));
  const f = view.filters;
  f.predicates = unlist(parts.get("pred"));
  f.types = unlist(parts.get("type"));
  if (parts.has("status")) f.statuses = statuses.filter((s: Status) => unlist(parts.get("status")).includes(s));
  f.source = decode(parts.get("source") ?? "");
  f.minArticles = Math.max(1, Math.floor(Number(parts.get("min") ?? 1)) || 1);
  f.since = decode(parts.get("since") ?? "");
  f.until = decode(parts.get("until") ?? "");
  const out: Linked = { view, places, panel: decode(parts.get("panel") ?? ""), selected: unlist(parts.get("sel")) };
  const [x, y, k] = (parts.get("at") ?? "").split(":").map(Number);
  if (x !== undefined && y !== undefined && k !== undefined && [x, y, k].every(Number.isFinite) && k > 0) out.window = { x, y, k };
  return out;
}

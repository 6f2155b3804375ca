// Rows as a table that sorts, and the actors in them as a graph. Used by the console, the
// saved questions and the table of ties.
import { fill, h } from "./dom";
import { clip } from "./dossier";
import { isPredicate, says } from "./words";
import type { Cell } from "./types";

export interface Column {
  key: string;
  title: string;
}
export interface Row {
  cells: Record<string, Cell | undefined>;
  open?: () => void; // what the first cell opens, instead of an actor
}

const LIMIT = 500; // rows that stand at once: more is a file, not a page

export const text = (c: Cell | undefined): string => (!c ? "" : "id" in c ? (isPredicate(c.id) ? says(c.id) : c.name || c.id) : c.value === null || c.value === undefined ? "" : typeof c.value === "object" ? JSON.stringify(c.value) : String(c.value));

export function table(caption: string, columns: Column[], rows: Row[], open: (id: string) => void): HTMLElement {
  let sorted = "";
  let down = false;
  let all = false;
  const body = h("tbody");
  const heads = new Map<string, HTMLElement>();
  const number = (c: Cell | undefined) => !!c && "value" in c && typeof c.value === "number";
  const compare = (x: Cell | undefined, y: Cell | undefined) => (number(x) && number(y) ? (x as { value: number }).value - (y as { value: number }).value : text(x).localeCompare(text(y), "en", { numeric: true }));
  const draw = () => {
    const list = sorted ? [...rows].sort((a, b) => compare(a.cells[sorted], b.cells[sorted]) * (down ? -1 : 1)) : rows;
    fill(
      body,
      (all ? list : list.slice(0, LIMIT)).map((r) =>
        h(
          "tr",
          {},
          columns.map((c, i) => {
            const cell = r.cells[c.key];
            const words = clip(text(cell), 400);
            const act = r.open && i === 0 ? r.open : cell && "id" in cell && isActor(cell.id) ? () => open(cell.id) : undefined;
            return h("td", { class: number(cell) ? "number" : words.length < 15 ? "short" : /\S{31}/.test(words) ? "long" : undefined, dir: "auto" }, act ? h("button", { type: "button", class: "plain", onclick: act }, words || "…") : words);
          }),
        ),
      ),
    );
    for (const [key, th] of heads) th.setAttribute("aria-sort", key !== sorted ? "none" : down ? "descending" : "ascending");
  };
  const sort = (key: string) => {
    down = sorted === key ? !down : rows.some((r) => number(r.cells[key]));
    sorted = key;
    draw();
  };
  const head = columns.map((c) => {
    const th = h("th", { scope: "col", "aria-sort": "none" }, h("button", { type: "button", onclick: () => sort(c.key) }, c.title));
    heads.set(c.key, th);
    return th;
  });
  draw();
  const box = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, h("table", {}, h("caption", { class: "hidden" }, caption), h("thead", {}, h("tr", {}, head)), body));
  if (rows.length > LIMIT) {
    const more = h("button", { type: "button", onclick: () => ((all = true), draw(), more.remove()) }, `Show all ${rows.length.toLocaleString("en")} rows`);
    return h("div", {}, box, h("p", { class: "actions" }, more));
  }
  return box;
}

const isActor = (id: string) => !isPredicate(id) && !/^(claim|article)\//.test(id);

/** ids of the actors that rows name; those that the graph lacks are passed over later. */
export function actorsIn(rows: Row[]): string[] {
  const out = new Set<string>();
  for (const r of rows) for (const c of Object.values(r.cells)) if (c && "id" in c && isActor(c.id)) out.add(c.id);
  return [...out];
}

// The Gizmo console: a text, completion while it is typed, rows as table and graph.
import { ApiError, api, gizmo } from "./api";
import { fill, h } from "./dom";
import { actorsIn, table, type Row } from "./results";
import { empty, failed, loading } from "./say";
import type { Cell } from "./types";
import { count, nameOf } from "./words";

export interface ConsoleHands {
  open(id: string): void;
  graph(ids: string[], label: string): void;
  remember(text: string): void;
  ready(): void;
}

const start = 'g.V("<Russia>").Tag("who").Out(["<buys-from>", "<supplies>"], "does").All()';
const LIMIT = 2000;

/** A value as Gizmo gives it: <Russia> is a node, the rest is a value. */
function cell(v: unknown): Cell {
  const m = typeof v === "string" ? /^<([^>]*)>$/.exec(v) : null;
  return m ? { id: m[1]!, name: nameOf(m[1]!) } : { value: v };
}

export function gizmoConsole(el: HTMLElement, text: string, hands: ConsoleHands, signal: AbortSignal): void {
  const area = h("textarea", { id: "gizmo", spellcheck: "false", autocapitalize: "off", autocomplete: "off", rows: 6, "aria-label": "Gizmo query", "aria-describedby": "gizmo-help", "data-first": "", "aria-haspopup": "listbox", "aria-controls": "words", "aria-autocomplete": "list", value: text || start });
  const words = h("ul", { class: "found", id: "words", role: "listbox", "aria-label": "Completions", hidden: true });
  const out = h("div", { "aria-live": "polite" });
  let options: string[] = [];
  let from = 0;
  let at = 0;
  let running: AbortController | undefined;
  let asking: AbortController | undefined;
  let timer = 0;

  const close = () => {
    words.hidden = true;
    options = [];
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (i: number) => {
    at = (i + options.length) % options.length;
    Array.from(words.children).forEach((li, j) => li.setAttribute("aria-selected", String(j === at)));
    area.setAttribute("aria-activedescendant", `word-${at}`);
    words.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const take = (i: number) => {
    const word = options[i];
    if (!word) return;
    const end = area.selectionEnd;
    area.setRangeText(word, from, end, "end");
    close();
    area.focus();
  };
  const complete = async (asked = false) => {
    asking?.abort();
    // Unasked it only helps with a word that was begun, or after a dot, a quote or a bracket.
    if (!asked && !/[\w.<"'(-]$/.test(area.value.slice(0, area.selectionEnd))) return close();
    asking = new AbortController();
    try {
      const res = await api.complete(area.value, area.selectionEnd, asking.signal);
      options = (res.items ?? []).slice(0, 40);
      from = res.from;
      if (!options.length || (options.length === 1 && area.value.slice(from, area.selectionEnd) === options[0])) return close();
      fill(words, options.map((w, i) => h("li", { role: "option", id: `word-${i}`, onmousedown: (e: Event) => e.preventDefault(), onclick: () => take(i) }, w)));
      words.hidden = false;
      mark(0);
    } catch {
      close(); // completion is a help; running the query tells what is wrong
    }
  };
  const run = async () => {
    clearTimeout(timer);
    asking?.abort();
    close();
    running?.abort();
    const abort = (running = new AbortController());
    signal.addEventListener("abort", () => abort.abort());
    hands.remember(area.value);
    const rows: Row[] = [];
    const keys: string[] = [];
    fill(out, loading("Asking…"), h("button", { type: "button", onclick: () => abort.abort() }, "Stop"));
    try {
      const end = await gizmo(area.value, LIMIT, abort.signal, (r) => {
        const flat = r !== null && typeof r === "object" && !Array.isArray(r) ? r : { value: r };
        for (const k of Object.keys(flat)) if (!keys.includes(k)) keys.push(k);
        rows.push({ cells: Object.fromEntries(Object.entries(flat).map(([k, v]) => [k, cell(v)])) });
      });
      if (!rows.length) return fill(out, empty("The query found nothing."));
      // Tags first, in the order in which the query names them, then the node where the walk ended.
      const at = (key: string) => (key === "id" ? Infinity : (area.value.search(new RegExp(`["'\`]${key.replace(/[^\w]/g, ".")}["'\`]`)) + 1 || 1e9));
      const columns = [...keys].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
      const ids = actorsIn(rows);
      fill(
        out,
        h("p", { class: "actions" }, h("span", { class: "facts" }, count(rows.length, "row"), end.cut ? ", cut there" : ""), ids.length ? h("button", { type: "button", onclick: () => hands.graph(ids, "a query's answer") }, "Show as graph") : null),
        table("Rows of the query", columns.map((key) => ({ key, title: key })), rows, hands.open),
      );
    } catch (err) {
      if (signal.aborted) return;
      fill(out, (err as Error).name === "AbortError" ? empty("Stopped.") : failed(err instanceof ApiError ? err : new Error(String(err))));
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void complete(), 120);
  });
  area.addEventListener("blur", () => window.setTimeout(close, 150));
  area.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      void run();
    } else if (e.key === " " && e.ctrlKey) {
      e.preventDefault();
      void complete(true);
    } else if (!words.hidden) {
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        mark(at + (e.key === "ArrowDown" ? 1 : -1));
      } else if (e.key === "Enter" || e.key === "Tab") {
        e.preventDefault();
        take(at);
      } else if (e.key === "Escape") {
        e.preventDefault();
        e.stopPropagation();
        close();
      }
    }
  });
  fill(
    el,
    h(
      "div",
      { class: "console" },
      h("h2", { tabindex: "-1" }, "Gizmo console"),
      h("p", { class: "facts", id: "gizmo-help" }, "Completion comes as you type; ", h("kbd", {}, "Ctrl Enter"), " runs. The console only reads."),
      area,
      h("div", { class: "complete" }, words),
      h("div", { class: "bar" }, h("button", { type: "button", class: "main", onclick: () => void run() }, "Run")),
      out,
    ),
  );
  hands.ready();
  if (text) void run();
}

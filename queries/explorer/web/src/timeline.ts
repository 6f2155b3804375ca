// A histogram of event dates; a brush over it filters the ties.
import { brushX, type D3BrushEvent } from "d3-brush";
import { scaleLinear, scaleUtc } from "d3-scale";
import { select } from "d3-selection";
import { api } from "./api";
import { fill, h } from "./dom";
import type { Graph } from "./model";
import type { Bin, Stats } from "./types";
import { day } from "./words";

const ns = "http://www.w3.org/2000/svg";
const MONTH = 31 * 864e5;

export class Timeline {
  private bins: Bin[] = [];
  private own = new Map<string, number>(); // of what is on screen
  private claims = 0;
  private width = 0;
  private drawn = "";
  private asked = 0;
  private key = "";

  constructor(private el: HTMLElement, private graph: Graph) {
    new ResizeObserver(() => {
      if (this.el.clientWidth && this.el.clientWidth !== this.width) this.render();
    }).observe(el);
  }

  know(stats: Stats): void {
    this.claims = stats.claims;
    api.histogram({ bins: "month" }).then(
      (res) => {
        this.bins = (Array.isArray(res) ? res : res.items).filter((b) => /^\d{4}-\d{2}/.test(b.when));
        this.render();
      },
      () => undefined, // the page works without it; the next failing call says so
    );
  }

  /** The months of the ties on screen, asked a moment after they changed. */
  private ask(): void {
    const ids = this.graph.view.nodes;
    const key = ids.join("\n");
    if (key === this.key || !this.bins.length) return;
    this.key = key;
    clearTimeout(this.asked);
    if (!ids.length || ids.length > 300) {
      this.own.clear();
      return;
    }
    this.asked = window.setTimeout(() => {
      api.histogram({ bins: "month", id: ids }).then(
        (res) => {
          if (this.key !== key) return;
          this.own = new Map((Array.isArray(res) ? res : res.items).map((b) => [b.when, b.claims]));
          this.render();
        },
        () => undefined,
      );
    }, 250);
  }

  render(): void {
    this.ask();
    const f = this.graph.view.filters;
    this.el.hidden = !this.bins.length;
    const width = this.el.clientWidth;
    const state = JSON.stringify([this.bins.length, [...this.own], f.since, f.until, width, innerWidth < 700]);
    if (!width || state === this.drawn) return;
    this.drawn = state;
    this.width = width;
    const pad = 16;
    const height = 58;
    let first = date(this.bins[0]!.when);
    let last = new Date(+date(this.bins.at(-1)!.when) + MONTH);
    if (+last - +first < 8 * MONTH) {
      // A few months would make bars as wide as the page.
      const spare = (8 * MONTH - (+last - +first)) / 2;
      first = new Date(+first - spare);
      last = new Date(+last + spare);
    }
    const x = scaleUtc([first, last], [pad, width - pad]);
    const y = scaleLinear([0, Math.max(...this.bins.map((b) => b.claims))], [0, height - 22]);
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", String(width));
    svg.setAttribute("height", String(height));
    svg.setAttribute("aria-hidden", "true");
    const w = Math.max(1.5, x(new Date(+first + MONTH)) - x(first) - 1.5);
    const base = height - 18;
    const bar = (when: string, n: number, cls: string) => {
      const r = document.createElementNS(ns, "rect");
      const tall = Math.max(1.5, y(n));
      for (const [k, v] of Object.entries({ x: x(date(when)), y: base - tall, width: w, height: tall, class: cls })) r.setAttribute(k, String(v));
      svg.append(r);
    };
    for (const b of this.bins) bar(b.when, b.claims, "all");
    const on = (when: string) => (!f.since || when.slice(0, f.since.length) >= f.since.slice(0, when.length)) && (!f.until || when.slice(0, f.until.length) <= f.until.slice(0, when.length));
    if (this.own.size) for (const b of this.bins) if (this.own.get(b.when)) bar(b.when, Math.min(b.claims, this.own.get(b.when)!), on(b.when) ? "own" : "own off");
    const ticks = Math.max(2, Math.floor(width / 110));
    const marks = x.ticks(Math.min(ticks, Math.ceil((+last - +first) / MONTH))).filter((t) => t.getUTCDate() === 1);
    const yearly = marks.every((t) => t.getUTCMonth() === 0);
    for (const t of marks) {
      const text = document.createElementNS(ns, "text");
      text.setAttribute("x", String(x(t)));
      text.setAttribute("y", String(height - 4));
      const iso = t.toISOString();
      text.textContent = yearly ? iso.slice(0, 4) : day(iso.slice(0, 7), true);
      if (x(t) > 20 && x(t) < width - 30) svg.append(text);
    }
    const g = document.createElementNS(ns, "g");
    g.setAttribute("class", "brush");
    svg.append(g);
    const dated = this.bins.reduce((n, b) => n + b.claims, 0);
    const inputs = (["since", "until"] as const).map((end) =>
      h("label", {}, end === "since" ? "from " : "to ", h("input", { type: "text", inputmode: "numeric", id: "t-" + end, size: 10, placeholder: "any", pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?", value: f[end], title: "A year, a month or a day, such as 2023-09", onchange: (e: Event) => this.typed(end, e.target as HTMLInputElement) })),
    );
    const focus = document.activeElement?.id;
    fill(
      this.el,
      h("div", { class: "bar" }, h("h2", {}, "When it happened"), h("span", { class: "count", role: "status" }, f.since || f.until ? `${f.since ? day(f.since, true) : "the first"} to ${f.until ? day(f.until, true) : "the last"}` : [dated < this.claims ? `${dated.toLocaleString("en")} of ${this.claims.toLocaleString("en")} claims give a date` : "", h("span", { class: "how" }, `${dated < this.claims ? "; drag" : "Drag"} over the bars to narrow`)]), inputs, f.since || f.until ? h("button", { type: "button", id: "t-all", class: "plain small", onclick: () => this.set("", "") }, "All dates") : null),
    );
    this.el.append(svg);
    if (focus?.startsWith("t-")) document.getElementById(focus)?.focus();

    const brush = brushX<unknown>().extent([[pad, 0], [width - pad, base + 2]]);
    const sel = select<SVGGElement, unknown>(g);
    sel.call(brush);
    if (f.since || f.until) sel.call(brush.move, [f.since ? Math.max(pad, x(date(f.since))) : pad, f.until ? Math.min(width - pad, x(end(f.until))) : width - pad]);
    brush.on("end", (event: D3BrushEvent<unknown>) => {
      if (!event.sourceEvent) return;
      const s = event.selection as [number, number] | null;
      if (!s) return this.set("", "");
      // A brush takes the months that it touches.
      const a = x.invert(s[0] + 1).toISOString().slice(0, 7);
      const b = x.invert(s[1] - 1).toISOString().slice(0, 7);
      this.set(a, b);
    });
  }

  private typed(end: "since" | "until", input: HTMLInputElement): void {
    const v = input.value.trim();
    const ok = v === "" || /^\d{4}(-\d{2}(-\d{2})?)?$/.test(v);
    input.setAttribute("aria-invalid", String(!ok));
    if (!ok) return;
    const f = this.graph.view.filters;
    this.set(end === "since" ? v : f.since, end === "until" ? v : f.until);
  }

  private set(since: string, until: string): void {
    this.graph.change("filter by date", (v) => {
      v.filters.since = since;
      v.filters.until = until;
    });
  }
}

function date(iso: string): Date {
  const [y, m, d] = iso.split("-").map(Number);
  return new Date(Date.UTC(y!, (m ?? 1) - 1, d ?? 1));
}

function end(iso: string): Date {
  const [y, m, d] = iso.split("-").map(Number);
  return new Date(d ? Date.UTC(y!, m! - 1, d + 1) : m ? Date.UTC(y!, m, 1) : Date.UTC(y! + 1, 0, 1));
}


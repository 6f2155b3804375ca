// Draws the graph on a 2D canvas: ties in batches of one style, only what the window holds,
// names where there is room.
import { quadtree, type Quadtree } from "d3-quadtree";
import { zoomIdentity, type ZoomTransform } from "d3-zoom";
import { Room, spots, ways, type Box } from "./labels";
import { radius } from "./layout";
import type { Graph, Point } from "./model";
import { look, trace, type Look } from "./palette";
import { current } from "./theme";
import type { Edge, Node, Status } from "./types";
import { bothWays, says } from "./words";

export interface Dot {
  node: Node;
  p: Point;
  r: number;
  look: Look;
  label: string;
}
export interface Line {
  edge: Edge;
  a: Dot;
  b: Dot;
  bend: number; // how far the middle of the curve stands aside, in units of the graph
  status: Status;
  width: number;
  under: boolean; // not drawn: its pair has many ties that more articles tell
}

export const dashes: Record<Status, number[]> = { actual: [], planned: [7, 5], possible: [1.5, 4], denied: [2, 3, 8, 3] };

const CROWD = 700; // lines
const ABREAST = 6; // ties of one pair that are drawn in a crowd
const OUTLINES = 50; // outlines in one path: in one of thousands each costs ten times as much
const BRIGHT = 250; // lines at what is looked at above which they are drawn plainly
const DASHED = 400; // lines above which none more is dashed: it costs thrice a line

export interface Moment {
  hover?: string | undefined;
  cursor?: string | undefined; // where the keys stand
  moving?: boolean; // it is being laid out: the next picture comes at once
}

export interface Theme {
  dark: boolean;
  paper: string;
  ink: string;
  faint: string;
  line: string;
  dim: string;
  accent: string;
  denied: string;
}

/** readTheme gives the colours of the style sheet as they are now, dark or light. */
export function readTheme(): Theme {
  const probe = document.createElement("span");
  document.body.append(probe);
  const v = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme: Theme = { dark: current() === "dark", paper: v("paper"), ink: v("ink"), faint: v("faint"), line: v("tie"), dim: v("tie-dim"), accent: v("accent"), denied: v("denied") };
  probe.remove();
  return theme;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';

/** Names are cut on the canvas only; the panels give them whole. */
export function short(name: string, max = 30): string {
  const chars = Array.from(name.replace(/\s+/g, " "));
  return chars.length > max ? chars.slice(0, max - 1).join("") + "…" : chars.join("");
}

/** The control point of a tie's curve. */
export function middle(l: Line): Point {
  const dx = l.b.p.x - l.a.p.x;
  const dy = l.b.p.y - l.a.p.y;
  const len = Math.hypot(dx, dy) || 1;
  return { x: (l.a.p.x + l.b.p.x) / 2 - (dy / len) * l.bend, y: (l.a.p.y + l.b.p.y) / 2 + (dx / len) * l.bend };
}

export class Picture {
  dots: Dot[] = [];
  lines: Line[] = [];
  private byId = new Map<string, Dot>();
  private batches: { status: Status; width: number; lines: Line[] }[] = [];
  private byLook: [string, Dot[]][] = [];
  private order: Dot[] = [];
  private tree: Quadtree<Dot> | undefined;
  private widths = new Map<string, number>();
  private biggest = 10;

  constructor(private graph: Graph) {}

  dot(id: string): Dot | undefined {
    return this.byId.get(id);
  }

  /** read takes what is shown now; the places are shared and may move afterwards. */
  read(): void {
    const { nodes, edges } = this.graph.shown;
    this.dots = nodes.map((node) => ({ node, p: this.graph.places.get(node.id)!, r: radius(node.ties), look: look(node.type), label: short(node.name || node.id) }));
    this.byId = new Map(this.dots.map((d) => [d.node.id, d]));
    this.biggest = this.dots.reduce((m, d) => Math.max(m, d.r), 10);
    const pairs = new Map<string, Line[]>();
    this.lines = [];
    for (const edge of edges) {
      const a = this.byId.get(edge.subject);
      const b = this.byId.get(edge.object);
      if (!a || !b || a === b) continue;
      const width = edge.articles >= 10 ? 3 : edge.articles >= 3 ? 2 : 1.25;
      const line: Line = { edge, a, b, bend: 0, status: this.graph.status(edge), width, under: false };
      this.lines.push(line);
      const key = edge.subject < edge.object ? edge.subject + "\n" + edge.object : edge.object + "\n" + edge.subject;
      const list = pairs.get(key);
      if (list) list.push(line);
      else pairs.set(key, [line]);
    }
    this.graph.undrawn = 0;
    for (let list of pairs.values()) {
      if (list.length === 1) continue;
      if (this.lines.length > CROWD && list.length > ABREAST) {
        list.sort((x, y) => y.edge.articles - x.edge.articles || (x.edge.id < y.edge.id ? -1 : 1));
        for (const l of list.slice(ABREAST)) l.under = true;
        this.graph.undrawn += list.length - ABREAST;
        list = list.slice(0, ABREAST);
      }
      list.sort((x, y) => (x.edge.id < y.edge.id ? -1 : 1));
      list.forEach((l, i) => {
        const side = l.edge.subject < l.edge.object ? 1 : -1;
        l.bend = side * (i - (list.length - 1) / 2) * (list.length > 4 ? 30 : 40);
      });
    }
    const batches = new Map<string, { status: Status; width: number; lines: Line[] }>();
    for (const l of this.lines) {
      const key = l.status + l.width;
      let batch = batches.get(key);
      if (!batch) batches.set(key, (batch = { status: l.status, width: l.width, lines: [] }));
      batch.lines.push(l);
    }
    this.batches = [...batches.values()];
    const looks = new Map<string, Dot[]>();
    for (const d of this.dots) {
      const list = looks.get(d.node.type);
      if (list) list.push(d);
      else looks.set(d.node.type, [d]);
    }
    this.byLook = [...looks];
    this.order = [...this.dots].sort((x, y) => y.node.ties - x.node.ties || (x.node.id < y.node.id ? -1 : 1));
    this.tree = undefined;
  }

  moved(): void {
    this.tree = undefined;
  }

  /** at finds the actor at a place of the graph, within slack units of its mark. */
  at(x: number, y: number, slack: number): Dot | undefined {
    this.tree ??= quadtree<Dot>(this.dots, (d) => d.p.x, (d) => d.p.y);
    let best: Dot | undefined;
    let least = Infinity;
    const reach = this.biggest + slack;
    this.tree.visit((node, x0, y0, x1, y1) => {
      if (!node.length) {
        let leaf: typeof node | undefined = node;
        while (leaf) {
          const gap = Math.hypot(leaf.data.p.x - x, leaf.data.p.y - y) - leaf.data.r;
          if (gap <= slack && gap < least) {
            least = gap;
            best = leaf.data;
          }
          leaf = leaf.next;
        }
      }
      return x0 > x + reach || x1 < x - reach || y0 > y + reach || y1 < y - reach;
    });
    return best;
  }

  /** lineAt finds the tie that runs through a place. */
  lineAt(x: number, y: number, slack: number): Line | undefined {
    let best: Line | undefined;
    let least = slack;
    for (const l of this.lines) {
      if (l.under) continue;
      const m = middle(l);
      const pad = slack + Math.abs(l.bend);
      if (x < Math.min(l.a.p.x, l.b.p.x) - pad || x > Math.max(l.a.p.x, l.b.p.x) + pad) continue;
      if (y < Math.min(l.a.p.y, l.b.p.y) - pad || y > Math.max(l.a.p.y, l.b.p.y) + pad) continue;
      let px = l.a.p.x;
      let py = l.a.p.y;
      for (let i = 1; i <= 8; i++) {
        const t = i / 8;
        const u = 1 - t;
        const qx = u * u * l.a.p.x + 2 * u * t * m.x + t * t * l.b.p.x;
        const qy = u * u * l.a.p.y + 2 * u * t * m.y + t * t * l.b.p.y;
        const gap = distance(x, y, px, py, qx, qy);
        if (gap < least) {
          least = gap;
          best = l;
        }
        px = qx;
        py = qy;
      }
    }
    return best;
  }

  bounds(): Box | undefined {
    if (!this.dots.length) return undefined;
    const b = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    for (const { p, r } of this.dots) {
      b.x0 = Math.min(b.x0, p.x - r);
      b.y0 = Math.min(b.y0, p.y - r);
      b.x1 = Math.max(b.x1, p.x + r);
      b.y1 = Math.max(b.y1, p.y + r);
    }
    return b;
  }

  /** fit is the transform that shows everything in a window. */
  fit(width: number, height: number): ZoomTransform {
    const b = this.bounds();
    if (!b) return zoomIdentity.translate(width / 2, height / 2);
    const pad = Math.min(90, width / 7);
    const k = Math.min(1.6, Math.max(0.03, Math.min((width - 2 * pad) / Math.max(1, b.x1 - b.x0), (height - 2 * Math.min(70, height / 7)) / Math.max(1, b.y1 - b.y0))));
    return zoomIdentity.translate(width / 2 - (k * (b.x0 + b.x1)) / 2, height / 2 - (k * (b.y0 + b.y1)) / 2).scale(k);
  }

  paint(ctx: CanvasRenderingContext2D, width: number, height: number, t: ZoomTransform, theme: Theme, { hover, cursor, moving }: Moment = {}): void {
    const { graph } = this;
    const view: Box = { x0: -t.x / t.k, y0: -t.y / t.k, x1: (width - t.x) / t.k, y1: (height - t.y) / t.k };
    // Marks and lines shrink less than distances do, so that a wide view stays legible.
    const unit = 1 / Math.max(t.k, 0.25);
    const focus = new Set<string>(graph.selected);
    if (hover) focus.add(hover);
    const active = focus.size > 0 || graph.edge !== "" || graph.path.size > 0;
    const lit = (l: Line) => graph.edge === l.edge.id || graph.path.has(l.edge.id) || (focus.size === 1 ? focus.has(l.a.node.id) || focus.has(l.b.node.id) : focus.has(l.a.node.id) && focus.has(l.b.node.id)) || (!!hover && (l.a.node.id === hover || l.b.node.id === hover));
    const near = new Set<string>(focus);
    // A crowd is drawn plainly.
    const many = this.lines.length > CROWD || this.dots.length > 1500;
    const fast = many && !!moving;

    ctx.save();
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, 0, width, height);
    ctx.translate(t.x, t.y);
    ctx.scale(t.k, t.k);
    ctx.lineCap = "butt";
    const ratio = ctx.getTransform().a / t.k;

    const bright: Line[] = [];
    const heads: Line[] = [];
    let inView = 0;
    let dashable = 0;
    for (const batch of this.batches) {
      const drawn: Line[] = [];
      for (const l of batch.lines) {
        if (outside(l, view) || (l.under && l.edge.id !== graph.edge && !graph.path.has(l.edge.id))) continue;
        inView++;
        if (active && lit(l)) {
          bright.push(l);
          near.add(l.a.node.id);
          near.add(l.b.node.id);
          continue;
        }
        drawn.push(l);
        if (!many) heads.push(l);
      }
      ctx.strokeStyle = active ? theme.dim : batch.status === "denied" ? theme.denied : theme.line;
      ctx.lineWidth = batch.width * unit * (many ? 0.6 : 0.85);
      const dashed = (dashable += dashes[batch.status].length ? drawn.length : 0) <= DASHED ? dashes[batch.status].map((d) => d * unit) : [];
      ctx.setLineDash(dashed);
      // Hairlines go in one path; wider or dashed ones are outlines to be filled.
      const share = ctx.lineWidth * t.k <= 1 && !dashed.length ? drawn.length : OUTLINES;
      for (let i = 0; i < drawn.length; i += share) {
        ctx.beginPath();
        for (let j = i; j < i + share && j < drawn.length; j++) stroke(ctx, drawn[j]!);
        ctx.stroke();
      }
    }
    ctx.setLineDash([]);
    if (t.k > 0.35 && this.lines.length < 600 && heads.length < 2500) this.arrows(ctx, heads, unit, active ? theme.dim : theme.line);
    // What is looked at stands out; of an actor with hundreds of ties it does so in hairlines.
    const own = (l: Line) => l.edge.id === graph.edge || graph.path.has(l.edge.id);
    const crowd = bright.length > BRIGHT;
    if (crowd) {
      ctx.strokeStyle = theme.ink;
      ctx.lineWidth = 0.9 / t.k;
      ctx.beginPath();
      for (const l of bright) if (!own(l)) stroke(ctx, l);
      ctx.stroke();
    }
    for (const l of bright) {
      if (crowd && !own(l)) continue;
      ctx.beginPath();
      stroke(ctx, l);
      ctx.strokeStyle = own(l) ? theme.accent : l.status === "denied" ? theme.denied : theme.ink;
      ctx.lineWidth = (l.width + (l.edge.id === graph.edge ? 1.2 : 0.3)) * unit;
      ctx.setLineDash(dashes[l.status].map((d) => d * unit));
      ctx.stroke();
    }
    ctx.setLineDash([]);
    this.arrows(ctx, bright.filter((l) => !crowd && !own(l)), unit, theme.ink);
    this.arrows(ctx, bright.filter(own), unit, theme.accent);

    // Marks: one path a type, far ones faded.
    const margin = this.biggest;
    for (const faded of active ? [true, false] : [false]) {
      ctx.globalAlpha = faded ? 0.3 : 1;
      for (const [, list] of this.byLook) {
        const l = list[0]!.look;
        ctx.fillStyle = theme.dark ? l.dark : l.light;
        ctx.strokeStyle = theme.paper;
        ctx.lineWidth = 1.5 * unit;
        let outlines = 0;
        const paint = () => {
          if (faded && !many) {
            // Ties must not show through a faded mark.
            ctx.globalAlpha = 1;
            const colour = ctx.fillStyle;
            ctx.fillStyle = theme.paper;
            ctx.fill();
            ctx.fillStyle = colour;
            ctx.globalAlpha = 0.3;
          }
          ctx.fill();
          if (!many) ctx.stroke();
          ctx.beginPath();
          outlines = 0;
        };
        ctx.beginPath();
        const small = fast ? 7 : 3.2;
        const tiny: Dot[] = [];
        for (const d of list) {
          if (d.p.x < view.x0 - margin || d.p.x > view.x1 + margin || d.p.y < view.y0 - margin || d.p.y > view.y1 + margin) continue;
          if (active && near.has(d.node.id) === faded) continue;
          if (d.r * t.k < small) {
            tiny.push(d);
            continue;
          }
          trace(ctx, d.look.shape, d.p.x, d.p.y, d.r);
          if (++outlines === OUTLINES) paint();
        }
        if (outlines) paint();
        this.squares(ctx, tiny, t, ratio);
      }
    }
    ctx.globalAlpha = 1;
    ctx.strokeStyle = theme.accent;
    for (const id of graph.selected) this.ringAround(ctx, id, 4, 2 * unit);
    if (cursor) this.ringAround(ctx, cursor, 7, 1.5 * unit);
    ctx.fillStyle = theme.ink;
    ctx.beginPath();
    for (const id of graph.view.pins) {
      const d = this.byId.get(id);
      if (d) {
        ctx.moveTo(d.p.x + 2 * unit, d.p.y);
        ctx.arc(d.p.x, d.p.y, 2 * unit, 0, 7);
      }
    }
    ctx.fillStyle = theme.paper;
    ctx.fill();
    ctx.restore();
    this.names(ctx, width, height, t, theme, { focus, near, bright, active, inView, fast, ...(hover ? { hover } : {}), ...(cursor ? { cursor } : {}) });
  }

  /** squares stand for marks too small for their shape to be seen: on whole pixels, which are filled without blending. */
  private squares(ctx: CanvasRenderingContext2D, dots: Dot[], t: ZoomTransform, ratio: number): void {
    if (!dots.length) return;
    const before = ctx.getTransform();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    for (const d of dots) {
      const half = d.r * 0.89 * t.k;
      const size = Math.max(1, Math.round(2 * half * ratio));
      ctx.fillRect(Math.round((t.x + d.p.x * t.k - half) * ratio), Math.round((t.y + d.p.y * t.k - half) * ratio), size, size);
    }
    ctx.setTransform(before);
  }

  private ringAround(ctx: CanvasRenderingContext2D, id: string, gap: number, width: number): void {
    const d = this.byId.get(id);
    if (!d) return;
    ctx.beginPath();
    ctx.arc(d.p.x, d.p.y, d.r * 1.12 + gap * width * 0.5, 0, 7);
    ctx.lineWidth = width;
    ctx.stroke();
  }

  private arrows(ctx: CanvasRenderingContext2D, lines: Line[], unit: number, color: string): void {
    ctx.beginPath();
    for (const l of lines) {
      if (bothWays.has(l.edge.predicate)) continue;
      const m = l.bend ? middle(l) : l.a.p;
      const dx = l.b.p.x - m.x;
      const dy = l.b.p.y - m.y;
      const len = Math.hypot(dx, dy);
      const size = (5.5 + l.width) * unit;
      if (len < l.b.r + size) continue;
      const ux = dx / len;
      const uy = dy / len;
      const tx = l.b.p.x - ux * (l.b.r * 1.1 + 1.5);
      const ty = l.b.p.y - uy * (l.b.r * 1.1 + 1.5);
      ctx.moveTo(tx, ty);
      ctx.lineTo(tx - ux * size - uy * size * 0.42, ty - uy * size + ux * size * 0.42);
      ctx.lineTo(tx - ux * size + uy * size * 0.42, ty - uy * size - ux * size * 0.42);
      ctx.closePath();
    }
    ctx.fillStyle = color;
    ctx.fill();
  }

  private names(
    ctx: CanvasRenderingContext2D,
    width: number,
    height: number,
    t: ZoomTransform,
    theme: Theme,
    s: { focus: Set<string>; near: Set<string>; bright: Line[]; active: boolean; inView: number; fast: boolean; hover?: string; cursor?: string },
  ): void {
    const room = new Room();
    const small = this.dots.length < 700;
    ctx.textBaseline = "middle";
    ctx.textAlign = "center";
    ctx.lineJoin = "round";
    const seen: { d: Dot; x: number; y: number; r: number }[] = [];
    for (const d of this.order) {
      const x = t.x + d.p.x * t.k;
      const y = t.y + d.p.y * t.k;
      if (x < -60 || y < -20 || x > width + 60 || y > height + 20) continue;
      const r = d.r * t.k;
      seen.push({ d, x, y, r });
      // Marks keep names off themselves; among thousands only the big ones do.
      if (small || r > 6) room.take({ x0: x - r * 0.8, y0: y - r * 0.8, x1: x + r * 0.8, y1: y + r * 0.8 });
    }
    const rank = (d: Dot) => (d.node.id === s.hover || d.node.id === s.cursor ? 0 : s.focus.has(d.node.id) ? 1 : s.near.has(d.node.id) ? 2 : 3);
    const queue = s.active || s.cursor ? seen.map((o, i) => ({ ...o, k: rank(o.d), i })).sort((a, b) => a.k - b.k || a.i - b.i) : seen;
    const busy = small && this.lines.length < 700 ? this.busyWays(t.k) : undefined;
    const limit = this.dots.length < 150 ? 150 : small ? 120 : s.fast ? 24 : 90;
    const halo = this.dots.length < 150; // outlined letters cost more than all else

    let placed = 0;
    let tried = 0;
    for (const o of queue) {
      const k = s.active ? rank(o.d) : 3;
      if (placed >= limit || tried++ > limit * 5) break;
      if (s.active && k === 3 && !small) break;
      const size = k <= 1 ? 14 : Math.min(14, 11.5 + o.d.r * 0.11);
      const font = `${k <= 1 || o.d.r > 14 ? 600 : 400} ${Math.round(size * 2) / 2}px ${FONT}`;
      ctx.font = font;
      const w = this.measure(ctx, font, o.d.label) + 4;
      const ringed = this.graph.selected.has(o.d.node.id) || o.d.node.id === s.cursor;
      let boxes = spots(o.x, o.y, ringed ? o.r * 1.12 + 5 : o.r, w, size + 3);
      const load = busy?.get(o.d);
      if (load) boxes = [0, 1, 2, 3].sort((a, b) => load[a]! - load[b]! || a - b).map((i) => boxes[i]!);
      // A name that the window cuts is taken only where none fits.
      const whole = (b: Box) => b.x0 >= 0 && b.y0 >= 0 && b.x1 <= width && b.y1 <= height;
      const box = boxes.find((b) => whole(b) && room.free(b)) ?? boxes.find((b) => room.free(b));
      if (!box) continue;
      room.take(box);
      placed++;
      ctx.globalAlpha = s.active && k === 3 ? 0.35 : 1;
      write(ctx, o.d.label, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, theme.ink, halo || k <= 1 ? theme.paper : undefined);
    }
    ctx.globalAlpha = 1;
    const tell = s.bright.length ? s.bright.slice(0, 60) : s.inView <= 40 && t.k > 0.55 ? this.lines : [];
    ctx.font = `11px ${FONT}`;
    for (const l of tell) {
      const m = middle(l);
      const x = t.x + ((l.a.p.x + l.b.p.x) / 4 + m.x / 2) * t.k;
      const y = t.y + ((l.a.p.y + l.b.p.y) / 4 + m.y / 2) * t.k;
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const label = short(says(l.edge.predicate), 24);
      const w = this.measure(ctx, ctx.font, label);
      const box = { x0: x - w / 2 - 1, y0: y - 7, x1: x + w / 2 + 1, y1: y + 7 };
      if (!room.free(box)) continue;
      room.take(box);
      const mine = l.edge.id === this.graph.edge || this.graph.path.has(l.edge.id);
      // The line stops at its words.
      ctx.fillStyle = theme.paper;
      ctx.fillRect(box.x0 - 2, y - 7, box.x1 - box.x0 + 4, 14);
      ctx.fillStyle = mine ? theme.accent : theme.faint;
      ctx.fillText(label, x, y);
    }
  }

  /** busyWays tells for each actor how much of its ties leaves below, right, left and above: names stand where least does. */
  private busyWays(k: number): Map<Dot, number[]> {
    const out = new Map<Dot, number[]>(this.dots.map((d) => [d, [0, 0.3, 0.3, 0.35]]));
    for (const l of this.lines) {
      const dx = l.b.p.x - l.a.p.x;
      const dy = l.b.p.y - l.a.p.y;
      const len = Math.hypot(dx, dy) || 1;
      for (const [dot, sx, sy] of [[l.a, dx / len, dy / len], [l.b, -dx / len, -dy / len]] as const) {
        const loads = out.get(dot)!;
        const half = dot.label.length * 3.4; // of the name's width, roughly
        const gap = dot.r * k + 3;
        ways.forEach(([wx, wy], i) => {
          const along = sx * wx + sy * wy;
          if (along <= 0) return;
          // Where the tie leaves the mark on this side, does it meet the name's box?
          const aside = Math.abs(wy ? sx : sy) / along;
          if (wy ? gap * aside < half : gap * aside < 9) loads[i]! += 1;
        });
      }
    }
    return out;
  }

  private measure(ctx: CanvasRenderingContext2D, font: string, text: string): number {
    const key = font + text;
    let w = this.widths.get(key);
    if (w === undefined) {
      if (this.widths.size > 20000) this.widths.clear();
      this.widths.set(key, (w = ctx.measureText(text).width));
    }
    return w;
  }
}

function write(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, ink: string, paper?: string): void {
  if (paper) {
    ctx.strokeStyle = paper;
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}

function stroke(ctx: CanvasRenderingContext2D, l: Line): void {
  ctx.moveTo(l.a.p.x, l.a.p.y);
  if (l.bend) {
    const m = middle(l);
    ctx.quadraticCurveTo(m.x, m.y, l.b.p.x, l.b.p.y);
  } else ctx.lineTo(l.b.p.x, l.b.p.y);
}

function outside(l: Line, v: Box): boolean {
  const a = l.a.p;
  const b = l.b.p;
  const pad = Math.abs(l.bend);
  return (a.x < v.x0 - pad && b.x < v.x0 - pad) || (a.x > v.x1 + pad && b.x > v.x1 + pad) || (a.y < v.y0 - pad && b.y < v.y0 - pad) || (a.y > v.y1 + pad && b.y > v.y1 + pad);
}

function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

// The hands on the canvas: pan, zoom, drag, click, lasso, and the keys that do the same.
import { drag, type D3DragEvent } from "d3-drag";
import { pointer, select } from "d3-selection";
import { zoom, zoomIdentity, zoomTransform, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { Picture, readTheme, type Dot, type Line, type Theme } from "./canvas";
import type { Layout } from "./layout";
import type { Graph } from "./model";

export interface Hands {
  actor(id: string, more: boolean): void;
  unfold(id: string): void;
  tie(id: string): void;
  nothing(): void;
  lasso(ids: string[]): void;
  moved(): void; // the window moved over the graph
  key(event: KeyboardEvent, id: string | undefined): void;
  cursor(id: string): void;
}

type Subject = { dot?: Dot; x: number; y: number };

export class Stage {
  readonly picture: Picture;
  theme: Theme = readTheme();
  lassoMode = false;
  layout: Layout | undefined;
  private ctx: CanvasRenderingContext2D;
  private width = 300;
  private height = 200;
  private asked = 0;
  private hover: string | undefined;
  private at: string | undefined; // where the keys stand
  private pressed: { id: string; x: number; y: number } | undefined; // who was clicked last, and where on the page
  private loop: [number, number][] = [];
  private zoomer: ZoomBehavior<HTMLCanvasElement, unknown>;
  private follow = true; // keep everything in sight until a hand moves the window

  constructor(readonly canvas: HTMLCanvasElement, private graph: Graph, private hands: Hands) {
    this.picture = new Picture(graph);
    this.ctx = canvas.getContext("2d", { alpha: false })!;
    const sel = select(canvas);
    sel.call(
      drag<HTMLCanvasElement, unknown, Subject>()
        .container(canvas)
        .filter((event: MouseEvent) => !event.button && !event.ctrlKey)
        .subject((event: D3DragEvent<HTMLCanvasElement, unknown, Subject>) => this.subject(event) as Subject)
        .on("start drag end", (event: D3DragEvent<HTMLCanvasElement, unknown, Subject>) => this.dragged(event)),
    );
    this.zoomer = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.02, 6])
      .on("zoom", (event: { sourceEvent: Event | null }) => {
        if (event.sourceEvent) this.follow = false;
        this.draw();
        this.hands.moved();
      });
    sel.call(this.zoomer).on("dblclick.zoom", null);
    sel.on("click", (event: MouseEvent) => this.clicked(event));
    // Anywhere: the panel that the first click opened may lie under the second.
    canvas.ownerDocument.addEventListener("dblclick", (event) => {
      const { pressed } = this;
      if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 8) this.hands.unfold(pressed.id);
    });
    sel.on("pointermove", (event: PointerEvent) => {
      if (event.pointerType === "touch" || event.buttons) return;
      const hit = this.hit(event);
      const over = hit ?? (this.picture.lines.length < 2000 ? this.lineHit(event) : undefined);
      canvas.classList.toggle("over", !!over);
      this.setHover(hit?.node.id);
    });
    sel.on("pointerleave", () => this.setHover(undefined));
    canvas.addEventListener("keydown", (event) => this.keyed(event));
    canvas.addEventListener("blur", () => this.setCursor(undefined));
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.resize();
  }

  get transform(): ZoomTransform {
    return zoomTransform(this.canvas);
  }

  /** The place in the middle of the window, and the scale: what a link carries. */
  get window(): { x: number; y: number; k: number } | undefined {
    if (this.follow) return undefined;
    const t = this.transform;
    return { x: (this.width / 2 - t.x) / t.k, y: (this.height / 2 - t.y) / t.k, k: t.k };
  }
  set window(w: { x: number; y: number; k: number } | undefined) {
    this.follow = !w;
    if (w) this.move(zoomIdentity.translate(this.width / 2 - w.x * w.k, this.height / 2 - w.y * w.k).scale(w.k));
    else this.fit();
  }

  fit(): void {
    this.follow = true;
    this.move(this.picture.fit(this.width, this.height));
  }

  by(factor: number): void {
    this.follow = false;
    select(this.canvas).call(this.zoomer.scaleBy, factor);
  }

  /** reveal brings an actor into sight if it is out of it. */
  reveal(id: string): void {
    const d = this.picture.dot(id);
    if (!d) return;
    const t = this.transform;
    const x = t.applyX(d.p.x);
    const y = t.applyY(d.p.y);
    if (x < 40 || y < 40 || x > this.width - 40 || y > this.height - 40) {
      this.follow = false;
      select(this.canvas).call(this.zoomer.translateTo, d.p.x, d.p.y);
    }
  }

  /** refresh after what is shown changed; settle after places moved. */
  refresh(): void {
    this.picture.read();
    this.draw();
  }
  settle(): void {
    this.picture.moved();
    if (this.follow) this.move(this.picture.fit(this.width, this.height));
    this.draw();
  }

  draw(): void {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.layout?.painted();
      const ratio = this.ratio();
      this.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.picture.paint(this.ctx, this.width, this.height, this.transform, this.theme, { hover: this.hover, cursor: this.at, moving: !!this.layout && !this.layout.resting });
      if (this.loop.length > 1) this.drawLoop();
    });
  }

  private move(t: ZoomTransform): void {
    select(this.canvas).call(this.zoomer.transform, t);
  }

  private ratio(): number {
    return this.picture.dots.length > 1500 ? 1 : Math.min(2, devicePixelRatio || 1);
  }

  private resize(): void {
    const box = this.canvas.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const middle = this.window;
    this.width = box.width;
    this.height = box.height;
    const ratio = this.ratio();
    this.canvas.width = Math.round(box.width * ratio);
    this.canvas.height = Math.round(box.height * ratio);
    if (middle) this.window = middle;
    else this.fit();
    this.draw();
  }

  private place(event: Event): [number, number] {
    return this.transform.invert(pointer(event, this.canvas));
  }
  private hit(event: Event): Dot | undefined {
    const [x, y] = this.place(event);
    const slack = (event as PointerEvent).pointerType === "touch" ? 14 : 5;
    return this.picture.at(x, y, slack / this.transform.k);
  }
  private lineHit(event: Event): Line | undefined {
    const [x, y] = this.place(event);
    return this.picture.lineAt(x, y, 7 / this.transform.k);
  }

  private setHover(id: string | undefined): void {
    if (this.hover === id) return;
    this.hover = id;
    this.draw();
  }
  private setCursor(id: string | undefined): void {
    if (this.at === id) return;
    this.at = id;
    this.draw();
  }

  private subject(event: D3DragEvent<HTMLCanvasElement, unknown, Subject>): Subject | undefined {
    const source = event.sourceEvent as MouseEvent;
    if (this.lassoMode || source.shiftKey) {
      // Shift and a click on an actor adds it to the selection; only a drag over paper is a lasso.
      if (!this.lassoMode && this.hit(source)) return undefined;
      return { x: event.x, y: event.y };
    }
    const dot = this.hit(source);
    return dot && { dot, x: event.x, y: event.y };
  }

  private dragged(event: D3DragEvent<HTMLCanvasElement, unknown, Subject>): void {
    const dot = event.subject.dot;
    const at = this.transform.invert([event.x, event.y]);
    if (!dot) {
      if (event.type === "start") this.loop = [];
      this.loop.push(at);
      if (event.type === "end") {
        const loop = this.loop;
        this.loop = [];
        if (loop.length > 6) this.hands.lasso(this.picture.dots.filter((d) => inside(d.p.x, d.p.y, loop)).map((d) => d.node.id));
      }
      return this.draw();
    }
    if (event.type === "drag") {
      this.follow = false;
      dot.p.x = at[0];
      dot.p.y = at[1];
      this.layout?.drag(dot.node.id, at[0], at[1]);
      this.picture.moved();
      this.draw();
    } else if (event.type === "end") {
      this.layout?.drop(dot.node.id, this.graph.view.pins.includes(dot.node.id));
      this.hands.moved();
    }
  }

  private clicked(event: MouseEvent): void {
    if (event.defaultPrevented) return;
    // The first click may open a panel and so move the picture: the second means whom the first meant.
    if (event.detail > 1 && this.pressed) return;
    const hit = this.hit(event);
    this.pressed = hit && { id: hit.node.id, x: event.clientX, y: event.clientY };
    if (hit) return this.hands.actor(hit.node.id, event.shiftKey || event.metaKey || event.ctrlKey);
    const line = this.lineHit(event);
    if (line) this.hands.tie(line.edge.id);
    else this.hands.nothing();
  }

  private drawLoop(): void {
    const { ctx } = this;
    const t = this.transform;
    ctx.beginPath();
    for (const [x, y] of this.loop) ctx.lineTo(t.applyX(x), t.applyY(y));
    ctx.closePath();
    ctx.strokeStyle = this.theme.accent;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([4, 3]);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 0.08;
    ctx.fillStyle = this.theme.accent;
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  private keyed(event: KeyboardEvent): void {
    const way = arrows[event.key];
    if (way && !event.altKey && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      if (event.shiftKey) {
        this.follow = false;
        select(this.canvas).call(this.zoomer.translateBy, (-way[0] * 80) / this.transform.k, (-way[1] * 80) / this.transform.k);
        return;
      }
      const next = this.beside(way);
      if (!next) return;
      this.setCursor(next.node.id);
      this.reveal(next.node.id);
      this.hands.cursor(next.node.id);
      return;
    }
    this.hands.key(event, this.at ?? [...this.graph.selected][0]);
  }

  /** The next actor in a direction: near counts, and straight ahead counts more. */
  private beside([wx, wy]: [number, number]): Dot | undefined {
    const from = this.picture.dot(this.at ?? [...this.graph.selected][0] ?? "");
    if (!from) return this.picture.dots.reduce<Dot | undefined>((best, d) => (!best || d.node.ties > best.node.ties ? d : best), undefined);
    let best: Dot | undefined;
    let least = Infinity;
    for (const d of this.picture.dots) {
      const dx = d.p.x - from.p.x;
      const dy = d.p.y - from.p.y;
      const ahead = dx * wx + dy * wy;
      if (d === from || ahead <= 0) continue;
      const score = ahead + 2.5 * Math.abs(dx * wy - dy * wx);
      if (score < least) {
        least = score;
        best = d;
      }
    }
    return best;
  }
}

const arrows: Record<string, [number, number] | undefined> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function inside(x: number, y: number, loop: [number, number][]): boolean {
  let within = false;
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) {
    const [ax, ay] = loop[i]!;
    const [bx, by] = loop[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

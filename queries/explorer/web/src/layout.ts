// Keeps the worker's picture and the graph's places in step.
import type { Graph, Point } from "./model";
import type { FromWorker, ToWorker } from "./worker";

/** radius of an actor on screen, by its ties in the whole graph. */
export function radius(ties: number): number {
  return 4.5 + 2.1 * Math.log2(1 + Math.max(0, ties));
}

export class Layout {
  private worker = new Worker("worker.js", { type: "module" });
  private version = 0;
  private ids: string[] = [];
  private spots: (Point | undefined)[] = [];
  private index = new Map<string, number>();
  private key = "";
  private asked = false;
  resting = true;

  constructor(private graph: Graph, private moved: () => void) {
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => {
      const { version, xy, done } = event.data;
      this.asked = false;
      if (version !== this.version) return;
      this.spots.forEach((p, i) => {
        if (!p) return;
        p.x = xy[2 * i]!;
        p.y = xy[2 * i + 1]!;
      });
      this.resting = done;
      this.moved();
    };
  }

  /** run lays out what is shown now; nothing moves when nothing came or went. */
  run(alpha = 0.9, force = false): void {
    const { nodes, edges } = this.graph.shown;
    const pins = new Set(this.graph.view.pins);
    const key = nodes.map((n) => n.id + (pins.has(n.id) ? "*" : "")).join("\n") + "\n\n" + edges.map((e) => e.id).join("\n");
    if (key === this.key && !force) return;
    const first = !this.key;
    const known = this.ids.length ? nodes.filter((n) => this.index.has(n.id)).length / Math.max(1, nodes.length) : 0;
    this.key = key;
    this.version++;
    this.ids = nodes.map((n) => n.id);
    this.index = new Map(this.ids.map((id, i) => [id, i]));
    this.graph.sow(this.ids);
    this.spots = this.ids.map((id) => this.graph.places.get(id));
    const xy = new Float32Array(nodes.length * 2);
    const radii = new Float32Array(nodes.length);
    const fixed = new Uint8Array(nodes.length);
    nodes.forEach((n, i) => {
      const p = this.graph.places.get(n.id)!;
      xy[2 * i] = p.x;
      xy[2 * i + 1] = p.y;
      radii[i] = radius(n.ties);
      fixed[i] = pins.has(n.id) ? 1 : 0;
    });
    const pairs = new Set<string>();
    const links: number[] = [];
    for (const e of edges) {
      const a = this.index.get(e.subject)!;
      const b = this.index.get(e.object)!;
      const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
      if (a === b || pairs.has(pair)) continue;
      pairs.add(pair);
      links.push(a, b);
    }
    // What stands keeps its place as far as it can: the eye has learned it.
    const calm = force || first ? alpha : Math.min(alpha, 0.25 + 0.65 * (1 - known));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.resting = false;
    this.send({ kind: "graph", version: this.version, xy, radius: radii, fixed, links: Uint32Array.from(links), alpha: calm, ahead: still ? 900 : first ? 120 : 0 });
  }

  /** accept takes the places as they are (a link gave them): nothing moves. */
  accept(): void {
    const { nodes, edges } = this.graph.shown;
    this.run(0.0005, true);
    this.key = this.key || nodes.length + " " + edges.length;
  }

  /** painted asks for the next places: the worker computes them while the page draws these. */
  painted(): void {
    if (this.asked) return;
    this.asked = true;
    this.send({ kind: "next" });
  }

  drag(id: string, x: number, y: number): void {
    const i = this.index.get(id);
    if (i !== undefined) this.send({ kind: "drag", i, x, y });
  }

  drop(id: string, fixed: boolean): void {
    const i = this.index.get(id);
    if (i !== undefined) this.send({ kind: "drop", i, fixed });
  }

  private send(m: ToWorker): void {
    this.worker.postMessage(m);
  }
}

// Computes the layout away from the page's thread, so that the page never freezes.
import { forceCollide, forceLink, forceSimulation, forceX, forceY, type Simulation, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";
import { charge } from "./charge";

export interface GraphMessage {
  kind: "graph";
  version: number;
  xy: Float32Array; // x and y of each actor
  radius: Float32Array;
  fixed: Uint8Array;
  links: Uint32Array; // pairs of indexes
  alpha: number; // how much may move, 0 to 1
  ahead: number; // ms to compute before the first picture
}
export interface DragMessage {
  kind: "drag";
  i: number;
  x: number;
  y: number;
}
export interface DropMessage {
  kind: "drop";
  i: number;
  fixed: boolean;
}
/** The page has drawn what it got: only then comes more, so that neither runs ahead of the other. */
export interface NextMessage {
  kind: "next";
}
export type ToWorker = GraphMessage | DragMessage | DropMessage | NextMessage;
export interface FromWorker {
  version: number;
  xy: Float32Array;
  done: boolean;
}

interface Dot extends SimulationNodeDatum {
  r: number;
}
type Sim = Simulation<Dot, SimulationLinkDatum<Dot>>;

let sim: Sim | undefined;
let dots: Dot[] = [];
let version = 0;
let asked = false;

function start(m: GraphMessage): void {
  version = m.version;
  dots = Array.from(m.radius, (r, i) => {
    const x = m.xy[2 * i]!;
    const y = m.xy[2 * i + 1]!;
    return m.fixed[i] ? { index: i, x, y, fx: x, fy: y, r } : { index: i, x, y, r };
  });
  const links: SimulationLinkDatum<Dot>[] = [];
  for (let i = 0; i < m.links.length; i += 2) links.push({ source: m.links[i]!, target: m.links[i + 1]! });
  const many = dots.length > 800;
  sim = forceSimulation<Dot>(dots)
    .stop()
    .alpha(m.alpha)
    .alphaDecay(many ? 0.04 : 0.028)
    .velocityDecay(0.45)
    .force("link", forceLink<Dot, SimulationLinkDatum<Dot>>(links).distance((l) => (many ? 28 : 88) + (l.source as Dot).r + (l.target as Dot).r).strength(many ? 0.15 : 0.28))
    .force("charge", charge<Dot>(many ? -70 : -520, many ? 1.1 : 0.8, many ? 500 : 1100))
    // Upright pages are rare: a wider spread than high leaves room for names.
    .force("x", forceX<Dot>(0).strength(many ? 0.05 : 0.035))
    .force("y", forceY<Dot>(0).strength(many ? 0.06 : 0.06));
  if (!many) sim.force("collide", forceCollide<Dot>((d) => d.r + 14).strength(0.8));
  const until = performance.now() + m.ahead;
  while (performance.now() < until && sim.alpha() > sim.alphaMin()) sim.tick();
  send();
}

function send(): void {
  const xy = new Float32Array(dots.length * 2);
  dots.forEach((d, i) => {
    xy[2 * i] = d.x!;
    xy[2 * i + 1] = d.y!;
  });
  const out: FromWorker = { version, xy, done: !sim || sim.alpha() <= sim.alphaMin() };
  self.postMessage(out, { transfer: [xy.buffer] });
}

function step(): void {
  if (!asked || !sim || sim.alpha() <= sim.alphaMin()) return;
  asked = false;
  const began = performance.now();
  // Small graphs take several ticks a frame: they come to rest sooner.
  do sim.tick();
  while (performance.now() - began < 4 && sim.alpha() > sim.alphaMin());
  send();
}

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const m = event.data;
  if (m.kind === "graph") return start(m);
  if (m.kind === "next") asked = true;
  else {
    const dot = dots[m.i];
    if (!dot || !sim) return;
    if (m.kind === "drag") {
      dot.fx = m.x;
      dot.fy = m.y;
      sim.alpha(Math.max(sim.alpha(), 0.12));
    } else if (!m.fixed) {
      dot.fx = dot.fy = null;
    }
  }
  step();
};

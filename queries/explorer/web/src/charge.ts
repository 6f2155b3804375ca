// The push of every actor on every other, as d3's forceManyBody computes it (Barnes and Hut
// 1986), but over flat arrays: at 5,000 actors a tick of d3's made 40,000 objects.
import type { Force, SimulationNodeDatum } from "d3-force";

const DEEP = 32; // cells in cells; actors that lie closer share one

/** charge pushes with strength (below 0), takes cells narrower than theta times their distance as one, and ends at reach. */
export function charge<N extends SimulationNodeDatum>(strength: number, theta: number, reach: number): Force<N, undefined> {
  let nodes: N[] = [];
  let x = new Float64Array(0);
  let y = new Float64Array(0);
  let beside = new Int32Array(0); // the next actor of one cell, -1 at the end
  let child = new Int32Array(0); // four a cell: 0 nothing, above 0 a cell, below 0 ~actor
  let mass = new Float64Array(0);
  let cx = new Float64Array(0);
  let cy = new Float64Array(0);
  let side = new Float64Array(0);
  let cells = 0;
  const stack = new Int32Array(4 * DEEP + 8);

  const grow = (n: number) => {
    const more = (old: Float64Array) => {
      const out = new Float64Array(n);
      out.set(old);
      return out;
    };
    const c = new Int32Array(4 * n);
    c.set(child);
    child = c;
    [mass, cx, cy, side] = [more(mass), more(cx), more(cy), more(side)];
  };
  const cell = (width: number) => {
    if (cells === side.length) grow(2 * cells + 64);
    child.fill(0, 4 * cells, 4 * cells + 4);
    side[cells] = width;
    return cells++;
  };

  const build = () => {
    const n = nodes.length;
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      const px = (x[i] = nodes[i]!.x!);
      const py = (y[i] = nodes[i]!.y!);
      if (px < x0) x0 = px;
      if (px > x1) x1 = px;
      if (py < y0) y0 = py;
      if (py > y1) y1 = py;
    }
    const whole = Math.max(x1 - x0, y1 - y0, 1) * 1.0001;
    cells = 0;
    cell(whole);
    for (let i = 0; i < n; i++) {
      beside[i] = -1;
      const px = x[i]!;
      const py = y[i]!;
      let at = 0;
      let half = whole / 2;
      let mx = x0 + half;
      let my = y0 + half;
      for (let deep = 0; ; deep++) {
        const slot = 4 * at + (px >= mx ? 1 : 0) + (py >= my ? 2 : 0);
        const there = child[slot]!;
        if (there === 0) {
          child[slot] = ~i;
          break;
        }
        if (there < 0 && deep >= DEEP) {
          beside[i] = ~there;
          child[slot] = ~i;
          break;
        }
        const width = half;
        half /= 2;
        mx += px >= mx ? half : -half;
        my += py >= my ? half : -half;
        if (there > 0) {
          at = there;
          continue;
        }
        const j = ~there;
        const inner = cell(width);
        child[slot] = inner;
        child[4 * inner + (x[j]! >= mx ? 1 : 0) + (y[j]! >= my ? 2 : 0)] = there;
        at = inner;
      }
    }
    // Cells come after those that hold them: from the last to the first, sums are of what is done.
    for (let c = cells - 1; c >= 0; c--) {
      let [m, sx, sy] = [0, 0, 0];
      for (let q = 4 * c; q < 4 * c + 4; q++) {
        const there = child[q]!;
        if (there > 0) {
          m += mass[there]!;
          sx += cx[there]! * mass[there]!;
          sy += cy[there]! * mass[there]!;
        } else if (there < 0) {
          for (let j = ~there; j >= 0; j = beside[j]!) {
            m++;
            sx += x[j]!;
            sy += y[j]!;
          }
        }
      }
      mass[c] = m;
      cx[c] = sx / m;
      cy[c] = sy / m;
    }
  };

  const force = (alpha: number) => {
    const n = nodes.length;
    if (!n) return;
    build();
    const k = strength * alpha;
    const far = reach * reach;
    const wide = theta * theta;
    for (let i = 0; i < n; i++) {
      const px = x[i]!;
      const py = y[i]!;
      let vx = 0;
      let vy = 0;
      let top = 0;
      stack[top++] = 0;
      while (top) {
        const c = 4 * stack[--top]!;
        for (let q = c; q < c + 4; q++) {
          const there = child[q]!;
          if (there === 0) continue;
          if (there < 0) {
            for (let j = ~there; j >= 0; j = beside[j]!) {
              if (j === i) continue;
              let dx = x[j]! - px;
              const dy = y[j]! - py;
              let l = dx * dx + dy * dy;
              if (l >= far) continue;
              if (l === 0) l = (dx = j < i ? -1e-3 : 1e-3) * dx; // on one spot: apart by their order
              const w = k / (l < 1 ? Math.sqrt(l) : l);
              vx += dx * w;
              vy += dy * w;
            }
            continue;
          }
          const dx = cx[there]! - px;
          const dy = cy[there]! - py;
          const l = dx * dx + dy * dy;
          const s = side[there]!;
          if (s * s < wide * l) {
            if (l >= far) continue;
            const w = (k * mass[there]!) / (l < 1 ? Math.sqrt(l) : l);
            vx += dx * w;
            vy += dy * w;
          } else if (l < (reach + 1.5 * s) * (reach + 1.5 * s)) stack[top++] = there;
        }
      }
      nodes[i]!.vx! += vx;
      nodes[i]!.vy! += vy;
    }
  };
  force.initialize = (all: N[]) => {
    nodes = all;
    x = new Float64Array(all.length);
    y = new Float64Array(all.length);
    beside = new Int32Array(all.length);
  };
  return force;
}

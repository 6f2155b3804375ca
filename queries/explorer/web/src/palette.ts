// Colours and shapes of the eight types. The hues are Paul Tol's "muted" and "light" schemes,
// chosen to stay apart for colour-blind readers; each type has a shape of its own too, so that
// colour is never the only sign.
export type Shape = "circle" | "square" | "diamond" | "hexagon" | "triangle" | "pentagon" | "star" | "drop";

export interface Look {
  shape: Shape;
  light: string;
  dark: string;
}

export const types: Record<string, Look> = {
  Country: { shape: "square", light: "#33608c", dark: "#7fb2e5" },
  Person: { shape: "circle", light: "#c9573c", dark: "#f09a80" },
  Organization: { shape: "diamond", light: "#2f7f72", dark: "#6cc9b9" },
  Group: { shape: "hexagon", light: "#8a5a9e", dark: "#c9a0dc" },
  Place: { shape: "triangle", light: "#7d7a2c", dark: "#c9c46a" },
  Product: { shape: "pentagon", light: "#a8781c", dark: "#e5bd62" },
  Event: { shape: "star", light: "#a13a63", dark: "#ea8fb4" },
  Agreement: { shape: "drop", light: "#4d4d57", dark: "#b9bac6" },
};

export const other: Look = { shape: "circle", light: "#77736a", dark: "#a5a195" };

export const look = (type: string): Look => types[type] ?? other;

/** trace adds the outline of a shape with the area of a circle of radius r. */
export function trace(p: CanvasPath, shape: Shape, x: number, y: number, r: number): void {
  switch (shape) {
    case "circle":
      p.moveTo(x + r, y);
      p.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case "square": {
      const s = r * 0.89;
      p.rect(x - s, y - s, 2 * s, 2 * s);
      return;
    }
    default: {
      const points = outlines[shape];
      for (let i = 0; i < points.length; i += 2) {
        const px = x + points[i]! * r;
        const py = y + points[i + 1]! * r;
        if (i === 0) p.moveTo(px, py);
        else p.lineTo(px, py);
      }
      p.closePath();
    }
  }
}

function ring(n: number, radius: number, turn: number, inner = 0): number[] {
  const out: number[] = [];
  const steps = inner ? 2 * n : n;
  for (let i = 0; i < steps; i++) {
    const a = turn + (2 * Math.PI * i) / steps;
    const r = inner && i % 2 ? inner : radius;
    out.push(Math.cos(a) * r, Math.sin(a) * r);
  }
  return out;
}

const outlines: Record<Exclude<Shape, "circle" | "square">, number[]> = {
  diamond: ring(4, 1.25, 0),
  hexagon: ring(6, 1.1, 0),
  triangle: ring(3, 1.5, -Math.PI / 2),
  pentagon: ring(5, 1.15, -Math.PI / 2),
  star: ring(5, 1.5, -Math.PI / 2, 0.68),
  drop: ring(3, 1.5, Math.PI / 2),
};

/** An SVG of a shape for the legend and lists. */
export function glyph(type: string): SVGSVGElement {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(ns, "path");
  const { shape, light, dark } = look(type);
  path.setAttribute("d", outline(shape, 0, 0, 5));
  path.style.fill = `light-dark(${light}, ${dark})`;
  svg.append(path);
  return svg;
}

/** The outline as SVG path data. */
export function outline(shape: Shape, x: number, y: number, r: number): string {
  const n = (v: number) => String(Math.round(v * 100) / 100);
  if (shape === "circle") return `M${n(x + r)} ${n(y)}A${n(r)} ${n(r)} 0 1 1 ${n(x - r)} ${n(y)}A${n(r)} ${n(r)} 0 1 1 ${n(x + r)} ${n(y)}Z`;
  const s = 0.89;
  const points = shape === "square" ? [-s, -s, s, -s, s, s, -s, s] : outlines[shape];
  let d = "";
  for (let i = 0; i < points.length; i += 2) d += (i ? "L" : "M") + n(x + points[i]! * r) + " " + n(y + points[i + 1]! * r);
  return d + "Z";
}

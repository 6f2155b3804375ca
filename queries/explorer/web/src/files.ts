// The view as a file: the picture as PNG and SVG, its actors and ties as GEXF and JSON.
import { dashes, middle, Picture, short, type Theme } from "./canvas";
import { h } from "./dom";
import { Room, spots } from "./labels";
import type { Graph } from "./model";
import { outline } from "./palette";
import { bothWays } from "./words";

export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const a = h("a", { href: url, download: name, hidden: true });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** xml makes text safe inside XML: its five signs escaped, what XML 1.0 has no place for left out. */
export function xml(text: string): string {
  let out = "";
  for (const c of text) {
    const n = c.codePointAt(0)!;
    const fine = n === 9 || n === 10 || n === 13 || (n >= 32 && n <= 0xd7ff) || (n >= 0xe000 && n <= 0xfffd) || n >= 0x10000;
    if (fine) out += signs[c] ?? c;
  }
  return out;
}

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

export function png(picture: Picture, theme: Theme): Promise<Blob> {
  const width = 1600;
  const height = 1000;
  const canvas = h("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const ctx = canvas.getContext("2d", { alpha: false })!;
  ctx.scale(2, 2);
  picture.paint(ctx, width, height, picture.fit(width, height), theme);
  return new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("The browser could not make the PNG."))), "image/png"));
}

export function svg(picture: Picture, theme: Theme): string {
  const b = picture.bounds() ?? { x0: 0, y0: 0, x1: 100, y1: 100 };
  const pad = 70;
  const n = (v: number) => String(Math.round(v * 10) / 10);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${n(b.x0 - pad)} ${n(b.y0 - pad)} ${n(b.x1 - b.x0 + 2 * pad)} ${n(b.y1 - b.y0 + 2 * pad)}" font-family="system-ui, 'Helvetica Neue', Arial, sans-serif" font-size="12">`,
    `<rect x="${n(b.x0 - pad)}" y="${n(b.y0 - pad)}" width="100%" height="100%" fill="${theme.paper}"/>`,
    `<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0.6L8 4L0 7.4Z" fill="${theme.faint}"/></marker></defs>`,
    `<g fill="none" stroke="${theme.faint}">`,
  ];
  for (const l of picture.lines) {
    const m = middle(l);
    // The line ends at the mark's edge, so that its arrow is seen.
    const dx = l.b.p.x - m.x;
    const dy = l.b.p.y - m.y;
    const len = Math.hypot(dx, dy) || 1;
    const ex = l.b.p.x - (dx / len) * (l.b.r + 2);
    const ey = l.b.p.y - (dy / len) * (l.b.r + 2);
    const dash = dashes[l.status].length ? ` stroke-dasharray="${dashes[l.status].join(" ")}"` : "";
    out.push(`<path d="M${n(l.a.p.x)} ${n(l.a.p.y)}Q${n(m.x)} ${n(m.y)} ${n(ex)} ${n(ey)}" stroke-width="${l.width}"${dash}${bothWays.has(l.edge.predicate) ? "" : ' marker-end="url(#to)"'}><title>${xml(`${l.a.node.name} ${l.edge.label} ${l.b.node.name}, ${l.status}`)}</title></path>`);
  }
  out.push("</g>");
  for (const d of picture.dots) out.push(`<path d="${outline(d.look.shape, d.p.x, d.p.y, d.r)}" fill="${theme.dark ? d.look.dark : d.look.light}"><title>${xml(`${d.node.name}, ${d.node.type}`)}</title></path>`);
  // Names stand as on screen: none over another, the weightiest first. A title keeps those without room.
  const room = new Room();
  const wide = (text: string, size: number) => text.length * size * 0.58 + 4;
  for (const d of picture.dots) room.take({ x0: d.p.x - d.r * 0.8, y0: d.p.y - d.r * 0.8, x1: d.p.x + d.r * 0.8, y1: d.p.y + d.r * 0.8 });
  out.push(`<g text-anchor="middle" fill="${theme.ink}" stroke="${theme.paper}" stroke-width="3" paint-order="stroke">`);
  for (const d of [...picture.dots].sort((a, b) => b.node.ties - a.node.ties)) {
    const text = short(d.label);
    const box = spots(d.p.x, d.p.y, d.r, wide(text, 12), 15).find((b) => room.free(b));
    if (!box) continue;
    room.take(box);
    out.push(`<text x="${n((box.x0 + box.x1) / 2)}" y="${n(box.y1 - 4)}">${xml(text)}</text>`);
  }
  out.push("</g>");
  if (picture.lines.length <= 120) {
    out.push(`<g font-size="10" text-anchor="middle" fill="${theme.faint}" stroke="${theme.paper}" stroke-width="3" paint-order="stroke">`);
    for (const l of picture.lines) {
      const m = middle(l);
      const x = (l.a.p.x + l.b.p.x) / 4 + m.x / 2;
      const y = (l.a.p.y + l.b.p.y) / 4 + m.y / 2;
      const w = wide(l.edge.label, 10);
      const box = { x0: x - w / 2, y0: y - 7, x1: x + w / 2, y1: y + 7 };
      if (!room.free(box)) continue;
      room.take(box);
      out.push(`<text x="${n(x)}" y="${n(y + 3)}">${xml(l.edge.label)}</text>`);
    }
    out.push("</g>");
  }
  out.push("</svg>", "");
  return out.join("\n");
}

/** GEXF 1.2, which Gephi and networkx read, with the places and colours on screen. */
export function gexf(graph: Graph, picture: Picture): string {
  const { edges } = graph.shown;
  const values = (list: (string | number | undefined)[]) => `<attvalues>${list.map((v, i) => (v === undefined || v === "" ? "" : `<attvalue for="${i}" value="${xml(String(v))}"/>`)).join("")}</attvalues>`;
  const attributes = (list: [string, string][]) => list.map(([title, type], i) => `<attribute id="${i}" title="${title}" type="${type}"/>`).join("\n");
  const rgb = (hex: string) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  const out = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
    "<meta><creator>relata</creator></meta>",
    '<graph mode="static" defaultedgetype="directed">',
    `<attributes class="node" mode="static">\n${attributes([["type", "string"], ["country", "string"], ["ties", "integer"]])}\n</attributes>`,
    `<attributes class="edge" mode="static">\n${attributes([["predicate", "string"], ["status", "string"], ["articles", "integer"], ["claims", "integer"], ["first", "string"], ["last", "string"], ["confidence", "double"]])}\n</attributes>`,
    "<nodes>",
  ];
  for (const d of picture.dots) {
    const [r, g, b] = rgb(d.look.light);
    out.push(`<node id="${xml(d.node.id)}" label="${xml(d.node.name)}">${values([d.node.type, d.node.country, d.node.ties])}<viz:color r="${r}" g="${g}" b="${b}"/><viz:position x="${d.p.x.toFixed(1)}" y="${(-d.p.y).toFixed(1)}" z="0"/><viz:size value="${d.r.toFixed(1)}"/></node>`);
  }
  out.push("</nodes>", "<edges>");
  edges.forEach((e, i) => out.push(`<edge id="${i}" source="${xml(e.subject)}" target="${xml(e.object)}" label="${xml(e.label)}" weight="${e.articles}">${values([e.predicate, graph.status(e), e.articles, e.claims, e.first, e.last, e.confidence])}</edge>`));
  out.push("</edges>", "</graph>", "</gexf>", "");
  return out.join("\n");
}

export function json(graph: Graph): string {
  const { nodes, edges } = graph.shown;
  const place = (id: string) => {
    const p = graph.places.get(id);
    return p ? { x: Math.round(p.x * 10) / 10, y: Math.round(p.y * 10) / 10 } : {};
  };
  return JSON.stringify({ filters: graph.view.filters, nodes: nodes.map((n) => ({ ...n, ...place(n.id) })), edges }, null, 2) + "\n";
}

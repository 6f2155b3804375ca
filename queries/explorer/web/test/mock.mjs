// A small server that keeps to the contract of the API, for what the real one can't be made to
// do: fail, hold hostile names, hold thousands of ties. It serves the bundle with the same
// Content-Security-Policy.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const kinds = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };

/** A graph (loose: between gives ties that lead out, so that thousands come with all of theirs): entities {id, name, type} and claims {s, p, o, status, source, when, sentence, article}. */
export function serve(graph, options = {}) {
  const state = { fail: new Set(), editable: true, corrections: new Map(), ...options };
  const claims = graph.claims.map((c, i) => ({ id: `claim/${i}`, status: "actual", source: "relata samples", when: "2023-09-14", article: "article/1", confidence: 0.87, ...c }));
  const entities = new Map(graph.entities.map((e) => [e.id, e]));
  const near = new Map();
  for (const c of claims) for (const id of [c.s, c.o]) near.set(id, [...(near.get(id) ?? []), c]);
  const edgeKey = (c) => [c.s, c.p, c.o].map((x) => x.replace(/[%|]/g, encodeURIComponent)).join("|");
  const ties = new Map([...entities.keys()].map((id) => [id, new Set((near.get(id) ?? []).map(edgeKey)).size]));
  const node = (id) => ({ ...entities.get(id), articles: new Set((near.get(id) ?? []).map((c) => c.article)).size, ties: ties.get(id) ?? 0, claims: (near.get(id) ?? []).length });
  const list = (items, total = items.length, next) => ({ items, total, ...(next ? { next } : {}) });
  const order = ["actual", "planned", "possible", "denied"];
  const edges = (some) => {
    const by = new Map();
    for (const c of some) by.set(edgeKey(c), [...(by.get(edgeKey(c)) ?? []), c]);
    return [...by].map(([id, cs]) => {
      const dates = cs.map((c) => c.when).filter(Boolean).sort();
      const statuses = {};
      for (const c of cs) statuses[c.status] = (statuses[c.status] ?? 0) + 1;
      return {
        id, subject: cs[0].s, predicate: cs[0].p, object: cs[0].o, label: cs[0].p.replaceAll("-", " "), status: order.find((s) => statuses[s]), statuses,
        claims: cs.length, articles: new Set(cs.map((c) => c.article)).size, sources: new Set(cs.map((c) => c.source)).size, first: dates[0], last: dates.at(-1), confidence: Math.max(...cs.map((c) => c.confidence)),
      };
    });
  };
  const filtered = (some, q) => {
    const status = q.getAll("status").length ? q.getAll("status") : ["actual", "planned", "possible"];
    const predicates = q.getAll("predicate");
    return some.filter((c) => status.includes(c.status) && (!predicates.length || predicates.includes(c.p)) && (!q.get("source") || c.source === q.get("source")) && (!q.get("since") || c.when >= q.get("since")) && (!q.get("until") || c.when.slice(0, q.get("until").length) <= q.get("until")));
  };
  const wire = (c) => ({
    id: c.id, subject: { ...entities.get(c.s) }, predicate: c.p, object: { ...entities.get(c.o) }, status: c.status, source: { id: c.source, name: c.source }, when: c.when, about: c.about ?? "", role: "", confidence: c.confidence, method: "extract/verb@1", sentence: c.sentence ?? `${entities.get(c.s).name} ${c.p} ${entities.get(c.o).name}.`,
    article: { id: c.article, title: c.title ?? "Shoigu is shown missiles in Tehran", publisher: "relata samples", published: "2023-09-21", url: c.url ?? "" },
    marks: c.sentence ? [] : [{ part: "subject", start: 0, end: entities.get(c.s).name.length }], correction: state.corrections.get(c.id) ?? "",
  });

  const routes = {
    stats: () => ({ articles: claims.length ? 3 : 0, entities: entities.size, claims: claims.length, quads: claims.length * 12, predicates: [], types: [...new Set(graph.entities.map((e) => e.type))].map((id) => ({ id, entities: 1 })), statuses: [], since: "2023-09-14", until: "2024-01-05", editable: state.editable, version: "test" }),
    top: (_, q) => list([...entities.keys()].map(node).sort((a, b) => b.ties - a.ties).slice(0, Number(q.get("limit") ?? 20))),
    search: (_, q) => list(graph.entities.filter((e) => e.name.toLowerCase().includes(q.get("q").toLowerCase())).slice(0, 12).map((e) => ({ ...node(e.id), aliases: [], match: e.name }))),
    entity: ([id]) => {
      if (!entities.has(id)) throw [404, `There is no ${id}.`];
      const ties = edges(near.get(id) ?? []).map((e) => ({ e, other: e.subject === id ? e.object : e.subject, reverse: e.subject !== id }));
      const groups = new Map();
      for (const t of ties) {
        const key = t.e.predicate + t.reverse;
        if (!groups.has(key)) groups.set(key, { predicate: t.e.predicate, label: t.e.label, reverse: t.reverse, ties: [] });
        groups.get(key).ties.push({ predicate: t.e.predicate, other: t.other, name: entities.get(t.other).name, statuses: [t.e.status], claims: t.e.claims, articles: t.e.articles, sources: ["relata samples"], first: t.e.first, last: t.e.last });
      }
      return { entity: entities.get(id), node: node(id), claims: (near.get(id) ?? []).length, articles: 1, ties: [...groups.values()].map((g) => ({ ...g, left: Math.max(0, g.ties.length - 50), ties: g.ties.slice(0, 50) })) };
    },
    neighbours: ([id], q) => {
      if (!entities.has(id)) throw [404, `There is no ${id}.`];
      const all = edges(filtered(near.get(id) ?? [], q)).sort((a, b) => b.articles - a.articles);
      const from = Number(q.get("cursor") ?? 0);
      const to = from + Number(q.get("limit") ?? 30);
      const some = all.slice(from, to);
      const ids = new Set(some.flatMap((e) => [e.subject, e.object]));
      return { node: node(id), nodes: [...ids].map(node), edges: some, total: all.length, ...(to < all.length ? { next: String(to) } : {}) };
    },
    between: (_, q, body) => {
      const ids = new Set(body.ids);
      const some = new Set();
      for (const id of ids) for (const c of near.get(id) ?? []) if ((state.loose || ids.has(c.o)) && ids.has(c.s)) some.add(c);
      return { nodes: [...ids].filter((id) => entities.has(id)).map(node), edges: edges(filtered([...some], q)) };
    },
    claims: (_, q) => list(filtered(claims, q).filter((c) => (!q.get("subject") || c.s === q.get("subject")) && (!q.get("object") || c.o === q.get("object")) && (!q.get("predicate") || c.p === q.get("predicate"))).slice(0, 20).map(wire)),
    evidence: ([id]) => ({ claim: wire(claims.find((c) => c.id === id)), before: "A sentence before.", sentence: wire(claims.find((c) => c.id === id)).sentence, after: "A sentence after.", article: {} }),
    histogram: () => {
      const by = new Map();
      for (const c of claims) by.set(c.when.slice(0, 7), (by.get(c.when.slice(0, 7)) ?? 0) + 1);
      return [...by].sort().map(([when, n]) => ({ when, claims: n }));
    },
    ask: ([name]) => (name ? { columns: ["actor", "claims"], rows: [{ actor: { id: "Russia", name: "Russia", type: "Country" }, claims: { value: 3 } }], cut: false } : list([{ name: "most-connected", title: "Most connected actors", description: "", args: [] }])),
    complete: () => ({ from: 0, items: [] }),
    path: (_, q) => {
      const [a, b] = [q.get("a"), q.get("b")];
      const c = claims.find((c) => c.s === a && c.o === b);
      if (!c) return { ...list([]), nodes: [], edges: [] };
      const words = `${entities.get(a).name} ${c.p} ${entities.get(b).name}`;
      const steps = [{ to: b, toName: entities.get(b).name, predicate: c.p, words, statuses: [c.status], articles: 1, best: wire(c) }];
      return { ...list([{ from: a, steps, weakest: c.status }]), nodes: [node(a), node(b)], edges: edges([c]) };
    },
    corrections: (_, __, body, method) => {
      if (method === "GET") return { items: [], total: 0 };
      if (method === "POST") state.corrections.set(body.claim, body.action === "reject" ? "rejected" : "confirmed");
      else state.corrections.clear();
      return { number: 1 };
    },
  };

  const server = createServer(async (req, res) => {
    const url = new URL(req.url, "http://x");
    const send = (code, type, body) => res.writeHead(code, { "Content-Type": type, "Content-Security-Policy": CSP, "Cache-Control": "no-store" }).end(body);
    const parts = url.pathname.split("/").slice(1).map(decodeURIComponent);
    if (parts[0] !== "api") {
      const name = url.pathname === "/" ? "index.html" : url.pathname.slice(1);
      try {
        return send(200, kinds[extname(name)] ?? "application/octet-stream", await readFile(join(dist, name)));
      } catch {
        return send(404, "text/plain", "no");
      }
    }
    let text = "";
    for await (const chunk of req) text += chunk;
    const [, , route, ...rest] = parts;
    const problem = (code, detail) => send(code, "application/problem+json", JSON.stringify({ type: "about:blank", title: "Failed", status: code, detail }));
    await state.hold?.[route];
    if (state.fail.has(route)) return problem(500, "The store cannot be read.");
    if (route === "events") return res.writeHead(200, { "Content-Type": "text/event-stream", "Content-Security-Policy": CSP }).write(": here\n\n");
    if (!routes[route]) return problem(404, "no such route");
    try {
      send(200, "application/json", JSON.stringify(routes[route](rest.length ? [rest.join("/")] : [], url.searchParams, text ? JSON.parse(text) : {}, req.method)));
    } catch (err) {
      if (Array.isArray(err)) problem(...err);
      else problem(500, String(err));
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${server.address().port}/`, state, close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) })));
}

const e = (id, type, name = id.replaceAll("_", " ")) => ({ id, name, type });

export const small = {
  entities: [e("Russia", "Country"), e("Iran", "Country"), e("North_Korea", "Country"), e("Ukraine", "Country"), e("United_States", "Country"), e("Sergei_Shoigu", "Person"), e("Mohammad_Bagheri", "Person"), e("Iranian_armed_forces", "Organization"), e("drones", "Product"), e("Tehran", "Place")],
  claims: [
    { s: "Russia", p: "buys-from", o: "Iran", status: "planned", source: "U.S. officials", when: "2024-01-04", article: "article/3" },
    { s: "Russia", p: "buys-from", o: "North_Korea", status: "denied", source: "Russia" },
    { s: "Iran", p: "supplies", o: "Russia", source: "U.S. officials", when: "2023-09-21", article: "article/2" },
    { s: "North_Korea", p: "supplies", o: "Russia" },
    { s: "North_Korea", p: "supplies", o: "Russia", when: "2024-01-04", article: "article/3" },
    { s: "Russia", p: "attacks", o: "Ukraine", status: "possible", when: "2023-09-21", article: "article/2" },
    { s: "Sergei_Shoigu", p: "works-for", o: "Russia" },
    { s: "Sergei_Shoigu", p: "met", o: "Mohammad_Bagheri", when: "2023-09-20", article: "article/2" },
    { s: "Mohammad_Bagheri", p: "leads", o: "Iranian_armed_forces" },
    { s: "Iranian_armed_forces", p: "part-of", o: "Iran" },
    { s: "United_States", p: "sanctions", o: "Iran", when: "2023-10-02", article: "article/2" },
    { s: "Russia", p: "uses", o: "drones" },
    { s: "Tehran", p: "located-in", o: "Iran" },
  ],
};

/** A graph of n actors drawn from a seed: a few with many ties, most with few, as news has it. */
export function large(n, perNode = 2) {
  let seed = 42;
  const random = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32);
  const types = ["Person", "Country", "Organization", "Group", "Place", "Product", "Event", "Agreement"];
  const entities = Array.from({ length: n }, (_, i) => e(`Actor_${i}`, types[Math.floor(random() * 8)]));
  const claims = [];
  const predicates = ["met", "buys-from", "supplies", "attacks", "leads", "criticizes"];
  const status = ["actual", "actual", "actual", "planned", "possible"];
  for (let i = 1; i < n; i++) {
    for (let k = 0; k < perNode; k++) {
      const j = Math.floor(random() ** 2.2 * i);
      const month = 1 + Math.floor(random() * 12);
      claims.push({ s: `Actor_${i}`, p: predicates[Math.floor(random() * 6)], o: `Actor_${j}`, status: status[Math.floor(random() * 5)], when: `${2020 + Math.floor(random() * 4)}-${String(month).padStart(2, "0")}-11`, article: `article/${Math.floor(random() * n)}` });
    }
  }
  return { entities, claims };
}

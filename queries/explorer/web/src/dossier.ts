// The dossier of an actor: names, posts, ties by predicate, who says so.
import { api } from "./api";
import { fill, h, keepFocus } from "./dom";
import type { Graph } from "./model";
import { glyph } from "./palette";
import { empty, failed, loading, message } from "./say";
import type { Dossier, DossierGroup, DossierTie, Neighbours } from "./types";
import { count, day, learn, nameOf, says, span, statusWords } from "./words";

export interface DossierHands {
  open(id: string): void;
  unfold(id: string, predicate?: string): void;
  tie(subject: string, predicate: string, object: string): void;
  toggleHidden(id: string): void;
  togglePin(id: string): void;
  pathFrom(id: string): void;
  changed(run: () => void): void;
  ready(): void;
}

export async function dossier(el: HTMLElement, id: string, graph: Graph, hands: DossierHands, signal: AbortSignal): Promise<void> {
  fill(el, loading("Opening the dossier…"));
  let done = false;
  const whole = api.entity(id, signal).finally(() => (done = true));
  // Of an actor with thousands of claims the dossier takes a while; its name and the ties
  // told most come at once.
  api.neighbours(id, { limit: FIRST }, signal).then(
    (n) => done || signal.aborted || !n.edges?.length || show(el, early(n), graph, hands, true),
    () => undefined, // the dossier says what is wrong
  );
  try {
    const d = await whole;
    if (signal.aborted) return;
    for (const g of d.ties ?? []) learn(g.predicate, g.label);
    show(el, d, graph, hands, false);
  } catch (err) {
    if (!signal.aborted) fill(el, failed(err, () => void dossier(el, id, graph, hands, signal)));
  }
}

const NAME = 160; // signs of a name that stand; a pointer over it shows the rest
const FIRST = 20; // ties that stand until the dossier is there

/** early makes of an actor's first ties what can be shown until its dossier comes. */
function early({ node, nodes, edges }: Neighbours): Dossier {
  const names = new Map(nodes.map((n) => [n.id, n.name]));
  const groups = new Map<string, DossierGroup>();
  for (const e of edges) {
    const reverse = e.subject !== node.id;
    const other = reverse ? e.subject : e.object;
    const key = `${reverse} ${e.predicate}`;
    const group = groups.get(key) ?? { predicate: e.predicate, label: e.label, reverse, ties: [] };
    groups.set(key, group);
    group.ties.push({ ...e, other, name: names.get(other) ?? nameOf(other), statuses: [e.status], sources: [] });
  }
  return { entity: node, node, claims: node.claims, articles: node.articles, ties: [...groups.values()] };
}

function show(el: HTMLElement, d: Dossier, graph: Graph, hands: DossierHands, first: boolean): void {
  const e = d.entity;
  const total = graph.info.get(e.id)?.ties ?? d.node?.ties;
  const button = (label: string, run: () => void, extra: Record<string, unknown> = {}) => h("button", { type: "button", onclick: run, ...extra }, label);
  const groups = d.ties ?? [];
  const sources = tally(d);
  const actions = h("div", { class: "actions" });
  // What can be done with an actor depends on the picture, which changes under the dossier.
  const act = () => {
    const shown = graph.view.nodes.includes(e.id) && !graph.view.hidden.includes(e.id);
    const pinned = graph.view.pins.includes(e.id);
    const focus = actions.contains(document.activeElement) ? Array.from(actions.children).indexOf(document.activeElement!) : -1;
    fill(
      actions,
      button(shown ? "Unfold ties" : "Show in graph", () => hands.unfold(e.id), { class: "main", "aria-keyshortcuts": "U" }),
      button("Path to…", () => hands.pathFrom(e.id)),
      shown ? button(pinned ? "Unpin" : "Pin", () => hands.togglePin(e.id), { "aria-pressed": String(pinned), "aria-keyshortcuts": "P" }) : null,
      shown ? button("Hide", () => hands.toggleHidden(e.id), { "aria-keyshortcuts": "H" }) : null,
    );
    if (focus >= 0) (actions.children[Math.min(focus, actions.children.length - 1)] as HTMLElement | undefined)?.focus();
  };
  act();
  hands.changed(act);
  keepFocus(el, () =>
    fill(
      el,
      h(
        "article",
        { class: "dossier", "aria-busy": first ? "true" : undefined },
        h("p", { class: "kicker" }, glyph(e.type), " ", e.type, e.country && e.type !== "Country" ? `, ${e.country}` : ""),
        h("h2", { tabindex: "-1", dir: "auto", title: e.name.length > NAME ? e.name : undefined }, clip(e.name, NAME)),
        e.aliases?.length ? h("p", { class: "also", dir: "auto" }, "Also: ", clip(e.aliases.join(", "), 400)) : null,
        h("p", { class: "facts" }, `${count(d.claims, "claim")} in ${count(d.articles, "article")}`, d.lastSeen ? `, last on ${day(d.lastSeen)}` : ""),
        actions,
        d.posts?.length
          ? h("section", {}, h("h3", {}, "Posts"), h("ul", { class: "posts" }, d.posts.map((p) => post(e.id, p, hands))))
          : null,
        groups.length ? h("h3", {}, total ? count(total, "tie") : "Ties") : empty("No ties are told."),
        groups.map((g) => group(e.id, e.name, g, hands, first)),
        first ? loading("The rest of the dossier is being read…") : null,
        sources.length ? h("section", {}, h("h3", {}, "Who says so"), h("ul", { class: "tally" }, sources.slice(0, 12).map(([name, n]) => h("li", {}, h("span", { class: "name", dir: "auto" }, clip(name, NAME)), h("span", { class: "count" }, count(n, "tie")))))) : null,
      ),
    ),
  );
  hands.ready();
}

function tally(d: Dossier): [string, number][] {
  const by = new Map<string, number>();
  for (const g of d.ties ?? []) for (const t of g.ties) for (const s of t.sources ?? []) by.set(s, (by.get(s) ?? 0) + 1);
  return [...by].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function post(id: string, p: DossierTie, hands: DossierHands): HTMLElement {
  return h("li", {}, h("button", { type: "button", class: "row", onclick: () => hands.tie(id, p.predicate, p.other) }, h("span", { class: "name" }, clip(p.role || says(p.predicate), NAME), ", ", clip(p.name, NAME)), h("span", { class: "count" }, span(p.first, p.last))));
}

function group(id: string, name: string, g: DossierGroup, hands: DossierHands, some: boolean): HTMLElement {
  const told = g.ties.length + (g.left ?? 0);
  // "Iran buys from" and "… buys from Iran" are two groups: the direction is in the words.
  const words = g.reverse ? `… ${g.label} ${clip(name, 40)}` : `${g.label} …`;
  const rows = g.ties.slice(0, 8).map((t) => tie(id, g, t, hands));
  const more = g.ties.slice(8);
  const list = h("ul", { class: "ties" }, rows);
  return h(
    "section",
    { class: "group" },
    h("h4", {}, h("span", { class: "words", dir: "auto" }, words), h("button", { type: "button", class: "plain small", "aria-label": `Unfold: ${words}`, onclick: () => hands.unfold(id, g.predicate) }, told === 1 || some ? "unfold" : `unfold ${told}`)),
    list,
    more.length ? h("button", { type: "button", class: "plain small", onclick: (ev: Event) => (list.append(...more.map((t) => tie(id, g, t, hands))), (ev.currentTarget as HTMLElement).remove()) }, `${more.length} more`) : null,
    g.left ? h("button", { type: "button", class: "plain small", onclick: (ev: Event) => void rest(ev.currentTarget as HTMLButtonElement, list, id, g, hands) }, `${g.left} more`) : null,
  );
}

/** The dossier comes with the ties told most; the rest of a group is asked for. */
async function rest(button: HTMLButtonElement, list: HTMLElement, id: string, g: DossierGroup, hands: DossierHands): Promise<void> {
  button.disabled = true;
  try {
    const whole = await api.entity(id, undefined, true);
    const same = whole.ties?.find((x) => x.predicate === g.predicate && !x.reverse === !g.reverse);
    if (same) fill(list, same.ties.slice(0, 500).map((t) => tie(id, g, t, hands)));
    button.remove();
  } catch (err) {
    button.disabled = false;
    button.textContent = message(err);
  }
}

function tie(id: string, g: DossierGroup, t: DossierTie, hands: DossierHands): HTMLElement {
  const status = t.statuses[0] ?? "actual";
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "row", onclick: () => (g.reverse ? hands.tie(t.other, g.predicate, id) : hands.tie(id, g.predicate, t.other)) },
      h("span", { class: "name", dir: "auto" }, clip(t.name, NAME), t.about?.length ? h("span", { class: "about" }, ` ${clip(t.about.join(", "), 80)}`) : null),
      h("span", { class: "count" }, status !== "actual" ? h("span", { class: "status " + status }, statusWords[status]) : null, status !== "actual" ? " " : "", t.articles > 1 ? `${t.articles} articles` : span(t.first, t.last)),
    ),
  );
}

export function clip(text: string, max: number): string {
  const chars = Array.from(text);
  return chars.length > max ? chars.slice(0, max - 1).join("") + "…" : text;
}

// The page that it opens on: what the graph holds, and the most connected actors.
import { api } from "./api";
import { byId, fill, h } from "./dom";
import { glyph } from "./palette";
import { empty, failed, loading } from "./say";
import type { Stats } from "./types";
import { count, day } from "./words";

export interface HomeHands {
  open(id: string): void;
  example(): void;
}

export async function home(stats: Stats | undefined, hands: HomeHands): Promise<void> {
  const el = byId("home");
  const list = h("ol", { class: "top", "aria-label": "Most connected actors" });
  const span = !stats?.since ? "" : day(stats.since) === day(stats.until) ? ` Those with a date fall in ${day(stats.since)}.` : ` Those with a date fall between ${day(stats.since)} and ${day(stats.until)}.`;
  const title = h("h1", {}, h("span", { class: "whole" }, "Who does what to whom,"), " ", h("span", { class: "whole" }, "and who says so."));
  if (stats && !stats.claims) {
    fill(
      el,
      h(
        "div",
        { class: "column" },
        title,
        h("p", { class: "standfirst" }, stats.articles ? `The graph is empty: in ${count(stats.articles, "article")} no claim was found.` : "The graph is empty."),
        h("p", { class: "hint" }, "Load articles, files or folders or addresses, and this page shows what they say:"),
        h("p", {}, h("code", {}, "relata load ARTICLES --db FOLDER")),
      ),
    );
    return;
  }
  fill(
    el,
    h(
      "div",
      { class: "column" },
      title,
      stats
        ? h("p", { class: "standfirst" }, `${count(stats.claims, "claim")} from ${count(stats.articles, "article")} about ${count(stats.entities, "actor")}.${span} Behind every tie stands the sentence that says it.`)
        : null,
      h("p", { class: "hint" }, "Search for an actor above, or start with one that has many ties."),
      h("h2", {}, "Most connected"),
      list,
    ),
  );
  list.replaceWith(loading("Reading the graph…"));
  const state = el.querySelector(".state")!;
  try {
    const top = await api.top(24);
    const items = top.items ?? [];
    if (!items.length) {
      state.replaceWith(empty("The graph is empty. Load articles with: relata load ARTICLES --db FOLDER"));
      return;
    }
    fill(
      list,
      items.map((n) =>
        h(
          "li",
          {},
          h("button", { type: "button", onclick: () => hands.open(n.id) }, glyph(n.type), h("span", { class: "name" }, n.name), h("span", { class: "count" }, `${n.type}, ${count(n.ties, "tie")}`)),
        ),
      ),
    );
    state.replaceWith(list, h("p", {}, h("button", { type: "button", class: "plain", onclick: hands.example }, "Show the ties among these")));
  } catch (err) {
    state.replaceWith(failed(err, () => void home(stats, hands)));
  }
}

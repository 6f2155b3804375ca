// The evidence behind a tie: every claim with its sentence, who says it, how sure, when, where.
import { api } from "./api";
import { fill, h, link } from "./dom";
import { clip } from "./dossier";
import type { Graph } from "./model";
import { empty, failed, loading, message, say, whisper } from "./say";
import type { Claim, Edge, Mark } from "./types";
import { count, day, nameOf, says, span, statusWords, sure, statuses } from "./words";

export interface EvidenceHands {
  open(id: string): void;
  editable(): boolean;
  corrected(): void;
  corrections(): void;
  ready(): void;
}

/** marked is a sentence with its subject, predicate and object marked. Positions are UTF-16 units, as in JavaScript's strings. */
export function marked(sentence: string, marks: Mark[] | undefined): (HTMLElement | string)[] {
  const out: (HTMLElement | string)[] = [];
  let at = 0;
  for (const m of [...(marks ?? [])].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(at, m.start);
    const end = Math.min(sentence.length, m.end);
    if (start >= end) continue;
    if (start > at) out.push(sentence.slice(at, start));
    out.push(h("mark", { class: m.part, title: m.part }, sentence.slice(start, end)));
    at = end;
  }
  if (at < sentence.length) out.push(sentence.slice(at));
  return out;
}

const sayer = (c: Claim): string => c.source?.name || nameOf(c.source?.id ?? "") || c.article?.publisher || "the article";

export async function evidence(el: HTMLElement, edge: Edge, graph: Graph, hands: EvidenceHands, signal: AbortSignal): Promise<void> {
  const name = (id: string) => graph.info.get(id)?.name ?? nameOf(id);
  fill(el, loading("Looking up the sentences…"));
  const f = graph.view.filters;
  // Denied claims are shown too: they are part of what is said about a tie.
  const params = { status: [...statuses], source: f.source || undefined, since: f.since || undefined, until: f.until || undefined };
  const list = h("ol", { class: "claims" });
  const rest = h("p", {});
  const more = async (cursor?: string) => {
    const page = await api.claimsOf(edge, { ...params, limit: 20, cursor }, signal);
    list.append(...(page.items ?? []).map((c) => claim(c, hands)));
    const left = page.total - list.children.length;
    fill(rest, page.next ? h("button", { type: "button", onclick: () => void more(page.next).catch((err) => fill(rest, failed(err))) }, `Show more (${left} left)`) : "");
    return page;
  };
  try {
    const page = await more();
    if (signal.aborted) return;
    fill(
      el,
      h(
        "article",
        { class: "evidence" },
        h("p", { class: "kicker" }, "Evidence"),
        h(
          "h2",
          { tabindex: "-1", dir: "auto" },
          h("button", { type: "button", class: "plain subject", onclick: () => hands.open(edge.subject) }, clip(name(edge.subject), 90)),
          " ",
          h("span", { class: "predicate" }, edge.label || says(edge.predicate)),
          " ",
          h("button", { type: "button", class: "plain object", onclick: () => hands.open(edge.object) }, clip(name(edge.object), 90)),
        ),
        h("p", { class: "facts" }, `${count(page.total, "claim")} in ${count(edge.articles, "article")}, ${count(edge.sources, "source")}`, edge.first ? `, ${span(edge.first, edge.last)}` : ""),
        page.total
          ? [list, rest]
          : [empty("No claim is left under these filters."), hands.editable() ? h("p", {}, h("button", { type: "button", class: "plain", onclick: () => hands.corrections() }, "See what was rejected")) : null],
      ),
    );
    hands.ready();
  } catch (err) {
    if (!signal.aborted) fill(el, failed(err, () => void evidence(el, edge, graph, hands, signal)));
  }
}

function claim(c: Claim, hands: EvidenceHands): HTMLElement {
  const quote = h("blockquote", { dir: "auto" }, marked(c.sentence, c.marks));
  const when = c.when ? day(c.when) : "";
  const reported = c.article?.published ? day(c.article.published) : "";
  const item = h(
    "li",
    { class: "claim", "data-claim": c.id },
    h("p", { class: "attribution" }, h("span", { class: "status " + c.status }, statusWords[c.status] ?? c.status), ", says ", h("span", { dir: "auto" }, clip(sayer(c), 160))),
    quote,
    c.about || c.role || when
      ? h(
          "p",
          { class: "said" },
          c.about ? h("span", { dir: "auto" }, `About ${clip(c.about, 120)}. `) : null,
          c.role ? h("span", { dir: "auto" }, `As ${clip(c.role, 120)}. `) : null,
          when ? h("span", {}, `${c.status === "actual" ? "Happened" : "Dated"} ${when}. `) : null,
        )
      : null,
    h(
      "p",
      { class: "origin" },
      c.article?.url ? link(c.article.url, clip(c.article.title || c.article.url, 240)) : h("cite", { dir: "auto" }, clip(c.article?.title || c.article?.id || "", 240)),
      c.article?.publisher ? [", ", h("span", { dir: "auto" }, clip(c.article.publisher, 120))] : "",
      reported ? `, ${reported}` : "",
    ),
    h("p", { class: "rule" }, `Read as “${says(c.predicate)}”, ${sure(c.confidence)}, by ${c.method}`),
  );
  const acts = h("p", { class: "actions" });
  acts.append(
    h(
      "button",
      {
        type: "button",
        class: "plain small",
        onclick: async (ev: Event) => {
          const b = ev.currentTarget as HTMLButtonElement;
          const here = b === document.activeElement;
          b.disabled = true;
          try {
            const e = await api.evidence(c.id);
            fill(quote, e.before ? h("span", { class: "context" }, e.before, " ") : null, marked(e.sentence, e.claim?.marks ?? c.marks), e.after ? h("span", { class: "context" }, " ", e.after) : null);
            b.remove();
            if (here) acts.querySelector("button")?.focus();
          } catch (err) {
            b.disabled = false;
            say(message(err));
          }
        },
      },
      "In context",
    ),
  );
  if (hands.editable()) corrections(acts, item, c, hands);
  item.append(acts);
  return item;
}

/** One click rejects or confirms; the next one undoes it. */
function corrections(acts: HTMLElement, item: HTMLElement, c: Claim, hands: EvidenceHands): void {
  const slot = h("span", {});
  const show = () => {
    item.classList.toggle("rejected", c.correction === "rejected");
    item.classList.toggle("confirmed", c.correction === "confirmed");
    const here = slot.contains(document.activeElement);
    const button = (label: string, run: () => Promise<void>, cls = "") => h("button", { type: "button", class: "plain small " + cls, onclick: () => void run().catch((err) => say(message(err))) }, label);
    fill(
      slot,
      c.correction ? h("span", { class: "correction" }, c.correction === "rejected" ? "Rejected" : "Confirmed") : [button("Confirm", () => act("confirm")), button("Reject", () => act("reject"), "danger")],
      c.correction && c.correction_number !== undefined ? button("Undo", undo) : null,
    );
    // Whose key pressed one button goes on from the one in its place.
    if (here) slot.querySelector("button")?.focus();
  };
  const act = async (action: "confirm" | "reject") => {
    const done = await api.correct(action, c.id, "");
    c.correction = action === "reject" ? "rejected" : "confirmed";
    if (done.number !== undefined) c.correction_number = done.number;
    show();
    hands.corrected();
    whisper(`Claim ${c.correction}.`);
  };
  const undo = async () => {
    await api.uncorrect(c.correction_number!);
    c.correction = "";
    delete c.correction_number;
    show();
    hands.corrected();
    whisper("Undone.");
  };
  show();
  acts.append(" ", slot);
}

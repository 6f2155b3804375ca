// What analysts have corrected, the latest first: what, who, when, why, and the way back.
import { api } from "./api";
import { fill, h } from "./dom";
import { clip } from "./dossier";
import { marked } from "./evidence";
import { empty, failed, loading, message, say, whisper } from "./say";
import type { Argument, Correction, List } from "./types";
import { count, moment, nameOf, says } from "./words";

export interface CorrectionHands {
  tie(subject: string, predicate: string, object: string): void;
  editable(): boolean;
  corrected(): void;
  ready(): void;
}

const PAGE = 20;
const MOST = 500; // that the server gives at once

const called = (a: Argument) => clip(a.name || a.value || nameOf(a.id ?? ""), 90);

/** What a correction did, in words; what a claim says stands below them. */
const deeds: Record<string, (a: string, b: string) => string> = {
  reject: () => "Rejected",
  confirm: () => "Confirmed",
  edit: (_, b) => `Changed to ${b.replaceAll("=", " ").replaceAll("; ", ", ")}`,
  merge: (a, b) => `${b} is ${a}: merged`,
  split: (a, b) => `“${b}” is not ${a}: split off`,
  rename: (a, b) => `${a} renamed to ${b}`,
  type: (a, b) => `${a} is of type ${b}`,
  "alias-add": (a, b) => `${a} is also called ${b}`,
  "alias-remove": (a, b) => `${a} is not called ${b}`,
  "not-same": (a, b) => `${a} and ${b} are not the same`,
  undo: (a) => `Undid correction ${a}`,
};

function deed(c: Correction): string {
  const entity = !c.a.startsWith("claim/");
  const words = deeds[c.action] ?? ((a: string, b: string) => [c.action, a, b].filter(Boolean).join(" "));
  return clip(words(entity ? nameOf(c.a) : c.a, c.action === "merge" || c.action === "not-same" ? nameOf(c.b ?? "") : (c.b ?? "")), 200);
}

export async function corrections(el: HTMLElement, hands: CorrectionHands, signal: AbortSignal): Promise<void> {
  fill(el, loading("Reading the corrections…"));
  const list = h("ol", { class: "corrections" });
  const rest = h("p", { class: "actions" });
  const facts = h("p", { class: "facts" });
  const shown = () => list.children.length;
  const put = (page: List<Correction>, anew: boolean) => {
    if (anew) fill(list);
    // Others correct meanwhile, and what is new moves the rest on.
    const there = new Set(Array.from(list.children, (li) => (li as HTMLElement).dataset.n));
    list.append(...page.items.filter((c) => !there.has(String(c.n))).map((c) => item(c)));
    fill(facts, page.total ? count(page.total, "correction") + (page.total > 1 ? ", the latest first" : "") : "", hands.editable() ? "" : ". This server only reads: none can be undone here.");
    fill(rest, page.next ? h("button", { type: "button", onclick: (ev: Event) => void more(ev.currentTarget as HTMLButtonElement, page.next!) }, `Show more (${page.total - shown()} left)`) : "");
  };
  const more = async (button: HTMLButtonElement, cursor: string) => {
    button.disabled = true;
    const last = list.lastElementChild;
    try {
      put(await api.corrections(PAGE, cursor, signal), false);
      (last?.nextElementSibling as HTMLElement | null)?.focus();
    } catch (err) {
      if (signal.aborted) return;
      button.disabled = false;
      say(message(err));
    }
  };
  /** back undoes a correction, or the undoing of one, and stays where it was pressed. */
  const back = async (n: number, of: number, done: string, button: HTMLButtonElement) => {
    button.disabled = true;
    try {
      await api.uncorrect(n);
      whisper(done);
      hands.corrected();
    } catch (err) {
      // Someone else may have been first: the list tells.
      if (!signal.aborted) say(message(err));
    }
    try {
      const page = await api.corrections(Math.min(MOST, shown() + 1), undefined, signal);
      const at = el.parentElement?.scrollTop ?? 0;
      put(page, true);
      if (el.parentElement) el.parentElement.scrollTop = at;
      list.querySelector<HTMLElement>(`[data-n="${of}"] .actions button`)?.focus({ preventScroll: true });
    } catch (err) {
      if (!signal.aborted) say(message(err));
    }
  };
  const item = (c: Correction): HTMLElement => {
    const words = deed(c);
    const claim = c.claim;
    const what = claim && `${called(claim.subject)} ${says(claim.predicate)} ${called(claim.object)}`;
    const there = claim && claim.correction !== "rejected";
    const end = (a: Argument) => a.id ?? a.value ?? "";
    const button = (label: string, about: string, n: number, done: string) =>
      h("button", { type: "button", class: "plain small", "aria-label": about, onclick: (ev: Event) => void back(n, c.n, done, ev.currentTarget as HTMLButtonElement) }, label);
    const named = `correction ${c.n}, ${words}${what ? `: ${what}` : ""}`;
    return h(
      "li",
      { class: c.undone ? "undone" : undefined, "data-n": String(c.n), tabindex: "-1" },
      h("span", { class: "number" }, h("span", { class: "hidden" }, "Correction "), String(c.n)),
      h(
        "div",
        {},
        h("p", { class: "deed", dir: "auto" }, words),
        what ? h("p", { class: "what", dir: "auto" }, there ? h("button", { type: "button", class: "plain", onclick: () => hands.tie(end(claim.subject), claim.predicate, end(claim.object)) }, what) : what) : null,
        claim ? h("blockquote", { dir: "auto" }, marked(claim.sentence, claim.marks)) : /^claim\//.test(c.a) ? h("p", { class: "facts" }, `${c.a}, of which the graph keeps no more`) : null,
        h("p", { class: "facts" }, c.author || "unknown", ", ", h("time", { datetime: c.time }, moment(c.time)), c.why ? h("span", { class: "why", dir: "auto" }, `. “${clip(c.why, 400)}”`) : null),
        c.undone || (hands.editable() && c.action !== "undo")
          ? h(
              "p",
              { class: "actions" },
              c.undone ? h("span", { class: "small" }, c.undone_by ? `Undone by ${c.undone_by}` : "Undone") : null,
              !hands.editable() || c.action === "undo" ? null : c.undone ? (c.undone_by ? button("Do it again", `Do it again: ${named}`, c.undone_by, `Correction ${c.n} stands again.`) : null) : button("Undo", `Undo ${named}`, c.n, `Correction ${c.n} undone.`),
            )
          : null,
      ),
    );
  };
  try {
    const page = await api.corrections(PAGE, undefined, signal);
    if (signal.aborted) return;
    put(page, true);
    fill(el, h("h2", { tabindex: "-1" }, "Corrections"), page.total ? [facts, list, rest] : empty("Nothing was corrected yet. Reject or confirm a claim beside its sentence, and it stands here."));
    hands.ready();
  } catch (err) {
    if (!signal.aborted) fill(el, failed(err, () => void corrections(el, hands, signal)));
  }
}

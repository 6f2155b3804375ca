// The saved questions: a list, a form for each, its answer as table and graph.
import { api, type Params } from "./api";
import { fill, h } from "./dom";
import { actorsIn, table, type Row } from "./results";
import { actorField } from "./search";
import { empty, failed, loading } from "./say";
import type { Question } from "./types";
import { count } from "./words";

export interface QuestionHands {
  name(id: string): string;
  open(id: string): void;
  graph(ids: string[], label: string): void;
  go(panel: string): void;
  remember(rest: string): void;
  ready(): void;
}

let known: Question[] | undefined;

export async function questions(el: HTMLElement, rest: string, hands: QuestionHands, signal: AbortSignal): Promise<void> {
  fill(el, loading("Reading the questions…"));
  try {
    known ??= (await api.questions()).items ?? [];
  } catch (err) {
    if (!signal.aborted) fill(el, failed(err, () => void questions(el, rest, hands, signal)));
    return;
  }
  if (signal.aborted) return;
  const [name = "", args = ""] = rest.split("?");
  const q = known.find((x) => x.name === name);
  if (q) return form(el, q, new URLSearchParams(args), hands, signal);
  fill(
    el,
    h("h2", { tabindex: "-1" }, "Saved questions"),
    name ? empty(`There is no question called ${name}.`) : null,
    known.length
      ? h("ul", { class: "questions" }, known.map((x) => h("li", {}, h("button", { type: "button", onclick: () => hands.go(`ask:${x.name}`) }, h("span", { class: "name" }, x.title || x.name), h("span", { class: "also" }, x.description)))))
      : empty("There are no saved questions."),
  );
  hands.ready();
}

const words: Record<string, string> = { who: "Who", what: "What", a: "One actor", b: "The other", by: "By", on: "On", about: "About", with: "With", where: "Where", since: "Since", until: "Until", source: "Source", date: "Date", limit: "At most" };

function form(el: HTMLElement, q: Question, args: URLSearchParams, hands: QuestionHands, signal: AbortSignal): void {
  const out = h("div", { "aria-live": "polite" });
  const values: { name: string; get: () => string; required: boolean; input: HTMLInputElement }[] = [];
  const fields = q.args.map((arg) => {
    const start = args.get(arg.name) ?? (arg.default === undefined || arg.default === null ? "" : String(arg.default));
    const optional = !arg.required;
    const label = (words[arg.name] ?? arg.name) + (optional ? "" : " (needed)");
    if (arg.type === "entity") {
      const f = actorField(label, start, hands.name, !optional);
      values.push({ name: arg.name, get: f.id, required: !optional, input: f.input });
      if (arg.description) f.el.append(h("span", { class: "help" }, arg.description));
      return f.el;
    }
    const id = `arg-${arg.name}`;
    const input = h("input", { id, type: arg.type === "bool" ? "checkbox" : arg.type === "number" ? "number" : "text", placeholder: arg.type === "date" ? "2023, 2023-09 or 2023-09-20" : undefined, value: start, checked: arg.type === "bool" && start === "true", required: !optional });
    values.push({ name: arg.name, get: () => (arg.type === "bool" ? String(input.checked) : input.value.trim()), required: !optional, input });
    return h("div", { class: "field" }, h("label", { for: id }, label), input, arg.description ? h("span", { class: "help" }, arg.description) : null);
  });
  const run = async () => {
    const params: Params = {};
    for (const v of values) {
      const value = v.get();
      if (value) params[v.name] = value;
    }
    hands.remember(q.name + "?" + new URLSearchParams(params as Record<string, string>).toString());
    fill(out, loading("Asking…"));
    try {
      const answer = await api.ask(q.name, params, signal);
      const rows: Row[] = (answer.rows ?? []).map((cells) => ({ cells }));
      if (!rows.length) return fill(out, empty("The graph says nothing of it."));
      // Who is asked about belongs to the picture of the answer.
      const ids = [...new Set([...actorsIn(rows), ...q.args.filter((a) => a.type === "entity").map((a) => String(params[a.name] ?? ""))])].filter(Boolean);
      fill(
        out,
        h("p", { class: "actions" }, h("span", { class: "facts" }, count(rows.length, "row"), answer.cut ? ", there are more" : ""), ids.length ? h("button", { type: "button", onclick: () => hands.graph(ids, q.title) }, "Show as graph") : null),
        table(q.title, answer.columns.map((key) => ({ key, title: key })), rows, hands.open),
      );
    } catch (err) {
      if (!signal.aborted) fill(out, failed(err));
    }
  };
  fill(
    el,
    h("p", { class: "kicker" }, h("button", { type: "button", class: "plain", onclick: () => hands.go("ask") }, "All questions")),
    h("h2", { tabindex: "-1" }, q.title || q.name),
    q.description ? h("p", { class: "facts" }, q.description) : null,
    h("form", { onsubmit: (e: Event) => (e.preventDefault(), void run()) }, fields, h("p", { class: "actions" }, h("button", { type: "submit", class: "main" }, "Ask"))),
    out,
  );
  hands.ready();
  if (values.every((v) => !v.required || v.get())) void run();
}

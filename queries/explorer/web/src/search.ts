// A search box with suggestions, for the header and for every form that wants an actor.
import { api } from "./api";
import { fill, h } from "./dom";
import { glyph } from "./palette";
import { message } from "./say";
import type { Found } from "./types";
import { count } from "./words";

export interface Picker {
  input: HTMLInputElement;
  list: HTMLUListElement;
}

/** suggest makes an input a combobox: arrows move, Enter picks, Escape closes. */
export function suggest({ input, list }: Picker, pick: (f: Found) => void): void {
  let found: Found[] = [];
  let of = ""; // the words that found is of
  let at = -1;
  let timer = 0;
  let abort: AbortController | undefined;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const open = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const mark = (i: number) => {
    at = i;
    Array.from(list.querySelectorAll("[role=option]")).forEach((el, j) => el.setAttribute("aria-selected", String(i === j)));
    const el = list.children[i];
    if (el) {
      input.setAttribute("aria-activedescendant", el.id);
      el.scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (i: number) => {
    const f = found[i];
    if (!f) return;
    close();
    pick(f);
  };
  const ask = async () => {
    const q = input.value.trim();
    abort?.abort();
    if (!q) return close();
    abort = new AbortController();
    try {
      const res = await api.search(q, 12, abort.signal);
      found = res.items ?? [];
      of = q;
      if (!found.length) fill(list, h("li", { class: "none", role: "presentation" }, `No actor is called “${q.slice(0, 60)}”.`));
      else {
        fill(
          list,
          found.map((f, i) =>
            h(
              "li",
              { role: "option", id: `${list.id}-${i}`, "aria-selected": "false", onmousedown: (e: Event) => e.preventDefault(), onclick: () => choose(i) },
              glyph(f.type),
              h("span", { class: "name" }, f.name, f.match && f.match !== f.name ? h("span", { class: "also" }, ` also “${f.match}”`) : null),
              h("span", { class: "count" }, `${f.type}, ${count(f.ties, "tie")}, ${count(f.articles, "article")}`),
            ),
          ),
        );
        mark(0);
      }
      open();
    } catch (err) {
      if ((err as Error).name === "AbortError") return;
      found = [];
      fill(list, h("li", { class: "none failed", role: "presentation" }, message(err)));
      open();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 110);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      close();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) void ask();
      else if (found.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter") {
      const late = !list.hidden && of !== input.value.trim(); // the list is of words typed before
      if (!list.hidden && found.length && !late) {
        event.preventDefault();
        choose(Math.max(0, at));
      } else if (input.value.trim()) {
        event.preventDefault();
        clearTimeout(timer);
        void ask().then(() => of === input.value.trim() && (late || found.length === 1) && choose(0));
      }
    }
  });
  input.addEventListener("focus", () => {
    if (input.value.trim() && found.length) open();
  });
  input.addEventListener("blur", () => window.setTimeout(close, 120));
}

let serial = 0;

/** actorField is a labelled picker; its id is what was picked, else the words typed. */
export function actorField(label: string, value: string, name: (id: string) => string, required = true): { el: HTMLElement; id: () => string; set: (id: string) => void; input: HTMLInputElement } {
  const key = "actor-" + ++serial;
  let id = value;
  const input = h("input", { id: key, type: "search", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false", "aria-controls": key + "-list", "aria-autocomplete": "list", value: value ? name(value) : "", required });
  const list = h("ul", { id: key + "-list", role: "listbox", class: "found", hidden: true, "aria-label": label });
  suggest({ input, list }, (f) => {
    id = f.id;
    input.value = f.name;
    input.dispatchEvent(new Event("picked"));
  });
  input.addEventListener("input", () => (id = input.value.trim()));
  return {
    el: h("div", { class: "field picker" }, h("label", { htmlFor: key, for: key }, label), input, list),
    id: () => id.trim(),
    set: (v) => {
      id = v;
      input.value = v ? name(v) : "";
    },
    input,
  };
}

// Elements by hand. Text only ever becomes a text node: nothing that an article says can
// become markup here, because nothing in this program parses markup.

type Child = Node | string | number | null | undefined | false;
type Props = Record<string, unknown>;

/** h makes an element: `on…` are listeners, `class` and `data-`/`aria-` attributes, the rest properties. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: (Child | Child[])[]): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on") && typeof value === "function") el.addEventListener(key.slice(2), value as EventListener);
    else if (key === "value" || key === "checked" || key === "htmlFor" || key === "disabled" || key === "open") (el as unknown as Props)[key] = value;
    else el.setAttribute(key, value === true ? "" : String(value));
  }
  add(el, children);
  return el;
}

export function add(el: Element, children: (Child | Child[])[]): void {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    el.append(typeof child === "number" ? String(child) : child);
  }
}

export function fill(el: Element, ...children: (Child | Child[])[]): void {
  el.replaceChildren();
  add(el, children);
}

/** keepFocus redraws an element without throwing out who reads it with the keyboard. */
export function keepFocus(el: HTMLElement, redraw: () => void): void {
  const words = el.contains(document.activeElement) ? document.activeElement?.textContent : null;
  redraw();
  if (words) Array.from(el.querySelectorAll<HTMLElement>("button, a, input, h2[tabindex]")).find((b) => b.textContent === words)?.focus();
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const el = document.getElementById(id);
  if (!el) throw new Error(`the page lacks #${id}`);
  return el as T;
}

/** Only http and https become links; anything else an article names stays text. */
export function link(url: string, text: string): HTMLElement {
  let safe = false;
  try {
    safe = ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    // Not an address: shown as text.
  }
  return safe
    ? h("a", { href: url, dir: "auto", rel: "noopener noreferrer external", target: "_blank", referrerpolicy: "no-referrer" }, text)
    : h("span", {}, text);
}

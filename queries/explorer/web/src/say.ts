// Tells what happened: to the eye for a few seconds, to a screen reader at once.
import { byId, fill, h } from "./dom";

let timer = 0;

export function say(text: string, action?: { label: string; run: () => void }): void {
  const toast = byId("toast");
  const act = () => {
    fill(toast); // first: what it runs may have something to say
    action!.run();
  };
  const box = h("div", {}, h("span", {}, text), action && h("button", { type: "button", onclick: act }, action.label));
  const wait = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => fill(toast), action ? 10_000 : 4000);
  };
  // Who reads it or is about to press its button is not hurried.
  const stay = () => clearTimeout(timer);
  for (const [on, off] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]] as const) {
    box.addEventListener(on, stay);
    box.addEventListener(off, wait);
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    fill(toast);
    byId("graph").focus();
  });
  fill(toast, box);
  wait();
}

/** whisper is for what the eye sees anyway. */
export function whisper(text: string): void {
  byId("live").textContent = text;
}

export const message = (err: unknown) => (err instanceof Error ? err.message : String(err));

export const loading = (what: string) => h("p", { class: "state loading", role: "status" }, what);
export const empty = (what: string) => h("p", { class: "state" }, what);
export function failed(err: unknown, again?: () => void): HTMLElement {
  return h("div", { class: "state failed", role: "alert" }, h("p", {}, message(err)), again && h("button", { type: "button", onclick: again }, "Try again"));
}

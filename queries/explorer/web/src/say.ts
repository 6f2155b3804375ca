// Tells what happened: to the eye for a few seconds, to a screen reader at once.
import { byId, fill, h } from "./dom";

let timer = 0;

export function say(text: string, action?: { label: string; run: () => void }): void {
  byId("live").textContent = text;
  const toast = byId("toast");
  fill(toast, h("span", {}, text), action && h("button", { type: "button", tabindex: "-1", onclick: () => (action.run(), (toast.hidden = true)) }, action.label));
  toast.hidden = false;
  clearTimeout(timer);
  timer = window.setTimeout(() => (toast.hidden = true), action ? 7000 : 4000);
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

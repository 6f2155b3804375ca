// The panel at the side (a sheet at the foot on a narrow page): which one is open, and where
// the focus goes.
import { fill, h } from "./dom";
import type { Change } from "./model";

type Show = (kind: string, rest: string, el: HTMLElement, signal: AbortSignal) => void;

export class Panel {
  name = "";
  show: Show = () => undefined;
  onChange: ((change: Change) => void) | undefined;
  private abort = new AbortController();
  private wantsFocus = false;

  constructor(private el: HTMLElement) {}

  get kind(): string {
    return this.name.split(":")[0] ?? "";
  }

  open(name: string): void {
    // Who opens one panel from another goes on in it.
    if (this.el.contains(document.activeElement)) this.wantsFocus = true;
    this.abort.abort();
    this.abort = new AbortController();
    this.onChange = undefined;
    this.name = name;
    const i = name.indexOf(":");
    const body = h("div", { class: "body" });
    fill(this.el, h("button", { type: "button", class: "close", "aria-label": "Close the panel", onclick: () => this.close() }, "×"), body);
    this.el.scrollTop = 0;
    this.reveal();
    this.show(i < 0 ? name : name.slice(0, i), i < 0 ? "" : name.slice(i + 1), body, this.abort.signal);
  }

  /** rename keeps what is shown and changes what a link says of it. */
  rename(name: string): void {
    this.name = name;
  }

  again(): void {
    if (this.name) this.open(this.name);
  }

  close(): void {
    this.abort.abort();
    this.name = "";
    this.onChange = undefined;
    document.body.classList.remove("with-panel");
    fill(this.el);
    this.show("", "", this.el, this.abort.signal);
  }

  reveal(): void {
    document.body.classList.add("with-panel");
  }

  changed(change: Change): void {
    this.onChange?.(change);
  }

  focus(): void {
    this.wantsFocus = true;
  }
  focusWhenReady(): void {
    this.wantsFocus = true;
    this.ready();
  }

  /** ready is called when the content stands: the heading takes the focus if a key opened it. */
  ready(): void {
    if (!this.wantsFocus) return;
    const target = this.el.querySelector<HTMLElement>("[data-first], h2[tabindex]");
    if (!target) return;
    this.wantsFocus = false;
    target.focus();
  }
}

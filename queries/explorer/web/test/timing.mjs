// Times as the page's own clock has them, from a key or a click until the answer is drawn, and
// the processor time that the browser took, which other programs don't change much.
import { readdirSync, readFileSync } from "node:fs";

/** Processor time in ms of each thread of the processes below this one, by its name. */
export function threads() {
  const parents = new Map();
  for (const pid of readdirSync("/proc").filter((x) => /^\d+$/.test(x))) {
    try {
      parents.set(pid, /\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))[1]);
    } catch {
      // It ended meanwhile.
    }
  }
  const ours = (pid) => pid === String(process.pid) || (parents.has(pid) && ours(parents.get(pid)));
  const out = new Map();
  for (const pid of parents.keys()) {
    if (pid === String(process.pid) || !ours(pid)) continue;
    try {
      const kind = /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1] ?? "browser";
      for (const t of readdirSync(`/proc/${pid}/task`)) {
        const name = `${kind}/${readFileSync(`/proc/${pid}/task/${t}/comm`, "utf8").trim()}`;
        out.set(name, (out.get(name) ?? 0) + Number(readFileSync(`/proc/${pid}/task/${t}/schedstat`, "utf8").split(" ")[0]) / 1e6);
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return out;
}

/** watchFirst notes when the first actors of the start page, or of a picture, stand there. */
export const watchFirst = () => {
  const look = () => {
    if (window.firstSeen || !document.querySelector(".top li, [data-page=desk] #sum")) return;
    requestAnimationFrame(() => setTimeout(() => (window.firstSeen ??= performance.now())));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
};

/** took does one thing and gives the ms until an element is there that has some text, and is no longer as it was. */
export function took(page, act, selector, text = "", not = undefined) {
  return page.evaluate(
    ([act, selector, text, not]) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const there = () => Array.from(document.querySelectorAll(selector)).some((el) => el.textContent.includes(text) && el.textContent !== not);
        const end = setTimeout(() => reject(new Error(`no ${selector} with “${text}” came`)), 60_000);
        const observer = new MutationObserver(() => {
          if (!there()) return;
          observer.disconnect();
          clearTimeout(end);
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        });
        observer.observe(document, { childList: true, subtree: true, characterData: true });
        if (act.click) document.querySelector(act.click).click();
        if (act.key) document.querySelector(act.key[0]).dispatchEvent(new KeyboardEvent("keydown", { key: act.key[1], bubbles: true, cancelable: true }));
        if (act.type) {
          const input = document.querySelector(act.type[0]);
          input.value = act.type[1];
          input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }
      }),
    [act, selector, text, not],
  );
}

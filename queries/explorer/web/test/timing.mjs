// Times as the page's own clock has them, from a key or a click until the answer is drawn.

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

// What the real server can't be made to do: hostile names, failures, an empty graph, thousands.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as browsers from "./browser.mjs";
import { dist, large, serve, small } from "./mock.mjs";

const skip = browsers.missing || (existsSync(join(dist, "app.js")) ? false : "SKIPPED: the bundle is not built (npm run build)");
if (skip) console.error(skip);

describe("the explorer where things are odd", { skip, timeout: 300_000 }, () => {
  let browser;
  before(async () => (browser = await browsers.launch()));
  after(() => browser?.close());

  const path = (name, graph, walk, options = {}) =>
    test(name, async () => {
      const server = await serve(graph, options);
      const { page, faults, close } = await browsers.open(browser, server.url + (options.hash ?? ""), { init: options.init });
      try {
        await walk(page, server);
        if (!options.fails) assert.deepEqual(faults, []);
        else assert.deepEqual(faults.filter((f) => !/Failed to load resource/.test(f)), []);
      } finally {
        await close();
        await server.close();
      }
    });
  const find = async (page, words) => {
    await page.fill("#q", words);
    await page.locator("#found [role=option]").first().waitFor();
    await page.locator("#q").press("Enter");
    await page.waitForSelector(".dossier:not([aria-busy])");
  };

  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const hostile = {
    entities: [
      { id: "evil", type: "Person", name: evil },
      { id: "long", type: "Group", name: "long" + "x".repeat(10_000) },
      { id: "rtl", type: "Place", name: "\u202Egnal\u202C \"quoted\" 'name' & more" },
      { id: "a|b?c#d,e@1:2", type: "Product", name: "signs" },
    ],
    claims: [
      { s: "evil", p: "met", o: "long", sentence: `${evil} met long.`, url: "javascript:document.title=3", title: evil },
      { s: "evil", p: "open/<b>x</b>", o: "rtl" },
      { s: "evil", p: "uses", o: "a|b?c#d,e@1:2" },
    ],
  };
  path("hostile names and sentences are text", hostile, async (page) => {
    await find(page, "<img");
    assert.equal(await page.locator(".dossier h2").textContent(), evil);
    await page.locator(".dossier").getByRole("button", { name: /long/ }).first().click();
    await page.waitForSelector(".claim");
    assert.equal(await page.locator(".claim blockquote").textContent(), `${evil} met long.`);
    assert.equal(await page.locator(".claim a").count(), 0, "javascript: is no link");
    assert.equal(await page.locator("#panel img, #panel script, #side b").count(), 0);
    // Signs in an id don't part it, nor does a link lose them.
    await find(page, "<img");
    await page.locator(".dossier").getByRole("button", { name: /^signs/ }).click();
    await page.locator(".claim blockquote", { hasText: "uses signs" }).waitFor();
    await page.waitForFunction(() => location.hash.includes("panel=tie%3Aevil%7Cuses"));
    await page.reload();
    await page.locator(".claim blockquote", { hasText: "uses signs" }).waitFor();
    assert.match(await page.locator(".evidence h2").textContent(), /uses signs$/);
    await page.click("#do-table");
    await page.locator("tbody tr").nth(2).waitFor();
    assert.ok(await page.evaluate(() => document.getElementById("panel").scrollWidth <= document.getElementById("panel").clientWidth));
    await page.waitForFunction(() => /n=.*a%7Cb%3Fc%23d%2Ce%401%3A2@/.test(location.hash));
    await page.reload();
    await page.locator("#sum", { hasText: "4 actors, 3 ties" }).waitFor();
    assert.equal(await page.title(), "relata");
    // A name of ten thousand signs pushes nothing out of the panel.
    for (const [panel, there] of [["dossier:long", ".dossier:not([aria-busy])"], ['path:{"a":"evil","b":"long"}', ".paths .step"], ["tie:evil|met|long", ".claim"], ["table", "tbody tr"]]) {
      await page.evaluate((p) => (location.hash = location.hash.replace(/panel=[^&]*|$/, "&panel=" + encodeURIComponent(p))), panel);
      await page.locator(there).first().waitFor();
      const [wide, tall] = await page.evaluate(() => [document.getElementById("panel").scrollWidth - document.getElementById("panel").clientWidth, document.querySelector("#panel h2").offsetHeight]);
      assert.ok(wide <= 0 && tall < 400, `${panel} runs ${wide} px over, its heading is ${tall} px tall`);
    }
  });

  path("links are http or https", { ...small, claims: small.claims.map((c) => ({ ...c, url: "https://example.org/a?b=<c>" })) }, async (page) => {
    await find(page, "Shoigu");
    await page.locator(".dossier .ties button").first().click();
    const a = page.locator(".claim a").first();
    await a.waitFor();
    assert.equal(await a.getAttribute("href"), "https://example.org/a?b=<c>");
    assert.match(await a.getAttribute("rel"), /noopener noreferrer/);
  });

  path("an empty graph says how to fill it", { entities: [], claims: [] }, async (page) => {
    await page.getByText("The graph is empty.").waitFor();
  });

  path("a graph that can't be read says so, and can be tried again", small, async (page) => {
    await page.locator(".failed", { hasText: "The store cannot be read." }).waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
  }, { fail: new Set(["stats"]), fails: true });

  path("a dossier that fails comes at the second try", small, async (page, server) => {
    server.state.fail.add("entity");
    await page.waitForSelector(".top li");
    await page.locator(".top button").first().click();
    await page.locator("#panel .failed", { hasText: "cannot be read" }).waitFor();
    server.state.fail.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForSelector(".dossier:not([aria-busy])");
  }, { fails: true });

  path("a dossier that takes long shows its name and first ties at once", small, async (page, server) => {
    let go;
    server.state.hold = { entity: new Promise((done) => (go = done)) };
    await page.fill("#q", "russia");
    await page.locator("#found [role=option]").first().waitFor();
    await page.locator("#q").press("Enter");
    await page.locator(".dossier[aria-busy] h2", { hasText: "Russia" }).waitFor();
    await page.locator(".dossier[aria-busy] .group", { hasText: "buys from" }).getByRole("button", { name: /^Iran/ }).waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.tagName === "H2"));
    go();
    await page.waitForSelector(".dossier:not([aria-busy])");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Russia", "who reads it keeps the place");
  });

  path("Enter takes who the words name, not who stood in the list before", small, async (page, server) => {
    await page.waitForSelector(".top li");
    await page.fill("#q", "north");
    await page.locator("#found [role=option]", { hasText: "North Korea" }).waitFor();
    let go;
    server.state.hold = { search: new Promise((done) => (go = done)) };
    await page.fill("#q", "shoigu");
    await page.locator("#q").press("Enter");
    await page.waitForTimeout(300);
    assert.equal(await page.locator(".dossier").count(), 0);
    go();
    await page.locator(".dossier h2", { hasText: "Sergei Shoigu" }).waitFor();
  });

  path("a server that went away is named", small, async (page, server) => {
    await page.waitForSelector(".top li");
    await server.close();
    await page.fill("#q", "russia");
    await page.locator("#found", { hasText: "The server does not answer" }).waitFor();
  }, { fails: true });

  path("nothing can be corrected where the graph is only read", small, async (page) => {
    await find(page, "Russia");
    await page.locator(".dossier .ties button").first().click();
    await page.waitForSelector(".claim");
    assert.equal(await page.getByRole("button", { name: "Reject" }).count(), 0);
    assert.equal(await page.locator("#do-corrections").isVisible(), false);
  }, { editable: false });

  path("many ties unfold in steps, the most told first", large(200, 3), async (page) => {
    await page.waitForSelector(".top li");
    await page.locator(".top button").first().click();
    await page.locator("#toast button", { hasText: "Show more" }).waitFor();
    const first = Number((await page.locator("#sum").textContent()).split(" ")[0]);
    await page.locator("#toast button", { hasText: "Show more" }).click();
    await page.waitForFunction((n) => Number(document.getElementById("sum").textContent.split(" ")[0]) > n, first);
  });

  // Notes the words that the picture was last drawn with, and their places.
  const words = () => {
    const { save, fillText } = CanvasRenderingContext2D.prototype;
    window.words = [];
    CanvasRenderingContext2D.prototype.save = function () {
      if (this.canvas.id === "graph") window.words = [];
      return save.call(this);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      if (this.canvas.id === "graph") window.words.push({ text, x, y, w: this.measureText(text).width, h: Number(/([\d.]+)px/.exec(this.font)[1]) * 0.8 });
      return fillText.call(this, text, x, y);
    };
  };
  const some = large(300);
  path("no name stands over another, on screen and in the file", some, async (page) => {
    await page.locator("#sum", { hasText: /300 actors/ }).waitFor();
    await page.waitForTimeout(4000);
    const over = (list) => {
      const met = [];
      for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) if (Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2) met.push(`${a.text} and ${b.text}`);
      return met;
    };
    const shown = await page.evaluate(() => window.words);
    assert.ok(shown.length > 30, `${shown.length} names are drawn`);
    assert.deepEqual(over(shown), []);
    await page.click("#do-export");
    const [d] = await Promise.all([page.waitForEvent("download"), page.locator(".exports").first().getByRole("button", { name: /^SVG/ }).click()]);
    const reader = await browser.newPage();
    await reader.setContent(await readFile(await d.path(), "utf8"));
    const written = await reader.evaluate(() => Array.from(document.querySelectorAll("text"), (t) => ((b) => ({ text: t.textContent, x: b.x + b.width / 2, y: b.y + b.height / 2, w: b.width, h: b.height * 0.7 }))(t.getBBox())));
    await reader.close();
    assert.ok(written.length > 30, `${written.length} names are written`);
    assert.deepEqual(over(written), []);
  }, { init: words, hash: "#n=" + some.entities.map((e) => e.id).join(",") + "&seed=" + some.entities.map((e) => e.id).join(",") });

  const big = large(5000);
  const ids = (n) => big.entities.slice(0, n).map((e) => e.id).join(",");
  path("5,000 actors stay usable", big, async (page) => {
    await page.locator("#sum", { hasText: /5,000 actors/ }).waitFor({ timeout: 30_000 });
    // The page answers while the worker lays out.
    const t = Date.now();
    await page.click("#do-theme");
    assert.ok(Date.now() - t < 3000, `a click took ${Date.now() - t} ms`);
  }, { hash: "#n=" + ids(5000) + "&seed=" + ids(5000), loose: true });
});

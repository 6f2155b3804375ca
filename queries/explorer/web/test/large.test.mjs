// An analyst's way through a large graph, from the search to a path, with the time that each
// step took in the browser. Reads from the server at $RELATA_URL: `go test ./queries/explorer
// -run Walk` makes a graph of 50,000 actors and serves it (EXPLORER_LOAD set), or serve your own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import * as browsers from "./browser.mjs";
import * as relata from "./relata.mjs";
import { threads, took, watchFirst } from "./timing.mjs";

const url = process.env.RELATA_URL;
const skip = browsers.missing || (url ? false : "SKIPPED: RELATA_URL names no server with a large graph (make proof makes one)");
if (skip) console.error(skip);

// A busy machine must not fail the walk: what is hoped for is in the README, these only catch
// what takes ten times as long.
const bounds = { "first picture": 5000, unfold: 1500, evidence: 1500 };

describe("the explorer on a large graph", { skip, timeout: 300_000 }, () => {
  let browser;
  before(async () => (browser = await browsers.launch()));
  after(() => browser?.close());

  // Figures alone: what a busy machine makes of them is no fault.
  test("first picture of the sample articles", { skip: relata.missing }, async () => {
    const server = await relata.start();
    const load = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
    const actors = (await (await fetch(server.url + "api/v1/top?limit=24")).json()).items;
    const places = actors.map((a, i) => `${encodeURIComponent(a.id)}@${150 * (i % 6) - 400}:${150 * Math.floor(i / 6) - 200}`);
    const views = { "the start page": "", [`a linked view of ${actors.length} actors`]: `#n=${places}&seed=${actors.map((a) => encodeURIComponent(a.id))}` };
    const main = () => [...threads()].reduce((n, [name, ms]) => n + (/^renderer\/(chrom|CrRendererMain)/.test(name) ? ms : 0), 0);
    for (const [what, hash] of Object.entries(views)) {
      const times = [];
      const spent = [];
      for (let i = 0; i < 7; i++) {
        const { page, close } = await browsers.open(browser, "about:blank", { init: watchFirst, origin: server.url, reducedMotion: "no-preference" });
        const before = main();
        await page.goto(server.url + hash);
        await page.waitForFunction(() => window.firstSeen);
        times.push(Math.round(await page.evaluate(() => window.firstSeen)));
        spent.push(Math.round(main() - before));
        await close();
      }
      const middle = (list) => [...list].sort((a, b) => a - b)[3];
      console.log(`first picture of the sample articles, ${what}: ${middle(times)} ms, the median of ${times.join(", ")}; ${middle(spent)} ms of processor time of the page's main thread; load ${load}`);
    }
    await server.close();
  });

  test("search, dossier, unfold, evidence, filter, path, table", async () => {
    const { page, faults, close } = await browsers.open(browser, "about:blank", { init: watchFirst, origin: url, reducedMotion: "no-preference" });
    const times = [];
    const note = (what, ms, cpu) => times.push([what, Math.round(ms), cpu]);
    const busy = () => [...threads().values()].reduce((a, b) => a + b, 0);
    /** timed does a step and notes its time by the clock and on the browser's processors. */
    const timed = async (what, ...step) => {
      await page.waitForTimeout(1500); // what was begun before is not of this step
      const before = busy();
      const ms = await took(page, ...step);
      note(what, ms, Math.round(busy() - before));
    };
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.waitForSelector(".top li");
    note("first picture", await page.evaluate(() => window.firstSeen));
    const stats = await (await page.request.get(new URL("api/v1/stats", url).href)).json();
    const top = (await (await page.request.get(new URL("api/v1/top?limit=40", url).href)).json()).items;
    console.log(`${stats.entities.toLocaleString("en")} actors, ${stats.claims.toLocaleString("en")} claims, ${stats.quads.toLocaleString("en")} quads; the busiest is ${top[0].name} with ${top[0].ties.toLocaleString("en")} ties; load ${readFileSync("/proc/loadavg", "utf8").split(" ")[0]}`);

    for (const actor of [top[0], top[39]]) {
      const who = `of ${actor.ties.toLocaleString("en")} ties`;
      await timed(`search ${who}`, { type: ["#q", actor.name.slice(0, -1)] }, "#found [role=option]");
      await timed(`search again ${who}`, { type: ["#q", actor.name] }, "#found [role=option]", actor.name);
      await timed(`dossier, first ties ${who}`, { key: ["#q", "Enter"] }, ".dossier h2", actor.name);
      await page.waitForFunction(() => /^([2-9]|\d\d)/.test(document.getElementById("sum").textContent));
      await page.waitForSelector(".dossier:not([aria-busy])");
      assert.equal(await page.locator(".dossier h2").textContent(), actor.name);
      const before = await page.locator("#sum").textContent();
      await timed(`unfold ${who}`, { click: ".dossier .actions .main" }, "#sum", "", before);
      await timed(`evidence ${who}`, { click: ".dossier .ties button" }, ".claim blockquote");
      assert.ok((await page.locator(".claim mark").count()) > 1, "a sentence with its marks");
    }

    const all = await page.locator("#sum").textContent();
    await timed("filter by status", { click: "#status-planned" }, "#sum", "filtered out", all);
    await timed("filter given back", { click: "#status-planned" }, "#sum", all);
    await page.click("#do-path");
    for (const [i, actor] of [top[20], top[39]].entries()) {
      await page.locator(".picker input").nth(i).fill(actor.name);
      await page.locator(".picker [role=option]:visible", { hasText: actor.name }).first().waitFor();
      await page.locator(".picker input").nth(i).press("Enter");
    }
    await timed("path", { click: "#panel form .main" }, ".paths .step");
    await page.click("#do-table");
    await page.waitForSelector("tbody tr");
    const shown = Number(/, ([\d,]+) tie/.exec(await page.locator("#sum").textContent())[1].replace(",", ""));
    assert.equal(await page.locator("tbody tr").count(), Math.min(500, shown));
    const sum = await page.locator("#sum").textContent();
    for (const [what, ms, cpu] of times) console.log(`${what}: ${ms} ms` + (cpu === undefined ? "" : `, ${cpu} ms of the browser's processor time`));
    console.log(`on screen at the end: ${sum}`);
    assert.deepEqual(faults, []);
    for (const [what, ms] of times) for (const [key, most] of Object.entries(bounds)) if (what.startsWith(key)) assert.ok(ms < most, `${what} took ${ms} ms`);
    await close();
  });
});

// Whether everybody can use it: axe-core finds nothing in any state, dark and light, wide and
// narrow; and the way from the search to a rejected claim is walked with the keyboard alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import * as browsers from "./browser.mjs";
import * as relata from "./relata.mjs";

const skip = browsers.missing || relata.missing;
if (skip) console.error(skip);
const axe = skip ? "" : readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe("the explorer for everybody", { skip, timeout: 500_000 }, () => {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([browsers.launch(), relata.start("--edit")]);
    const claims = (await (await fetch(server.url + "api/v1/claims?limit=3")).json()).items;
    for (const c of claims) await relata.correct(server.url, "POST", "", { action: "confirm", claim: c.id, why: "read again" });
    await relata.correct(server.url, "DELETE", "/1");
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const view = "#n=Russia@-150:0,Iran@150:0&seed=Russia,Iran&at=0:0:1&panel=";
  const states = {
    start: ["", ".top li"],
    dossier: [view + "dossier%3ARussia", ".dossier:not([aria-busy])"],
    evidence: [view + encodeURIComponent("tie:Russia|buys-from|Iran"), ".claim blockquote"],
    path: [view + encodeURIComponent('path:{"a":"Ukraine","b":"Iran"}'), ".paths .step"],
    table: [view + "table", "tbody tr"],
    console: [view + encodeURIComponent('console:g.V("<Russia>").Out("<buys-from>").All()'), ".console tbody tr"],
    questions: [view + "ask", ".questions li"],
    question: [view + "ask%3Awho-leads", "#panel form"],
    corrections: [view + "corrections", ".corrections li"],
    export: [view + "export", ".exports li"],
  };
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
      test(`axe finds nothing, ${colorScheme}, ${width} px`, async () => {
        const { page, faults, close } = await browsers.open(browser, server.url, { colorScheme, viewport: { width, height: 844 } });
        const found = [];
        await page.evaluate(axe);
        for (const [state, [hash, there]] of Object.entries(states)) {
          await page.evaluate((hash) => (location.hash = hash), hash);
          await page.waitForSelector(there);
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
          for (const v of violations) found.push(`${state}: ${v.id} (${v.impact}): ${v.nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary.split("\n").slice(1, 2).join(" ").trim()}`).slice(0, 3).join("; ")}`);
        }
        assert.deepEqual(found, []);
        assert.deepEqual(faults, []);
        await close();
      });
    }
  }

  test("from the search to a rejected claim with the keyboard alone", async () => {
    const { page, faults, close } = await browsers.open(browser, server.url);
    await page.waitForSelector(".top li");
    const focus = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
    /** tabTo presses Tab until the focus has some words. */
    const tabTo = async (words, most = 40) => {
      for (let i = 0; i < most; i++) {
        await page.keyboard.press("Tab");
        if (words.test(await focus())) return;
      }
      assert.fail(`Tab doesn't come to ${words}; it ended at ${await focus()}`);
    };
    await page.keyboard.press("/");
    await page.keyboard.type("shoigu");
    await page.locator("#found [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForSelector(".dossier:not([aria-busy])");
    await page.waitForFunction(() => document.activeElement.tagName === "H2");
    await tabTo(/Bagheri/);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".claim");
    await page.waitForFunction(() => document.activeElement.matches(".evidence h2"));
    await tabTo(/^In context$/);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".claim .context");
    await page.waitForFunction(() => document.activeElement.matches(".claim button"));
    await page.waitForTimeout(100);
    if (!/^Confirm$/.test(await focus())) await tabTo(/^Confirm$/);
    await tabTo(/^Reject$/, 2);
    await page.keyboard.press("Enter");
    await page.locator(".claim.rejected").waitFor();
    await page.waitForFunction(() => document.activeElement.textContent === "Undo");
    await page.locator("#live", { hasText: "Claim rejected" }).waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await page.locator(".claim:not(.rejected)").waitFor();
    await page.waitForFunction(() => document.activeElement.textContent === "Confirm");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement.id === "graph");
    assert.deepEqual(faults, []);
    await close();
  });
});

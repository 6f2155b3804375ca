// What an analyst does, in a real browser against the real server and the sample articles.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import * as browsers from "./browser.mjs";
import * as relata from "./relata.mjs";

const skip = browsers.missing || relata.missing;
if (skip) console.error(skip);

describe("the explorer on the sample articles", { skip, timeout: 500_000 }, () => {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([browsers.launch(), relata.start("--edit")]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  /** path opens the page, walks, and holds that nothing went wrong on the way. */
  const path = (name, walk, options = {}, hash = "") =>
    test(name, async () => {
      const { page, faults, close } = await browsers.open(browser, server.url + hash, options);
      try {
        await walk(page);
        assert.deepEqual(faults, []);
      } finally {
        await close();
      }
    });

  const find = async (page, words) => {
    await page.fill("#q", words);
    await page.locator("#found [role=option]").first().waitFor();
    await page.locator("#q").press("Enter");
    await page.waitForSelector(".dossier:not([aria-busy])");
  };
  const sum = (page, pattern) => page.locator("#sum", { hasText: pattern }).waitFor();
  // Two actors at known places, in the middle of the window: the canvas can be clicked.
  const two = "#n=Russia@-150:0,Iran@150:0&seed=Russia,Iran&at=0:0:1";
  const middle = async (page) => {
    await sum(page, /2 actors/);
    // A canvas that has just got another size is painted in the next frame: nobody clicks before it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const box = await page.locator("#graph").boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  path("opens on the most connected actors, not on a picture", async (page) => {
    await page.waitForSelector(".top li");
    assert.match(await page.locator(".top li").first().textContent(), /Russia/);
    assert.equal(await page.locator("#graph").isVisible(), false);
  });

  path("finds an actor by an alias, and unfolds it", async (page) => {
    await page.fill("#q", "Mosc");
    await page.locator("#found [role=option]").first().waitFor();
    assert.match(await page.locator("#found [role=option]").first().textContent(), /Russia.*Moscow.*Country/);
    await page.locator("#q").press("Enter");
    await page.waitForSelector(".dossier:not([aria-busy])");
    assert.equal(await page.locator(".dossier h2").textContent(), "Russia");
    await sum(page, /8 actors, 11 ties/);
    await page.waitForFunction(() => location.hash.includes("n=Russia"));
  });

  path("says that nobody is called so", async (page) => {
    await page.fill("#q", "zzyzx");
    await page.locator("#found", { hasText: "No actor is called" }).waitFor();
  });

  path("a double-click unfolds, a click on a tie shows its evidence", async (page) => {
    const at = await middle(page);
    await page.mouse.click(at.x, at.y - 2);
    await page.waitForSelector(".evidence .claim");
    assert.match(await page.locator(".evidence").textContent(), /Russia|Iran/);
    await page.locator("#panel .close").click();
    const again = await middle(page);
    await page.mouse.dblclick(again.x - 150, again.y);
    await sum(page, /8 actors/);
  }, {}, two);

  // The first click opens a panel: Iran stands where it opens, and Russia moves away from the pointer.
  for (const [id, x] of [["Russia", -150], ["Iran", 150]]) {
    path(`a double-click unfolds ${id}, though a panel moves the picture between its clicks`, async (page) => {
      const at = await middle(page);
      await page.mouse.move(at.x + x, at.y);
      for (const clickCount of [1, 2]) {
        await page.mouse.down({ clickCount });
        await page.mouse.up({ clickCount });
        if (clickCount === 1) await page.waitForSelector(".dossier:not([aria-busy])");
      }
      await sum(page, /[3-9] actors/);
      assert.equal(await page.locator(".dossier h2").textContent(), id);
    }, {}, two);
  }

  path("evidence marks subject, predicate and object and says who says it", async (page) => {
    await find(page, "Russia");
    await page.locator(".group", { hasText: "buys from" }).getByRole("button", { name: /Iran/ }).click();
    await page.waitForSelector(".claim");
    const claim = page.locator(".claim").first();
    assert.equal(await claim.locator(".attribution").textContent(), "planned, says U.S. officials");
    assert.deepEqual(await claim.locator("mark").evaluateAll((l) => l.map((m) => [m.className, m.textContent])), [["subject", "Russia"], ["predicate", "buy"], ["object", "Iran"]]);
    assert.match(await claim.textContent(), /Moscow wants Iranian missiles, relata samples, 5 January 2024/);
    assert.match(await claim.textContent(), /likely read right \(\d+%\), by extract\/verb/);
    await claim.getByRole("button", { name: "In context" }).click();
    await claim.locator(".context", { hasText: "Talks between Moscow and Tehran" }).waitFor();
  });

  path("a claim is rejected with one click, and the next undoes it", async (page) => {
    await find(page, "Shoigu");
    await page.locator(".group", { hasText: "met" }).getByRole("button", { name: /Bagheri/ }).click();
    await page.getByRole("button", { name: "Reject" }).click();
    await page.locator(".claim.rejected").waitFor();
    await page.locator(".claim").getByRole("button", { name: "Undo" }).click();
    await page.locator(".claim:not(.rejected)").waitFor();
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.locator(".claim.confirmed").waitFor();
    await page.locator(".claim").getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Reject" }).waitFor();
  });

  path("ties unfold by their kind", async (page) => {
    await sum(page, /1 actor,/);
    await page.getByRole("button", { name: "Unfold: … supplies Russia" }).click();
    await sum(page, /3 actors/);
    await page.waitForFunction(() => ["Russia", "Iran", "North_Korea"].every((id) => location.hash.includes(id + "@")));
  }, {}, "#n=Russia@0:0&seed=Russia&panel=dossier%3ARussia");

  test("claims that are loaded meanwhile are told, and stand in the graph", async () => {
    const own = await relata.start();
    const { page, faults, close } = await browsers.open(browser, own.url);
    try {
      await page.waitForSelector(".top li");
      execFileSync(relata.binary, ["load", "-", "--db", own.db, "-q", "--published", "2024-02-01"], { input: "Golda Meir met Jane Austen in Paris on Monday." });
      await page.locator("#toast", { hasText: /\d new claims? in the graph/ }).waitFor();
      await find(page, "Jane Austen");
      assert.deepEqual(faults, []);
    } finally {
      await close();
      await own.close();
    }
  });

  path("filters take ties and give them back, undo too", async (page) => {
    await find(page, "Russia");
    await sum(page, /11 ties/);
    await page.getByLabel(/are planned/).uncheck({ force: true });
    await sum(page, /8 ties/);
    await page.getByLabel(/are denied/).check({ force: true });
    await sum(page, /9 ties/);
    await page.locator("#h-undo").click();
    await page.locator("#h-undo").click();
    await sum(page, /11 ties/);
    await page.locator("#h-redo").click();
    await sum(page, /8 ties/);
    await page.locator("#h-undo").click();
    await sum(page, /11 ties/);
    await page.getByLabel(/People/).uncheck({ force: true });
    await sum(page, /6 actors/);
    await page.locator("#f-clear").click();
    await page.locator("#f-source").fill("U.S. officials");
    await page.locator("#f-source").press("Enter");
    await sum(page, /, 4 ties/);
    await page.locator("#f-clear").click();
    await page.locator("#f-min").selectOption("2");
    await sum(page, /, 1 tie, 11 filtered out/);
  });

  path("a brush over the timeline narrows to its months", async (page) => {
    await find(page, "Russia");
    await sum(page, /11 ties/);
    // The bars are drawn anew once the months of what is on screen have come.
    await page.locator("#time rect.own").first().waitFor();
    const bar = await page.locator("#time rect.all").first().boundingBox();
    await page.mouse.move(bar.x + 3, bar.y + bar.height / 2);
    await page.mouse.down();
    await page.mouse.move(bar.x + bar.width - 6, bar.y + bar.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => location.hash.includes("until=2023-09"));
    await sum(page, /, 2 ties/); // Russia and Iran; Ukraine and North Korea, dated by the story
    await page.locator("#t-all").click();
    await sum(page, /11 ties/);
  });

  path("finds a way between two actors", async (page) => {
    await page.waitForSelector(".top li");
    await page.click("#do-path");
    for (const [i, words] of [[0, "ukr"], [1, "tehran"]]) {
      await page.locator(".picker input").nth(i).fill(words);
      await page.locator(".picker [role=option]:visible").first().waitFor();
      await page.locator(".picker input").nth(i).press("Enter");
    }
    await page.getByRole("button", { name: "Find a way" }).click();
    await page.locator(".paths .step", { hasText: "Russia attacks Ukraine" }).first().waitFor();
    await sum(page, /3 actors/);
    await page.waitForFunction(() => location.hash.includes("panel=path"));
  });

  path("the console completes, runs, shows rows and their graph, and says where a mistake is", async (page) => {
    await page.waitForSelector(".top li");
    await page.click("#do-console");
    await page.fill("#gizmo", 'g.V("<Russia>").Out("<buys-f');
    await page.locator("#gizmo").press("r");
    await page.locator("#words [role=option]", { hasText: "<buys-from>" }).waitFor();
    await page.fill("#gizmo", 'g.V("<Russia>").Tag("who").In("<supplies>").All()');
    await page.locator("#gizmo").press("Control+Enter");
    await page.locator("td", { hasText: "North Korea" }).first().waitFor();
    await page.getByRole("button", { name: "Show as graph" }).click();
    await sum(page, /3 actors/);
    await page.fill("#gizmo", "g.V(");
    await page.locator("#gizmo").press("Control+Enter");
    await page.locator(".failed", { hasText: "line 1, column 5" }).waitFor();
  });

  path("a saved question is a form, its answer a table and a graph", async (page) => {
    await page.waitForSelector(".top li");
    await page.click("#do-ask");
    await page.getByRole("button", { name: /Who leads/i }).first().click();
    await page.waitForSelector("form");
    await page.locator("#panel .picker input").first().fill("Russia");
    await page.locator(".picker [role=option]:visible").first().waitFor();
    await page.locator("#panel .picker input").first().press("Enter");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.locator("td", { hasText: "Vladimir Putin" }).first().waitFor();
    await page.getByRole("button", { name: "Show as graph" }).click();
    await sum(page, /[2-9] actors/);
  });

  path("the same ties stand in a table that sorts and opens evidence", async (page) => {
    await find(page, "Russia");
    await sum(page, /11 ties/);
    await page.click("#do-table");
    await page.waitForSelector("tbody tr");
    assert.equal(await page.locator("tbody tr").count(), 11);
    await page.getByRole("button", { name: "Status" }).click();
    assert.equal(await page.locator("th[aria-sort=ascending]").textContent(), "Status");
    await page.getByRole("button", { name: "Russia buys from Iran" }).click();
    await page.waitForSelector(".evidence .claim");
  });

  path("works with the keyboard alone", async (page) => {
    await page.waitForSelector(".top li");
    await page.keyboard.press("/");
    await page.keyboard.type("shoigu");
    await page.locator("#found [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "H2");
    await sum(page, /4 actors/);
    await page.locator("#graph").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => /on screen of/.test(document.getElementById("live").textContent));
    const who = (await page.locator("#live").textContent()).split(",")[0];
    await page.keyboard.press("h");
    await page.locator("#toast", { hasText: "Hid " + who }).waitFor();
    await page.keyboard.press("Control+z");
    await sum(page, /4 actors/);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".dossier:not([aria-busy])");
    await page.waitForFunction(() => document.getElementById("panel").contains(document.activeElement));
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.id === "graph");
  });

  path("pins, hides, and draws a lasso", async (page) => {
    const at = await middle(page);
    await page.click("#h-lasso");
    await page.mouse.move(at.x - 250, at.y - 100);
    await page.mouse.down();
    for (const [x, y] of [[250, -100], [250, 100], [-250, 100], [-250, -90]]) await page.mouse.move(at.x + x, at.y + y, { steps: 4 });
    await page.mouse.up();
    await page.locator("#panel h2", { hasText: "2 actors" }).waitFor();
    await page.locator("#panel h3", { hasText: "3 ties among them" }).waitFor();
    await page.locator("#panel").getByRole("button", { name: "Pin", exact: true }).click();
    await page.waitForFunction(() => /pin=(Russia,Iran|Iran,Russia)/.test(location.hash));
    await page.locator("#panel").getByRole("button", { name: "Hide" }).click();
    await page.locator("#note", { hasText: "Everything is hidden" }).waitFor();
    await page.locator("#h-show").click();
    await sum(page, /2 actors/);
  }, {}, two);

  test("a link shows the same view to someone else", async () => {
    const a = await browsers.open(browser, server.url);
    await find(a.page, "Russia");
    await sum(a.page, /11 ties/);
    await a.page.getByLabel(/People/).uncheck({ force: true });
    await a.page.locator("#h-in").click();
    await a.page.waitForFunction(() => location.hash.includes("type=") && location.hash.includes("at="));
    await a.page.waitForTimeout(900);
    const link = a.page.url();
    const b = await browsers.open(browser, link);
    await b.page.waitForSelector(".dossier:not([aria-busy])");
    await sum(b.page, /6 actors/);
    await b.page.waitForTimeout(900);
    assert.equal(b.page.url(), link);
    assert.deepEqual([...a.faults, ...b.faults], []);
    await Promise.all([a.close(), b.close()]);
  });

  path("a link to what the graph lacks says so", async (page) => {
    await page.locator("#toast", { hasText: "not in the graph: Nobody" }).waitFor();
    await sum(page, /1 actor/);
  }, {}, "#n=Russia@0:0,Nobody@10:10&seed=Russia");

  path("the view is exported as PNG, SVG, GEXF and JSON", async (page) => {
    await find(page, "Russia");
    await sum(page, /11 ties/);
    await page.click("#do-export");
    const get = async (name) => {
      const [d] = await Promise.all([page.waitForEvent("download"), page.locator(".exports").first().getByRole("button", { name: new RegExp("^" + name) }).click()]);
      return readFile(await d.path());
    };
    assert.equal((await get("PNG")).subarray(1, 4).toString(), "PNG");
    const svg = (await get("SVG")).toString();
    assert.match(svg, /<text[^>]*>Russia<\/text>/);
    assert.match(svg, /stroke-dasharray/);
    const gexf = (await get("GEXF")).toString();
    assert.equal(gexf.match(/<edge /g).length, 11);
    for (const text of [svg, gexf]) {
      try {
        execFileSync("xmllint", ["--noout", "-"], { input: text });
      } catch (err) {
        if (err.code !== "ENOENT") throw err;
      }
    }
    const json = JSON.parse(await get("JSON"));
    assert.equal(json.nodes.length, 8);
    assert.equal(json.edges.length, 11);
    const [d] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^N-Quads/ }).click()]);
    assert.match((await readFile(await d.path())).toString(), /buys-from/);
  });

  test("what was corrected stands in a list, after a reload too, and can be undone and done again", async () => {
    const own = await relata.start("--edit", "--author", "Ada Lovelace");
    const { page, faults, close } = await browsers.open(browser, own.url);
    try {
      const claims = (await (await fetch(own.url + "api/v1/claims?limit=30")).json()).items;
      const meeting = claims.find((c) => c.predicate === "met");
      for (const c of claims.filter((c) => c !== meeting).slice(0, 22)) await relata.correct(own.url, "POST", "", { action: "confirm", claim: c.id });
      await relata.correct(own.url, "POST", "", { action: "reject", claim: meeting.id, why: "They <b>only</b> wrote." });
      const tie = `${meeting.subject.name} met ${meeting.object.name}`;
      await page.waitForSelector(".top li");
      await page.click("#do-corrections");
      const rows = page.locator(".corrections > li");
      await rows.first().waitFor();
      await page.waitForFunction(() => location.hash.includes("panel=corrections"));
      await page.reload();
      await rows.first().waitFor();
      assert.equal(await rows.count(), 20);
      const first = rows.first();
      const text = await first.textContent();
      for (const words of ["23", "Rejected", tie, "Ada Lovelace", "“They <b>only</b> wrote.”"]) assert.ok(text.includes(words), `${words} is not in: ${text}`);
      assert.match(text, /\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d/);
      assert.equal(await first.locator("blockquote").textContent(), meeting.sentence);
      assert.equal(await first.locator("mark").count(), 3);
      assert.equal(await page.locator("#panel b").count(), 0);

      await page.getByRole("button", { name: "Show more (3 left)" }).click();
      await rows.nth(22).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.dataset.n), "3", "the keyboard goes on where the list did");
      assert.equal(await page.getByRole("button", { name: /Show more/ }).count(), 0);

      // By keyboard: the button of the same correction has the focus afterwards, with its new meaning.
      const undo = page.getByRole("button", { name: `Undo correction 23, Rejected: ${tie}` });
      await undo.focus();
      await page.keyboard.press("Enter");
      const again = page.getByRole("button", { name: `Do it again: correction 23, Rejected: ${tie}` });
      await again.waitFor();
      await page.waitForFunction(() => document.activeElement.textContent === "Do it again");
      await page.locator("#live", { hasText: "Correction 23 undone." }).waitFor({ state: "attached" });
      assert.match(await page.locator('[data-n="23"]').textContent(), /Undone by 24/);
      assert.match(await rows.first().textContent(), /24Undid correction 23/);
      const there = async () => (await fetch(own.url + "api/v1/" + meeting.id.replace("claim/", "claims/"))).status;
      assert.equal(await there(), 200);
      // What stands in the graph leads to its evidence.
      await page.locator('[data-n="23"]').getByRole("button", { name: tie, exact: true }).click();
      await page.locator(".claim blockquote", { hasText: meeting.sentence }).waitFor();
      await page.click("#do-corrections");
      await again.click();
      await undo.waitFor();
      assert.equal(await there(), 410);
      assert.deepEqual(faults, []);
    } finally {
      await close();
      await own.close();
    }
  });

  for (const width of [390, 1440]) {
    path(`nothing runs over the edge at ${width} px`, async (page) => {
      await page.waitForSelector(".top li");
      const fits = () => page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, ...["#tools", "#panel", "#hands"].map((s) => document.querySelector(s)).filter((e) => e.clientWidth).map((e) => e.scrollWidth <= e.clientWidth),
        // Where the page itself doesn't scroll, what is too wide is cut.
        ...Array.from(document.querySelectorAll("#bar *, #home h1, .top li, #panel h2, #panel li, #hands button")).filter((e) => e.checkVisibility() && !e.closest(".hidden")).map((e) => e.getBoundingClientRect()).map((r) => r.left >= 0 && r.right <= innerWidth + 0.5)]);
      assert.ok((await fits()).every(Boolean), "start");
      await find(page, "Russia");
      assert.ok((await fits()).every(Boolean), "dossier");
      await page.locator(".dossier .ties button").first().click();
      await page.waitForSelector(".claim");
      assert.ok((await fits()).every(Boolean), "evidence");
      const box = await page.locator("#graph").boundingBox();
      assert.ok(box.height > 200, "the picture keeps its room");
    }, { viewport: { width, height: 844 }, hasTouch: width < 500 });
  }

  path("is dark where the system is, and light when asked", async (page) => {
    await page.waitForSelector(".top li");
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await paper(), "rgb(22, 23, 26)");
    await page.click("#do-theme");
    assert.equal(await paper(), "rgb(251, 250, 247)");
    await page.reload();
    await page.waitForSelector(".top li");
    assert.equal(await paper(), "rgb(251, 250, 247)");
  }, { colorScheme: "dark" });
});

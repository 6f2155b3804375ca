// Measures frames: node test/frames.mjs [actors...]. Says for a picture at rest that is panned,
// and for one that is being laid out, the frames/s by the clock and, as other programs may have
// the processors meanwhile, the processor time that each thread of the browser spent on a frame.
import { readFileSync } from "node:fs";
import * as browsers from "./browser.mjs";
import { large, serve } from "./mock.mjs";
import { threads } from "./timing.mjs";

const count = () => {
  window.paints = 0;
  const save = CanvasRenderingContext2D.prototype.save;
  CanvasRenderingContext2D.prototype.save = function () {
    if (this.canvas.id === "graph") window.paints++;
    return save.call(this);
  };
};

async function timed(page, what, run) {
  const before = threads();
  const from = await page.evaluate(() => ({ n: window.paints, t: performance.now() }));
  await run();
  const to = await page.evaluate(() => ({ n: window.paints, t: performance.now() }));
  const frames = to.n - from.n;
  const spent = [...threads()].map(([k, v]) => [k, (v - (before.get(k) ?? 0)) / frames]).filter(([, v]) => v >= 0.5).sort((a, b) => b[1] - a[1]);
  console.log(`${what}: ${((1000 * frames) / (to.t - from.t)).toFixed(1)} frames/s over ${((to.t - from.t) / 1000).toFixed(1)} s; ms a frame: ${spent.map(([k, v]) => `${k} ${v.toFixed(1)}`).join(", ")}`);
}

const browser = await browsers.launch();
for (const n of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [500, 5000]) {
  const graph = large(n);
  const ids = graph.entities.map((e) => e.id).join(",");
  const server = await serve(graph, { loose: true });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(count);
  await page.goto(`${server.url}#n=${ids}&seed=${ids}`);
  await page.locator("#sum", { hasText: `${n.toLocaleString("en")} actors` }).waitFor({ timeout: 60_000 });
  console.log(`${n} actors, load ${readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 2).join(" ")}: ${await page.locator("#sum").textContent()}`);
  await page.click("#h-lay");
  await page.waitForTimeout(500);
  await timed(page, "laying out", () => page.waitForTimeout(6000));
  // Rest: nothing is painted for a while.
  for (let last = -1, now = 0, i = 0; last !== now && i < 120; i++, last = now, now = await page.evaluate(() => window.paints)) await page.waitForTimeout(1000);
  await timed(page, "panned", () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          const canvas = document.getElementById("graph");
          let i = 0;
          const step = () => {
            if (i++ === 60) return done();
            canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: i % 2 ? 8 : -8, clientX: 800, clientY: 400, bubbles: true, cancelable: true }));
            requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        }),
    ),
  );
  await context.close();
  await server.close();
}
await browser.close();

// Starts Debian's chromium; says why where it is missing.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const missing = existsSync(executablePath) ? false : `SKIPPED: no chromium at ${executablePath} (apt-get install chromium)`;

export const launch = () => chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

/** A page that notes every error on its console and every request to another origin. */
export async function open(browser, url, { init, origin = url, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  const faults = [];
  page.on("console", (m) => m.type() === "error" && faults.push(m.text()));
  page.on("pageerror", (err) => faults.push(String(err)));
  page.on("request", (r) => {
    const u = r.url();
    if (!u.startsWith(new URL(origin).origin) && !u.startsWith("data:") && !u.startsWith("blob:")) faults.push("asked another origin: " + u);
  });
  page.setDefaultTimeout(15000);
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

// Bundles the page into ../dist, where the Go side embeds it. The bundle holds nothing but
// these four files and asks no other origin.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.argv[2] ?? join(here, "..", "dist");

await mkdir(dist, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.ts", worker: "src/worker.ts", app_css: "src/app.css" },
  entryNames: "[name]",
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "inline",
  logLevel: "warning",
});
await rename(join(dist, "app_css.css"), join(dist, "app.css"));
await copyFile(join(here, "src", "index.html"), join(dist, "index.html"));

for (const name of ["index.html", "app.js", "worker.js", "app.css"]) {
  const file = await readFile(join(dist, name));
  console.log(`${name}\t${file.length} bytes, ${gzipSync(file).length} gzipped`);
}

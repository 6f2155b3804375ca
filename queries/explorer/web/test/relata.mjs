// The real server over the sample articles; says why where it can't be started.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
export const binary = process.env.RELATA ?? join(root, "bin", "relata");

export const missing = (() => {
  if (!existsSync(binary)) return `SKIPPED: no ${binary} (make build)`;
  const help = execFileSync(binary, ["--help"], { encoding: "utf8" });
  return /^ {2}serve /m.test(help) ? false : `SKIPPED: ${binary} has no serve`;
})();

/** correct asks the server for a correction, or to undo one. */
export async function correct(url, method, path, body) {
  const res = await fetch(url + "api/v1/corrections" + path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
  if (!res.ok) throw new Error(`${method} ${path}: ${res.status} ${await res.text()}`);
  return res.json();
}

export async function start(...flags) {
  const dir = mkdtempSync(join(tmpdir(), "relata-"));
  const db = join(dir, "demo.db");
  execFileSync(binary, ["load", join(root, "cmd", "relata", "samples"), "--db", db, "-q"]);
  const server = spawn(binary, ["serve", "--db", db, "--listen", "127.0.0.1:0", ...flags]);
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk;
      const m = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (m) resolve(m[0]);
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.on("exit", (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  return {
    url,
    db,
    close: () =>
      new Promise((done) => {
        server.removeAllListeners("exit");
        server.on("exit", () => (rmSync(dir, { recursive: true, force: true }), done()));
        server.kill();
      }),
  };
}

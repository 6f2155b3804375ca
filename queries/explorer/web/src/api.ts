// The only module that talks to the server. Every address is relative to the page, so the
// explorer asks nobody else.
import type { Answer, Claim, Correction, Dossier, Edge, Evidence, Bin, Found, List, Neighbours, Node, Path, Question, Stats, Subgraph } from "./types";

export class ApiError extends Error {
  constructor(message: string, readonly status: number, readonly near: string[] = []) {
    super(message);
  }
}

export type Params = Record<string, string | number | string[] | undefined>;

export function query(params: Params): string {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) out.append(key, String(one));
  }
  const text = out.toString();
  return text && "?" + text;
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  let res: Response;
  try {
    res = await fetch("api/v1" + path, { credentials: "same-origin", ...init });
  } catch (err) {
    if ((err as Error).name === "AbortError") throw err;
    throw new ApiError("The server does not answer. Is relata serve still running?", 0);
  }
  if (res.ok) return res;
  const problem = (await res.json().catch(() => ({}))) as { title?: string; detail?: string; near?: string[] };
  throw new ApiError(problem.detail || problem.title || `The server answered ${res.status}.`, res.status, problem.near);
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await call(path, { signal: signal ?? null })).json() as Promise<T>;
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

const enc = encodeURIComponent;

/** A subgraph may come with null where Go had no slice. */
function whole(g: Subgraph): Subgraph & { total: number } {
  return { nodes: g.nodes ?? [], edges: g.edges ?? [], total: g.total ?? g.edges?.length ?? 0 };
}

export const api = {
  stats: (signal?: AbortSignal) => get<Stats>("/stats", signal),
  top: (limit: number, params: Params = {}) => get<List<Node>>("/top" + query({ limit, ...params })),
  search: (q: string, limit: number, signal?: AbortSignal) => get<List<Found>>("/search" + query({ q, limit }), signal),
  entity: (id: string, signal?: AbortSignal, all?: boolean) => get<Dossier>("/entity/" + enc(id) + (all ? "?all=true" : ""), signal),
  neighbours: (id: string, params: Params, signal?: AbortSignal) => get<Neighbours>(`/neighbours/${enc(id)}` + query(params), signal),
  between: async (ids: string[], params: Params, signal?: AbortSignal) =>
    whole(await (await call("/between" + query(params), { ...json("POST", { ids }), signal: signal ?? null })).json() as Subgraph),
  claims: (params: Params, signal?: AbortSignal) => get<List<Claim>>("/claims" + query(params), signal),
  claimsOf: (e: Edge, params: Params, signal?: AbortSignal) =>
    get<List<Claim>>("/claims" + query({ subject: e.subject, predicate: e.predicate, object: e.object, ...params }), signal),
  evidence: (claim: string, signal?: AbortSignal) => get<Evidence>("/evidence/" + enc(claim), signal),
  path: (a: string, b: string, params: Params) => get<{ items?: Path[]; paths?: Path[]; nodes?: Node[]; edges?: Edge[] }>("/path" + query({ a, b, ...params })),
  histogram: (params: Params, signal?: AbortSignal) => get<Bin[] | { items: Bin[] }>("/histogram" + query(params), signal),
  questions: () => get<List<Question>>("/ask"),
  ask: (name: string, args: Params, signal?: AbortSignal) => get<Answer>("/ask/" + enc(name) + query(args), signal),
  complete: (text: string, at: number, signal?: AbortSignal) => get<{ from: number; items: string[] }>("/complete" + query({ text, at }), signal),
  correct: (action: "reject" | "confirm", claim: string, why: string) => call("/corrections", json("POST", { action, claim, why })).then((r) => r.json()) as Promise<{ number?: number }>,
  corrections: (limit: number, cursor: string | undefined, signal?: AbortSignal) => get<List<Correction>>("/corrections" + query({ limit, cursor }), signal),
  uncorrect: (number: number) => call("/corrections/" + number, { method: "DELETE", headers: { "Content-Type": "application/json" } }),
  exportPath: (params: Params) => "api/v1/export" + query(params),
};

export interface QueryEnd {
  rows: number;
  cut: boolean;
}

/** gizmo streams the rows of a query; a mistake in it is an ApiError with the place. */
export async function gizmo(text: string, limit: number, signal: AbortSignal, row: (r: Record<string, unknown>) => void): Promise<QueryEnd> {
  const res = await call("/query", { ...json("POST", { gizmo: text, limit }), signal });
  const reader = res.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    rest += value ?? "";
    const lines = rest.split("\n");
    rest = done ? "" : lines.pop()!;
    for (const line of lines) {
      if (!line.trim()) continue;
      const r = JSON.parse(line) as Record<string, unknown>;
      if (r.done === true) return { rows: Number(r.rows), cut: Boolean(r.cut) };
      const err = r.error as { message?: string; line?: number; column?: number } | undefined;
      if (err && typeof err === "object" && err.message) {
        throw new ApiError(err.message + (err.line ? ` (line ${err.line}, column ${err.column ?? 1})` : ""), 400);
      }
      row(r);
    }
    if (done) throw new ApiError("The answer broke off before its end.", 0);
  }
}

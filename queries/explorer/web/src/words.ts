// What an analyst reads: plain words for ids, counts, statuses and dates.
import type { Status } from "./types";

const labels = new Map<string, string>();

/** Labels come with edges and dossiers; an unseen predicate is read from its id. */
export function learn(predicate: string, label: string): void {
  if (label) labels.set(predicate, label);
}

export function says(predicate: string): string {
  return labels.get(predicate) ?? predicate.replace(/^open\//, "").replaceAll("-", " ").replaceAll("_", " ");
}

/** Whether an id in an answer is a kind of tie, and not an actor. */
export const isPredicate = (id: string) => labels.has(id) || id.startsWith("open/");

export const statuses: Status[] = ["actual", "planned", "possible", "denied"];

export const statusWords: Record<Status, string> = {
  actual: "happened",
  planned: "planned",
  possible: "possible",
  denied: "denied",
};

const plurals: Record<string, string> = {
  Person: "People",
  Country: "Countries",
  Organization: "Organizations",
  Group: "Groups",
  Place: "Places",
  Product: "Products",
  Event: "Events",
  Agreement: "Agreements",
};

export const typePlural = (type: string) => plurals[type] ?? type;

export function count(n: number, one: string, many = one + "s"): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** 2023-09-14 as 14 September 2023; a shorter date keeps its precision. */
export function day(iso: string | undefined, short = false): string {
  if (!iso) return "";
  const m = /^(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(iso);
  if (!m) return iso;
  const month = m[2] ? months[Number(m[2]) - 1] : undefined;
  const name = month && short ? month.slice(0, 3) : month;
  return [m[3] && name ? String(Number(m[3])) : "", name, m[1]].filter(Boolean).join(" ");
}

/** A moment as the reader's clock has it: 7 January 2024, 14:03. */
export function moment(iso: string): string {
  const t = new Date(iso);
  if (Number.isNaN(t.getTime())) return iso;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${t.getDate()} ${months[t.getMonth()]} ${t.getFullYear()}, ${two(t.getHours())}:${two(t.getMinutes())}`;
}

export function span(first: string | undefined, last: string | undefined): string {
  const a = day(first, true);
  const b = day(last, true);
  return !a || !b || a === b ? a || b : `${a} to ${b}`;
}

export function sure(confidence: number): string {
  const p = Math.round(confidence * 100);
  return `${p >= 85 ? "very likely read right" : p >= 65 ? "likely read right" : "may be misread"} (${p}%)`;
}

export const nameOf = (id: string) => id.replaceAll("_", " ");

/** Ties that read the same in both directions: they have no arrow. */
export const bothWays = new Set(["family-of", "met", "negotiates-with", "cooperates-with", "agrees-with", "allied-with", "trades-with", "fights"]);

/** The id of a tie, as the server makes it: no sign of its parts can be taken for the | between them. */
export const tieId = (subject: string, predicate: string, object: string) => [subject, predicate, object].map((p) => p.replace(/[%|]/g, encodeURIComponent)).join("|");

/** The parts of a tie's id. */
export function tieParts(id: string): { subject: string; predicate: string; object: string } {
  const [subject = "", predicate = "", object = ""] = id.split("|").map((p) => p.replaceAll("%7C", "|").replaceAll("%25", "%"));
  return { subject, predicate, object };
}

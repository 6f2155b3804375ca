// What the server answers, as queries/explorer/openapi.yaml describes it.

export type Status = "actual" | "planned" | "possible" | "denied";

export interface Node {
  id: string;
  name: string;
  type: string;
  country?: string;
  articles: number;
  ties: number;
  claims: number;
}

/** All claims of one subject, predicate and object. */
export interface Edge {
  id: string;
  subject: string;
  predicate: string;
  object: string;
  label: string;
  status: Status;
  claims: number;
  articles: number;
  sources: number;
  first?: string;
  last?: string;
  confidence: number;
  statuses: Partial<Record<Status, number>>;
}

export interface Argument {
  id?: string;
  name?: string;
  type?: string;
  value?: string;
  mention?: string;
}

export interface Mark {
  part: "subject" | "predicate" | "object";
  start: number;
  end: number;
}

export interface Article {
  id: string;
  title: string;
  publisher: string;
  published: string;
  url: string;
}

export interface Claim {
  id: string;
  subject: Argument;
  predicate: string;
  object: Argument;
  status: Status;
  source: { id: string; name: string };
  when: string;
  about: string;
  role: string;
  confidence: number;
  method: string;
  sentence: string;
  sentence_id?: string;
  article: Article;
  marks: Mark[];
  correction?: string;
  correction_number?: number;
}

export interface Correction {
  n: number;
  time: string;
  author: string;
  action: string;
  a: string;
  b?: string;
  why?: string;
  undone: boolean;
  undone_by?: number;
  claim?: Claim;
}

export interface Evidence {
  claim: Claim;
  before: string;
  sentence: string;
  after: string;
  article: Article;
}

export interface List<T> {
  items: T[];
  total: number;
  next?: string;
}

export interface Found {
  id: string;
  name: string;
  type: string;
  aliases: string[];
  articles: number;
  ties: number;
  match: string;
}

export interface Subgraph {
  nodes: Node[];
  edges: Edge[];
  total?: number;
}

export interface Neighbours extends Subgraph {
  node: Node;
  total: number;
  next?: string;
}

export interface Stats {
  articles: number;
  entities: number;
  claims: number;
  quads: number;
  predicates: { id: string; label?: string; claims: number }[];
  types: { id: string; entities: number }[];
  statuses: { id: Status; claims: number }[];
  since?: string;
  until?: string;
  editable: boolean;
  version: string;
}

export interface Best {
  claim: string;
  status: Status;
  sentence: string;
  article: string;
  published: string;
  source: string;
  confidence: number;
}

export interface DossierTie {
  predicate: string;
  other: string;
  name: string;
  about?: string[];
  role?: string;
  statuses: Status[];
  claims: number;
  articles: number;
  sources: string[];
  first?: string;
  last?: string;
  best?: Best;
}

export interface DossierGroup {
  predicate: string;
  label: string;
  reverse?: boolean;
  ties: DossierTie[];
  left?: number;
}

export interface Dossier {
  entity: { id: string; name: string; type: string; aliases?: string[]; country?: string; wikidata?: string };
  node?: Node;
  also?: string[];
  claims: number;
  articles: number;
  lastSeen?: string;
  posts?: DossierTie[];
  ties?: DossierGroup[];
}

export interface Step {
  to: string;
  toName: string;
  predicate: string;
  reverse?: boolean;
  words: string;
  statuses: Status[];
  articles: number;
  best: Best;
}

export interface Path {
  from: string;
  steps: Step[];
  weakest: Status;
}

export interface Question {
  name: string;
  title: string;
  description: string;
  args: { name: string; type: string; default?: unknown; required?: boolean; description?: string }[];
}

export type Cell = { id: string; name: string; type?: string } | { value: unknown };

export interface Answer {
  columns: string[];
  rows: Record<string, Cell>[];
  cut: boolean;
}

export interface Bin {
  when: string;
  claims: number;
}

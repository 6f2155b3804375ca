// title: Sole-source claims
// description: What a single article says and no other repeats. Looks at every claim.
// arg who: entity? -- only claims of or about this actor

var all = args.who ? g.V(actor(args.who).toArray()).in(["<rdf:subject>", "<rdf:object>"]) : claims();
show(group(details(all), ["subject", "predicate", "object"]).filter(function(c) { return c.articles == 1 }),
  {subject: "subject", predicate: "predicate", object: "object", status: "statuses", source: "source", article: "article"});

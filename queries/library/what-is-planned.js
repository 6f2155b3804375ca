// title: What is planned
// description: Claims that are plans, threats, demands or promises, by date.
// arg who: entity? -- only plans of this actor or about it
// arg since: date?
// arg until: date?

var planned = g.V("planned").in("<status>");
if (args.who) planned = g.V(actor(args.who).toArray()).in(["<rdf:subject>", "<rdf:object>"]).has("<status>", "planned");
show(group(during(details(planned), args.since, args.until), ["subject", "predicate", "object", "about", "when"]),
  {when: "first", who: "subject", what: "predicate", whom: "object", about: "about", source: "source", articles: "articles"});

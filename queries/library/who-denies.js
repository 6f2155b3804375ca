// title: Who denies what
// description: Denied claims and who denies them.
// arg about: entity? -- only claims of or about this actor

var denied = g.V("denied").in("<status>");
if (args.about) denied = g.V(actor(args.about).toArray()).in(["<rdf:subject>", "<rdf:object>"]).has("<status>", "denied");
show(group(details(denied), ["source", "subject", "predicate", "object", "about"]),
  {source: "source", subject: "subject", predicate: "predicate", object: "object", about: "about", when: "last", articles: "articles"});

// title: What a source says
// description: Claims attributed to a source: an entity, or a name as the text has it.
// arg source: string -- an entity or a name such as "U.S. officials"
// arg since: date?
// arg until: date?

var said = g.V(args.source).in("<source-name>");
try { said = said.or(actor(args.source).in("<source>")); } catch (e) { if (said.count() == 0) throw e; }
show(group(during(details(said.unique()), args.since, args.until), ["subject", "predicate", "object", "about", "status"]),
  {subject: "subject", predicate: "predicate", object: "object", about: "about", status: "status", when: "first", articles: "articles"});

// title: What a source says
// description: Claims attributed to a source: an entity, a name as the text has it, or a publisher's own.
// arg source: string -- an entity or a name such as "U.S. officials"
// arg since: date?
// arg until: date?

var named = g.V(str(args.source)).in(["<name>", "<alias>"]).unique().toArray();
if (args.source[0] == "<") named = [args.source];
var said = details(g.V(named).in("<source>").or(g.V(str(args.source)).in("<source-name>")).unique());
g.V(str(args.source)).in("<schema:publisher>").forEach(function(a) {
  said = said.concat(details(g.V("<Claim>").labelContext(a.id).in("<rdf:type>")).filter(function(c) { return !c.source }));
});
if (said.length == 0) actor(args.source); // an unknown name is an error
show(group(during(said, args.since, args.until), ["subject", "predicate", "object", "about", "status"]),
  {subject: "subject", predicate: "predicate", object: "object", about: "about", status: "status", when: "first", articles: "articles"});

// title: First mention
// description: The articles that name an entity, earliest first.
// arg who: entity
// arg limit: number = 5

var told = new Map();
details(g.V(actor(args.who).toArray()).in(["<rdf:subject>", "<rdf:object>"])).forEach(function(c) {
  var key = String(c.article), a = told.get(key);
  if (!a) told.set(key, a = {claims: 0, sentence: c.sentence});
  a.claims++;
});
var articles = actor(args.who).labels().saveOpt("<schema:datePublished>", "published").saveOpt("<schema:headline>", "title").tagArray();
show(articles.map(function(a) {
  var t = told.get(String(a.id)) || {claims: 0};
  return {article: a.id, published: a.published, title: a.title, claims: t.claims, sentence: t.sentence};
}).sort(function(a, b) {
  var x = a.published || "9999", y = b.published || "9999";
  return x < y ? -1 : x > y ? 1 : a.article < b.article ? -1 : 1;
}).slice(0, args.limit), ["published", "article", "title", "claims"]);

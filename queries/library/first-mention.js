// title: First mention
// description: The articles that name an entity, earliest first.
// arg who: entity
// arg limit: number = 5

var me = actor(args.who).toArray();
var articles = byTime(actor(args.who).labels().saveOpt("<schema:datePublished>", "published").tagArray().map(function(a) {
  return {article: a.id, published: a.published || null, order: (a.published || "9999") + " " + a.id};
}), "order").slice(0, args.limit);
var told = new Map();
if (articles.length > 0) details(g.V(me).labelContext(articles.map(function(a) { return a.article })).in(["<rdf:subject>", "<rdf:object>"])).forEach(function(c) {
  var key = String(c.article), a = told.get(key);
  if (!a) told.set(key, a = {claims: 0, sentence: c.sentence});
  a.claims++;
});
show(articles.map(function(a) {
  var t = told.get(String(a.article)) || {claims: 0}, title = g.V(a.article).out("<schema:headline>").toArray()[0];
  return {article: a.article, published: a.published, title: title, claims: t.claims, sentence: t.sentence};
}), ["published", "article", "title", "claims"]);

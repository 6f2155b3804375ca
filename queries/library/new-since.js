// title: What is new since a date
// description: What articles of that day and later say for the first time. Looks at every article.
// arg date: date

var fresh = [], late = new Set();
g.V("<schema:NewsArticle>").in("<rdf:type>").save("<schema:datePublished>", "published").forEach(function(a) {
  if (!overlap(a.published.slice(0, 10), args.date, null)) return;
  late.add(a.id);
  fresh = fresh.concat(details(g.V("<Claim>").labelContext(a.id).in("<rdf:type>")));
});
show(group(fresh, ["subject", "predicate", "object"]).filter(function(n) {
  if (n.statuses.indexOf("denied") >= 0) return claims(n.subject, n.predicate, n.object).toArray().length == n.claims;
  return tellers(n).every(function(a) { return late.has(a) });
}), {subject: "subject", predicate: "predicate", object: "object", status: "statuses", first: "first", articles: "articles"});

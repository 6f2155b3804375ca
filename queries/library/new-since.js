// title: What is new since a date
// description: What articles of that day and later say for the first time. Looks at every article.
// arg date: date

var fresh = [];
g.V("<schema:NewsArticle>").in("<rdf:type>").save("<schema:datePublished>", "published").forEach(function(a) {
  if (!overlap(a.published.slice(0, 10), args.date, null)) return;
  fresh = fresh.concat(details(g.V("<Claim>").labelContext(a.id).in("<rdf:type>")));
});
show(group(fresh, ["subject", "predicate", "object"]).filter(function(n) {
  return claims(n.subject, n.predicate, n.object).toArray().length == n.claims;
}), {subject: "subject", predicate: "predicate", object: "object", status: "statuses", first: "first", articles: "articles"});

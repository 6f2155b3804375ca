// title: The most connected actors
// description: Actors by the number of others that claims tie them to. Looks at every claim.
// arg limit: number = 10

var actors = new Map();
function tie(a, b) {
  var t = actors.get(String(a));
  if (!t) actors.set(String(a), t = {actor: a, others: new Set(), claims: 0});
  t.others.add(String(b));
  t.claims++;
}
g.V("<Claim>").in("<rdf:type>").save("<rdf:subject>", "s").save("<rdf:object>", "o").save("<status>", "status").forEach(function(d) {
  if (d.status == "denied") return;
  tie(d.s, d.o);
  tie(d.o, d.s);
});
show(Array.from(actors.values()).map(function(t) { return {actor: t.actor, others: t.others.size, claims: t.claims} })
    .sort(function(a, b) { return b.others - a.others || b.claims - a.claims || (String(a.actor) < String(b.actor) ? -1 : 1) })
    .slice(0, args.limit), ["actor", "others", "claims"]);

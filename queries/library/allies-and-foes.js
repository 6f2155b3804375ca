// title: Allies and foes of an actor
// description: Friendly and hostile claims between an actor and each other one, counted; denied ones are left out.
// arg who: entity

var friendly = ["allied-with", "cooperates-with", "agrees-with", "supports", "aids", "funds"];
var hostile = ["attacks", "invades", "fights", "kills", "sanctions", "opposes", "criticizes", "accuses", "warns", "arrests", "protests-against"];
var me = new Set(actor(args.who).toArray().map(String));
var others = new Map();
function count(list, member) {
  asserted(list).forEach(function(c) {
    var other = me.has(String(c.subject)) ? c.object : c.subject;
    var o = others.get(String(other));
    if (!o) others.set(String(other), o = {actor: other, friendly: 0, hostile: 0, claims: []});
    o[member]++;
    o.claims.push(c);
  });
}
var all = details(g.V(actor(args.who).toArray()).in(["<rdf:subject>", "<rdf:object>"]));
count(all.filter(function(c) { return friendly.indexOf(c.predicate.slice(1, -1)) >= 0 }), "friendly");
count(all.filter(function(c) { return hostile.indexOf(c.predicate.slice(1, -1)) >= 0 }), "hostile");
show(Array.from(others.values()).map(function(o) {
  o.side = o.friendly > o.hostile ? "ally" : o.friendly < o.hostile ? "foe" : "both";
  o.sentence = o.claims[0].sentence;
  o.article = o.claims[0].article;
  return o;
}).sort(function(a, b) { return b.friendly + b.hostile - a.friendly - a.hostile }), ["actor", "side", "friendly", "hostile"]);

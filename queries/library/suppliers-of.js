// title: Who supplies an actor
// description: Those who ship to it, sell to it, give it aid or pay for it.
// arg who: entity
// arg about: string = "" -- only goods whose name holds this
// arg since: date?
// arg until: date?

var turned = details(claims(args.who, "buys-from")).map(function(c) { return Object.assign({}, c, {by: c.object, predicate: "<sells-to>"}) });
var all = ["supplies", "aids", "funds"].reduce(function(list, p) {
  return list.concat(details(claims(null, p, args.who)).map(function(c) { return Object.assign({}, c, {by: c.subject}) }));
}, turned);
show(byCount(group(during(about(all, args.about), args.since, args.until), ["by", "predicate", "about"]), "articles"),
  {supplier: "by", how: "predicate", about: "about", status: "statuses", last: "last", articles: "articles"});

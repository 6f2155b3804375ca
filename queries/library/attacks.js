// title: Attacks
// description: Who attacks, invades, fights or kills whom, by date.
// arg by: entity?
// arg on: entity?
// arg since: date?
// arg until: date?

var all = ["attacks", "invades", "fights", "kills"].reduce(function(list, p) {
  return list.concat(details(claims(args.by, p, args.on)));
}, []);
show(group(during(all, args.since, args.until), ["subject", "predicate", "object", "when"])
    .sort(function(a, b) { return a.first < b.first ? -1 : a.first > b.first ? 1 : 0 }),
  {when: "first", who: "subject", what: "predicate", whom: "object", about: "about", status: "statuses", articles: "articles"});

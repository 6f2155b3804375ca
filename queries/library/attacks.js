// title: Attacks
// description: Who attacks, invades, fights or kills whom, by date.
// arg by: entity?
// arg on: entity?
// arg since: date?
// arg until: date?

var all = ["attacks", "invades", "fights", "kills"].reduce(function(list, p) {
  return list.concat(details(claims(args.by, p, args.on)));
}, []);
show(byTime(group(during(all, args.since, args.until), ["subject", "predicate", "object", "when"]), "first"),
  {when: "first", who: "subject", what: "predicate", whom: "object", about: "about", status: "statuses", articles: "articles"});

// title: Meetings and talks
// description: Who met, negotiated or agreed with whom, by date.
// arg who: entity?
// arg with: entity?
// arg since: date?
// arg until: date?

var all = ["met", "negotiates-with", "agrees-with"].reduce(function(list, p) {
  return list.concat(details(claims(args.who, p, args.with)));
}, []);
show(byTime(group(during(all, args.since, args.until), ["subject", "predicate", "object", "when"]), "first"),
  {when: "first", who: "subject", what: "predicate", whom: "object", status: "statuses", articles: "articles"});

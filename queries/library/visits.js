// title: Visits
// description: Who went where, by date; planned and denied visits are marked.
// arg who: entity?
// arg where: entity?
// arg since: date?
// arg until: date?

show(group(during(details(claims(args.who, "visited", args.where)), args.since, args.until), ["subject", "object", "when"]),
  {when: "first", who: "subject", where: "object", status: "statuses", articles: "articles"});

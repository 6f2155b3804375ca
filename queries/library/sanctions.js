// title: Sanctions
// description: Who puts sanctions on whom.
// arg by: entity?
// arg on: entity?
// arg since: date?
// arg until: date?

show(group(during(details(claims(args.by, "sanctions", args.on)), args.since, args.until), ["subject", "object"]),
  {by: "subject", on: "object", status: "statuses", first: "first", last: "last", articles: "articles", sources: "sources"});

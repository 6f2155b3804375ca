// title: Between two actors
// description: All that is said of the two together, by date.
// arg a: entity
// arg b: entity
// arg since: date?
// arg until: date?

show(group(during(details(between(args.a, args.b)), args.since, args.until), ["subject", "predicate", "object", "about", "when"]),
  {when: "first", subject: "subject", predicate: "predicate", object: "object", about: "about", status: "statuses", articles: "articles", sources: "sources"});

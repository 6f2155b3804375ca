// title: Who leads it
// description: The leaders of a country, a body, a place or a group, latest first.
// arg what: entity

show(group(details(claims(null, "leads", args.what)), ["subject", "role"])
    .sort(function(a, b) { return a.last < b.last ? 1 : a.last > b.last ? -1 : 0 }),
  {leader: "subject", role: "role", status: "statuses", first: "first", last: "last", articles: "articles"});

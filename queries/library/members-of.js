// title: Who belongs to it
// description: Members, parts and staff of a body or a group.
// arg what: entity

var all = ["member-of", "part-of", "works-for", "leads"].reduce(function(list, p) { return list.concat(details(claims(null, p, args.what))) }, []);
show(group(all, ["subject", "predicate", "role"]),
  {member: "subject", how: "predicate", role: "role", status: "statuses", articles: "articles"});

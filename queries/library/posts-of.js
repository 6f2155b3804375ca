// title: The posts of a person
// description: What a person leads, works for or belongs to, with the title where the text gives it.
// arg who: entity

var all = ["leads", "works-for", "member-of"].reduce(function(list, p) { return list.concat(details(claims(args.who, p))) }, []);
show(byCount(group(all, ["predicate", "object", "role"]), "articles"),
  {how: "predicate", where: "object", role: "role", status: "statuses", first: "first", last: "last", articles: "articles"});

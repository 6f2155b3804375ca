// title: Who buys from whom
// description: Purchases between actors, whoever the text makes the subject, with how many articles tell of them.
// arg about: string = "" -- only goods whose name holds this
// arg who: entity? -- only purchases by or from it
// arg since: date?
// arg until: date?

var deals = args.who
  ? details(claims(args.who, "buys-from")).concat(details(claims(null, "buys-from", args.who)))
  : details(claims(null, "buys-from"));
show(byCount(group(during(about(deals, args.about), args.since, args.until), ["subject", "object", "about"]), "articles"),
  {buyer: "subject", seller: "object", about: "about", status: "statuses", last: "last", articles: "articles", sources: "sources"});

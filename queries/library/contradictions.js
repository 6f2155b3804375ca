// title: Contradictions
// description: What one source asserts and another denies. Looks at every denied claim.

var out = [];
group(repeated(details(g.V("denied").in("<status>"))), ["subject", "predicate", "object"]).forEach(function(d) {
  var y = group(assertions(d), ["subject", "predicate", "object"])[0];
  if (!y) return;
  out.push(Object.assign({}, d, {
    yes: y.source || y.publisher, no: d.source || d.publisher, saidYes: y.articles, saidNo: d.articles,
    how: y.statuses, sentence: y.sentence, article: y.article
  }));
});
show(out, {subject: "subject", predicate: "predicate", object: "object", asserted: "yes", denied: "no", status: "how", assertions: "saidYes", denials: "saidNo"});

// title: Contradictions
// description: What one source asserts and another denies.

var denied = group(details(g.V("denied").in("<status>")), ["subject", "predicate", "object"]);
var out = [];
denied.forEach(function(d) {
  var yes = asserted(details(claims(d.subject, d.predicate, d.object)));
  if (yes.length == 0) return;
  var y = group(yes, ["subject", "predicate", "object"])[0];
  out.push(Object.assign({}, d, {yes: y.source || y.publisher, no: d.source || d.publisher, saidYes: y.articles, saidNo: d.articles, how: y.statuses, sentence: y.sentence, article: y.article}));
});
show(out, {subject: "subject", predicate: "predicate", object: "object", asserted: "yes", denied: "no", status: "how", assertions: "saidYes", denials: "saidNo"});

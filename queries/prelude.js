// The part of the prelude that needs nothing of the store; prelude.go describes it.

// time is when the event was, else when the article was published.
function time(claim) { return claim.when || claim.published || "" }

function asserted(list) { return list.filter(function(c) { return c.status != "denied" }) }

// tellers are the articles that assert what a claim says, whether it asserts it or not.
function tellers(claim) {
	return g.V(claim.subject).labelContext(g.V(), "article").out(claim.predicate).is(claim.object).tagArray().map(function(t) { return t.article });
}

// assertions are the claims that assert what a claim says.
function assertions(claim) {
	var articles = tellers(claim);
	if (articles.length == 0) return [];
	return asserted(details(g.V(claim.subject).labelContext(articles).in("<rdf:subject>").has("<rdf:predicate>", claim.predicate).has("<rdf:object>", claim.object)));
}

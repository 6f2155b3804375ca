// The part of the prelude that needs nothing of the store; prelude.go describes it.

function about(list, text) {
	if (!text) return list;
	var want = text.toLowerCase();
	return list.filter(function(c) { return c.about && String(c.about).toLowerCase().indexOf(want) >= 0 });
}

// time is when the event was, else when the article was published.
function time(claim) { return claim.when || claim.published || "" }

function during(list, since, until) {
	if (!since && !until) return list;
	return list.filter(function(c) { return overlap(time(c), since, until) });
}

var statuses = ["actual", "planned", "possible", "denied"];

function asserted(list) { return list.filter(function(c) { return c.status != "denied" }) }

function group(list, keys) {
	var groups = [], index = new Map();
	list.forEach(function(c) {
		var key = JSON.stringify(keys.map(function(k) { return c[k] === null ? null : String(c[k]) }));
		var g = index.get(key);
		if (!g) {
			g = {members: [], claims: 0, articles: new Set(), sources: new Set(), first: "", last: "", statuses: new Set()};
			keys.forEach(function(k) { g[k] = c[k] });
			index.set(key, g);
			groups.push(g);
		}
		g.members.push(c);
		g.claims++;
		g.articles.add(String(c.article));
		if (c.source || c.publisher) g.sources.add(String(c.source || c.publisher));
		g.statuses.add(c.status);
		var t = time(c);
		if (t && (!g.first || t < g.first)) g.first = t;
		if (t && t > g.last) g.last = t;
	});
	groups.forEach(function(g) {
		g.articles = g.articles.size;
		g.sources = g.sources.size;
		var seen = g.statuses;
		g.statuses = statuses.filter(function(s) { return seen.has(s) }).join(", ");
		g.status = g.statuses.split(", ")[0];
		var best = g.members.reduce(function(a, b) {
			var d = statuses.indexOf(a.status) - statuses.indexOf(b.status);
			return d < 0 || d == 0 && a.confidence >= b.confidence ? a : b;
		});
		["claim", "evidence", "sentence", "article", "source", "publisher", "confidence"].forEach(function(k) { if (!(k in g)) g[k] = best[k] });
		g.article = best.article;
	});
	return groups;
}

// byCount puts the groups with most of a number first; those alike stay in order.
function byCount(list, member) { return list.sort(function(a, b) { return b[member] - a[member] }) }

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

// title: The most connected actors
// description: Actors by the number of others that claims tie them to; denied ones don't. Looks at every claim.
// arg limit: number = 10

show(degrees().slice(0, args.limit), ["actor", "others", "claims"]);

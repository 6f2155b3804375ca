package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/queries"
	"relata/queries/explorer"
)

const defaultListen = "127.0.0.1:7474"

func newServe(app *app) *cobra.Command {
	var opts serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the graph in a browser, and answer over HTTP",
		Long: `Serves a page that shows the graph and the sentences behind it, and an HTTP API, until it
is stopped. It listens on this machine only; another address needs a token, which
is made and printed if --token and $RELATA_TOKEN give none. It asks nothing of the network.

It only reads, and shows within seconds what other commands write to the graph meanwhile,
such as relata load --watch. With --edit it takes corrections, and with --watch it loads what
is new in folders and feeds itself; then it has the graph for itself.`,
		Example: `  relata serve
  relata serve --edit
  relata serve --watch articles/
  relata serve --listen 0.0.0.0:7474`,
		Args: cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			return runServe(cmd.Context(), app, opts)
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.listen, "listen", defaultListen, "address to listen on; port 0 is any that is free")
	flags.BoolVar(&opts.edit, "edit", false, "take corrections; other commands can't use the graph meanwhile")
	flags.StringVar(&opts.token, "token", "", "ask this of every request (default: $RELATA_TOKEN)")
	flags.StringSliceVar(&opts.hosts, "host", nil, "names under which the server is known, as of a proxy before it")
	flags.StringSliceVar(&opts.libraries, "library", nil, "folders with saved questions of your own")
	flags.StringSliceVar(&opts.watch, "watch", nil, "load what is new in these folders and feeds")
	flags.DurationVar(&opts.every, "every", time.Minute, "with --watch: look for news this often")
	flags.StringVar(&opts.author, "author", "", "who corrects (default: $RELATA_AUTHOR, $GIT_AUTHOR_NAME or $USER)")
	flags.DurationVar(&opts.queryTime, "query-time", queries.DefaultTimeout, "the longest that a query may run")
	return cmd
}

type serveOptions struct {
	listen, token, author   string
	edit                    bool
	hosts, libraries, watch []string
	every, queryTime        time.Duration
}

const (
	leastToken   = 16 // characters
	tokenBytes   = 32
	headerTime   = 5 * time.Second
	bodyTime     = 30 * time.Second
	answerTime   = time.Minute
	idleTime     = 2 * time.Minute
	shutdownTime = 5 * time.Second
	headerBytes  = 64 << 10
)

func runServe(ctx context.Context, app *app, opts serveOptions) error {
	token, public, err := opts.check()
	if err != nil {
		return err
	}
	questions, err := queries.Library(opts.libraries...)
	if err != nil {
		return err
	}
	store, reopen, err := opts.open(ctx, app)
	if err != nil {
		return err
	}
	defer store.Close()
	log := app.logger()
	server, err := explorer.New(explorer.Options{
		Store: store, Reopen: reopen, Edit: opts.edit, Author: authorOf(opts.author), Token: token, Hosts: opts.names(),
		Now: correctionTime, Library: questions, Version: version, Log: log, Limits: explorer.Limits{QueryTime: opts.queryTime},
	})
	if err != nil {
		return err
	}
	defer server.Close()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", opts.listen)
	if err != nil {
		return fmt.Errorf("can't listen on %s: %w (give another address with --listen)", opts.listen, err)
	}
	if err := app.sayAddress(listener.Addr(), token, public, opts.token == ""); err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	loading := make(chan error, 1)
	go func() { loading <- opts.load(ctx, app, store, log) }()
	failed := make(chan error, 1)
	web := &http.Server{
		Handler: server, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	go func() { failed <- web.Serve(listener) }()
	select {
	case <-ctx.Done():
	case err = <-failed:
	case err = <-loading:
		loading <- nil
	}
	cancel()
	log.Info("stopping")
	closing := server.Close() // ends what lasts, so that the rest can end
	end, done := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer done()
	if stop := web.Shutdown(end); stop != nil {
		_ = web.Close() // who hasn't come to an end by now is cut
	}
	return errors.Join(err, <-loading, closing, store.Close())
}

// open opens the graph. To read it takes a copy beside whoever writes, and again when there
// is something new; to write it takes the graph for itself.
func (o *serveOptions) open(ctx context.Context, app *app) (store *graph.Store, reopen func(context.Context) (*graph.Store, error), err error) {
	if o.edit || len(o.watch) > 0 {
		store, err = app.openStore(ctx, forWriting)
		return store, nil, err
	}
	if app.db == graph.MemoryLocation {
		store, err = app.openStore(ctx, forReading)
		return store, nil, err
	}
	// The stamp is taken before the store, so that nothing which comes between is missed.
	stamp, _ := graph.Stamp(ctx, app.db, nil)
	if store, err = graph.OpenBeside(ctx, app.db, graph.Options{}); err != nil {
		return nil, nil, app.storeError(err)
	}
	last := store
	if stamp == "" { // a database, which shows what comes later too
		stamp, _ = graph.Stamp(ctx, app.db, store)
	}
	return store, func(ctx context.Context) (*graph.Store, error) {
		now, err := graph.Stamp(ctx, app.db, last)
		if err != nil || now == stamp {
			return nil, err
		}
		next, err := graph.OpenBeside(ctx, app.db, graph.Options{})
		if err == nil {
			stamp, last = now, next
		}
		return next, err
	}, nil
}

// check reads the address and gives the token that requests need; public says that others
// than this machine can reach it.
func (o *serveOptions) check() (token string, public bool, err error) {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return "", false, usagef("--listen %s: want an address and a port, as %s", o.listen, defaultListen)
	}
	addr, err := netip.ParseAddr(host)
	public = host != "localhost" && (err != nil || !addr.IsLoopback())
	if o.every < time.Second {
		return "", public, usagef("--every %s: must be a second or more", o.every)
	}
	if o.token == "" {
		o.token = os.Getenv("RELATA_TOKEN")
	}
	switch {
	case o.token != "" && (len(o.token) < leastToken || strings.ContainsAny(o.token, " \t\r\n\";,\\")):
		return "", public, usagef("the token must have %d characters or more, and no blanks, quotes, commas or semicolons", leastToken)
	case o.token != "" || !public:
		return o.token, public, nil
	}
	secret := make([]byte, tokenBytes)
	if _, err := rand.Read(secret); err != nil {
		return "", public, err
	}
	return base64.RawURLEncoding.EncodeToString(secret), public, nil
}

// names are those under which requests may come.
func (o *serveOptions) names() []string {
	names := make([]string, 0, 1+len(o.hosts))
	for _, h := range o.hosts {
		names = append(names, strings.ToLower(h))
	}
	if host, _, err := net.SplitHostPort(o.listen); err == nil && host != "" {
		names = append(names, strings.ToLower(host))
	}
	return names
}

// sayAddress prints where the server is. A token that was made here is printed this once.
func (a *app) sayAddress(addr net.Addr, token string, public, made bool) error {
	shown := addr.String()
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		shown = net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
		a.say("listening on every address of this machine; --host NAME lets it be asked by a name too")
	}
	address := "http://" + shown + "/"
	if token != "" && made {
		address += "?token=" + token
	}
	if public {
		a.say("others can reach this address: whoever has the token reads the whole graph, and the connection is not encrypted")
	}
	if !explorer.Built() {
		a.say("the page is not in this program, only the API: %s says how to build it", "http://"+shown+"/")
	}
	_, err := fmt.Fprintln(a.stdout, address)
	return err
}

// logger writes structured lines to standard error; with --quiet only what is wrong.
func (a *app) logger() *slog.Logger {
	o := &slog.HandlerOptions{}
	if a.quiet {
		o.Level = slog.LevelWarn
	}
	if a.json {
		return slog.New(slog.NewJSONHandler(a.stderr, o))
	}
	return slog.New(slog.NewTextHandler(a.stderr, o))
}

// load loads what --watch names, until ctx ends.
func (o *serveOptions) load(ctx context.Context, app *app, store *graph.Store, log *slog.Logger) error {
	if len(o.watch) == 0 {
		<-ctx.Done()
		return nil
	}
	lo := loadOptions{watch: true, every: o.every}
	lo.format, lo.maxMB = "auto", 1<<6
	quiet := *app // progress and skipped articles go to the log
	quiet.quiet, quiet.stderr = true, logWriter{log}
	list, err := newSkipList(store, "", false)
	if err != nil {
		return err
	}
	_, err = load(ctx, &quiet, lo, o.watch, store, list)
	if err = errors.Join(err, list.end(false)); ctx.Err() != nil {
		return nil
	}
	return err
}

// logWriter makes warnings of lines.
type logWriter struct{ log *slog.Logger }

func (w logWriter) Write(p []byte) (int, error) {
	w.log.Warn(strings.TrimSpace(string(p)))
	return len(p), nil
}

var _ io.Writer = logWriter{}

// authorOf is who corrects, where nobody says.
func authorOf(given string) string {
	for _, name := range []string{"RELATA_AUTHOR", "GIT_AUTHOR_NAME", "USER"} {
		if given == "" {
			given = os.Getenv(name)
		}
	}
	if given == "" {
		return "unknown"
	}
	return given
}

// correctionTime is the time that corrections are kept with.
func correctionTime() time.Time {
	if t, err := loadTime(); err == nil { // else it was refused when the store was opened
		return t
	}
	return time.Now()
}

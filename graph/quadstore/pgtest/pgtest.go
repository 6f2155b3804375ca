// Package pgtest gives tests a PostgreSQL server of their own.
//
//	qs, err := quadstore.OpenPostgres(ctx, pgtest.Address(t), quadstore.Options{})
//
// The server is started once for all tests of a package, in a temporary folder, reached by a
// socket there and by nothing else, and ends with the process, however that ends. It needs
// PostgreSQL's initdb and postgres (on Debian the package postgresql), which are looked for
// where Debian has them too; the server doesn't run as root, so root needs a user postgres.
package pgtest

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// script makes and runs the server until its input ends, and removes the folder.
const script = `
trap 'kill -INT $server 2>/dev/null; wait $server; rm -rf "$1"/* ; exit' EXIT
"$0"/initdb -D "$1/data" -U relata -A trust -E UTF8 --locale=C --no-sync >"$1/log" 2>&1 || exit 1
"$0"/postgres -D "$1/data" -c listen_addresses= -c unix_socket_directories="$1" $2 >>"$1/log" 2>&1 &
server=$!
read line
`

// quick are the settings of a server whose data may be lost.
const quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"

var (
	once    sync.Once
	address string
	missing string // why there is no server
	schemas atomic.Int64
	inputs  []io.Closer // of the scripts: open until the process ends
)

// Address gives the address of an empty database, gone after the test. Where no server can
// be had the test is skipped, aloud.
func Address(t testing.TB) string {
	t.Helper()
	if Missing() != "" {
		fmt.Fprintf(os.Stderr, "SKIPPED: %s needs a PostgreSQL server: %s\n", t.Name(), missing)
		t.Skipf("no PostgreSQL server: %s", missing)
	}
	schema := fmt.Sprintf("test%d", schemas.Add(1))
	if err := Do(address, "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := Do(address, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Error(err)
		}
	})
	return address + "&search_path=" + schema
}

// Missing says why there is no server; it is empty if there is one.
func Missing() string {
	once.Do(func() { address, _, missing = Start(quick) })
	return missing
}

// Do runs statements in a database.
func Do(address string, statements ...string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// Start starts a server with further settings, as "-c fsync=on", which may be empty. It
// gives its address and its process, or why there is none.
func Start(settings string) (address string, server *os.Process, missing string) {
	bin, err := programs()
	if err != nil {
		return "", nil, err.Error()
	}
	dir, err := os.MkdirTemp("", "relata-pg-")
	if err != nil {
		return "", nil, err.Error()
	}
	cmd := exec.Command("sh", "-c", script, bin, dir, settings)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return "", nil, "root can't run it, and there is no user postgres"
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", nil, err.Error()
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err.Error()
	}
	inputs = append(inputs, in)
	if err := cmd.Start(); err != nil {
		return "", nil, err.Error()
	}
	address = "postgres://relata@/postgres?host=" + url.QueryEscape(dir)
	const patience = 60 * time.Second
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		if err = Do(address, "SELECT 1"); err == nil {
			return address, cmd.Process, ""
		}
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return "", nil, fmt.Sprintf("it doesn't answer: %v\n%s", err, log)
		}
	}
}

// programs gives the folder of initdb and postgres.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("initdb is not installed (Debian's package is postgresql)")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

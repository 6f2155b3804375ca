//go:build unix

package quadstore

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const lockFile = "OWNER"

// lock takes the store for one writer, or for any number of readers. The lock is the
// kernel's and goes with the process, however it ends. The file names the writer.
func lock(dir string, readOnly bool) (io.Closer, error) {
	name := filepath.Join(dir, lockFile)
	flags, how := os.O_RDWR|os.O_CREATE, syscall.LOCK_EX
	if readOnly {
		how = syscall.LOCK_SH
	}
	f, err := os.OpenFile(name, flags, 0o644)
	if readOnly && err != nil { // a folder that we may not write to
		f, err = os.Open(name)
	}
	if err != nil {
		return nil, fmt.Errorf("lock store: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		f.Close()
		if err != syscall.EWOULDBLOCK {
			return nil, fmt.Errorf("lock %s: %w", name, err)
		}
		text, _ := os.ReadFile(name)
		pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
		return nil, &LockedError{Dir: dir, PID: pid}
	}
	if !readOnly {
		pid := strconv.Itoa(os.Getpid()) + "\n"
		err := f.Truncate(0)
		if err == nil {
			_, err = f.WriteAt([]byte(pid), 0)
		}
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", name, named(err))
		}
	}
	return unlocker{f, readOnly}, nil
}

type unlocker struct {
	f        *os.File
	readOnly bool
}

func (u unlocker) Close() error {
	if !u.readOnly {
		_ = u.f.Truncate(0) // what readers hold after us has no one name
	}
	return u.f.Close()
}

//go:build unix

package main

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime is the processor time that the process has taken, with all its threads.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

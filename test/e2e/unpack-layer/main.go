// Unpacks a layer as container engines do, among them the two that went wrong without entries for directories:
// `unpack-layer containers-storage|moby FOLDER < LAYER`.
package main

import (
	"fmt"
	"io"
	"os"

	storage "github.com/containers/storage/pkg/archive"
	moby "github.com/moby/go-archive"
)

func main() {
	unpack := map[string]func(string, io.Reader) (int64, error){
		"containers-storage": storage.ApplyLayer,
		"moby":               moby.ApplyLayer,
	}[os.Args[1]]
	if _, err := unpack(os.Args[2], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

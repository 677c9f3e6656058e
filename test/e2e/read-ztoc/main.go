// Reads a zTOC with SOCI's own code: `read-ztoc ZTOC LAYER` prints a line for each entry with the SHA-256 of its content, after
// it has held the zTOC against the one that SOCI builds itself.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/awslabs/soci-snapshotter/ztoc"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	file, err := os.Open(os.Args[1])
	check(err)
	ours, err := ztoc.Unmarshal(file)
	check(err)
	theirs, err := ztoc.NewBuilder("test").BuildZtoc(os.Args[2], 4<<20)
	check(err)
	if ours.CompressedArchiveSize != theirs.CompressedArchiveSize || ours.UncompressedArchiveSize != theirs.UncompressedArchiveSize {
		check(fmt.Errorf("sizes are %d and %d, and should be %d and %d", ours.CompressedArchiveSize, ours.UncompressedArchiveSize, theirs.CompressedArchiveSize, theirs.UncompressedArchiveSize))
	}
	if len(ours.FileMetadata) != len(theirs.FileMetadata) {
		check(fmt.Errorf("%d entries, and there should be %d", len(ours.FileMetadata), len(theirs.FileMetadata)))
	}
	layer, err := os.Open(os.Args[2])
	check(err)
	section := io.NewSectionReader(layer, 0, int64(ours.CompressedArchiveSize))
	for i, entry := range ours.FileMetadata {
		expected := theirs.FileMetadata[i]
		entry.ModTime, expected.ModTime = entry.ModTime.UTC(), expected.ModTime.UTC()
		if !entry.Equal(expected) {
			check(fmt.Errorf("%+v, and it should be %+v", entry, expected))
		}
		content := []byte{}
		if entry.Type == "reg" {
			content, err = ours.ExtractFile(section, entry.Name)
			check(err)
		}
		line, err := json.Marshal([]string{entry.Name, entry.Type, fmt.Sprintf("%x", sha256.Sum256(content))})
		check(err)
		fmt.Println(string(line))
	}
	fmt.Println(ours.MaxSpanID + 1)
}

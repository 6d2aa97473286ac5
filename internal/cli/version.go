package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version gives the version that the Go tool recorded in the binary: a tag, or the commit that it was built from.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "devel"
}

// program tells one build of the program from another. A released version says so itself; two builds from sources
// share the word devel, so size and time of the file are added.
func program() string {
	version := Version()
	file, err := os.Executable()
	if version != "devel" || err != nil {
		return version
	}
	info, err := os.Stat(file)
	if err != nil {
		return version
	}
	return fmt.Sprintf("%s %d %d", version, info.Size(), info.ModTime().UnixNano())
}

func (a *app) versionCommand() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Example: `  clausebook version
  clausebook version --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !asJSON {
				fmt.Fprintln(a.out, "clausebook", Version())
				return nil
			}
			return json.NewEncoder(a.out).Encode(builtFrom())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON, with the commit, the Go version and the platform")
	return c
}

// origin is what the Go tool recorded of how the program was built.
type origin struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"` // there were changes that are in no commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func builtFrom() origin {
	out := origin{Version: Version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return out
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			out.Commit = s.Value
		case "vcs.modified":
			out.Modified = s.Value == "true"
		}
	}
	return out
}

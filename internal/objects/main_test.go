package objects

import (
	"os"
	"testing"

	"clausebook/internal/gittest"
)

func TestMain(m *testing.M) { os.Exit(gittest.Tests{M: m}.Run()) }

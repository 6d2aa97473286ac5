package build_test

import (
	"os"
	"testing"

	"clausebook/internal/demo/demotest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Tests{M: m}.Run()) }

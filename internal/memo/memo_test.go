package memo_test

import (
	"sync"
	"testing"

	"clausebook/internal/memo"
)

// TestPartsLiveOnWhileTheyAreAskedFor follows three gatherings: what the second does not ask for is gone in the third.
func TestPartsLiveOnWhileTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	made := map[string]int{}
	ask := func(p *memo.Parts[string, int], key string) {
		p.Of(key, func() int { made[key]++; return made[key] })
	}
	first := memo.After[string, int](nil)
	ask(first, "a")
	ask(first, "b")
	ask(first, "a")
	second := memo.After(first)
	ask(second, "a")
	third := memo.After(second)
	ask(third, "a")
	ask(third, "b")
	if made["a"] != 1 || made["b"] != 2 {
		t.Errorf("made %v, want a once and b twice", made)
	}
	if v, ok := memo.After(third).Find("b"); !ok || v != 2 {
		t.Errorf("b is %d, %v", v, ok)
	}
	third.Forget()
	if _, ok := third.Find("a"); ok {
		t.Error("a is still there after everything was forgotten")
	}
	if _, ok := memo.After(third).Find("a"); ok {
		t.Error("what was forgotten comes back in the next gathering")
	}
}

// TestNothingIsRemembered holds that no memory is one that remembers nothing, and that what is not kept is not found.
func TestNothingIsRemembered(t *testing.T) {
	t.Parallel()
	var none *memo.Parts[string, int]
	none.Keep("a", 1)
	none.Forget()
	if _, ok := none.Find("a"); ok || none.Of("a", func() int { return 2 }) != 2 {
		t.Error("something is remembered")
	}
	some := memo.After(none)
	if _, ok := some.Find("a"); ok {
		t.Error("something is found that nobody kept")
	}
	if v := some.Of("a", func() int { return 0 }); v != 0 || some.Of("a", func() int { return 9 }) != 0 {
		t.Error("a zero value is remembered like any other")
	}
}

// TestPartsAreSharedBySeveral asks from many sides at once.
func TestPartsAreSharedBySeveral(t *testing.T) {
	t.Parallel()
	p := memo.After[int, int](nil)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for key := range 100 {
				if got := p.Of(key, func() int { return key * key }); got != key*key {
					t.Errorf("%d for %d", got, key)
				}
			}
		})
	}
	wait.Wait()
}

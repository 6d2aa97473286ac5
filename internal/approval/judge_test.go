package approval

import "testing"

func TestTrailerOfAnotherPersonApproves(t *testing.T) {
	r := newRepo(t)
	r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", peopleFile))
	head := r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", "approver: change-manager"))
	versions := r.judge().Versions("POL-CHG")
	if len(versions) != 1 {
		t.Fatalf("got %d versions, want 1", len(versions))
	}
	v := versions[0]
	if v.Approver.ID != "bea" || v.Role != "change-manager" || v.Grade != Trailer || v.Revision.Commit.Hash != head || len(v.Verdicts) != 0 || !v.Counts(Declared) {
		t.Errorf("got %+v", v)
	}
}

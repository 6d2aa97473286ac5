#!/bin/sh
# Checks an evidence pack with tools that every system has: sha256sum, sha1sum, awk, sort, cmp, find, sed, base64; for a
# signature ssh-keygen, for a time stamp openssl. Nothing of clausebook is needed and nothing is changed.
#
#   sh verify.sh [-s ALLOWED_SIGNERS] [-r TSA_ROOTS.pem]
#
# Keys and roots come from you. Those in a pack would only show that it agrees with itself.
# Exit: 0 no check failed, 1 a check failed, 2 could not run.
set -u
LC_ALL=C
export LC_ALL
signers='' roots=''
while [ $# -gt 0 ]; do
  case $1 in
    -s) [ $# -gt 1 ] || { echo "verify.sh: -s needs a file" >&2; exit 2; }; signers=$2; shift 2 ;;
    -r) [ $# -gt 1 ] || { echo "verify.sh: -r needs a file" >&2; exit 2; }; roots=$2; shift 2 ;;
    *) echo "usage: sh verify.sh [-s ALLOWED_SIGNERS] [-r TSA_ROOTS.pem]" >&2; exit 2 ;;
  esac
done
full() { case $1 in ''|/*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
signers=$(full "$signers") roots=$(full "$roots")
for f in "$signers" "$roots"; do
  [ -z "$f" ] || [ -r "$f" ] || { echo "verify.sh: $f cannot be read" >&2; exit 2; }
done
cd "$(dirname "$0")" || exit 2
for tool in sha256sum sha1sum awk sort cmp find sed base64 wc; do
  command -v "$tool" >/dev/null 2>&1 || { echo "verify.sh: $tool is not installed" >&2; exit 2; }
done
[ -f bagit.txt ] || { echo "verify.sh: it has to stand in the folder of a pack" >&2; exit 2; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
failed=0 skipped=0
ok() { printf 'ok      %s\n' "$1"; }
fail() { printf 'FAILED  %s\n' "$1"; failed=$((failed + 1)); }
skip() { printf 'skipped %s\n' "$1"; skipped=$((skipped + 1)); }
try() { what=$1; shift; if "$@" >"$tmp/out" 2>&1; then ok "$what"; else fail "$what"; fi; }

# sha256sum passes over lines that it cannot read, so the form is looked at first.
lines() {
  awk '{ if (length($0) < 67 || substr($0, 1, 64) ~ /[^0-9a-f]/ || substr($0, 65, 2) != "  " || substr($0, 67) ~ /[\\%]/ ||
    substr($0, 67) ~ /(^|\/)(\.|\.\.)?(\/|$)/) bad = 1 } END { exit bad }' "$1"
}
paths() { awk '{ print substr($0, 67) }' "$1"; }
ordered() { paths "$1" >"$tmp/paths" && sort -u "$tmp/paths" | cmp -s - "$tmp/paths"; }
sums() { lines "$1" && ordered "$1" && sha256sum -c "$1"; }

only_files() { find . ! -type f ! -type d >"$tmp/odd" && [ ! -s "$tmp/odd" ]; }
try "layout: files and folders only, no links" only_files

tag_names() {
  paths tagmanifest-sha256.txt >"$tmp/tags"
  printf '%s\n' VERIFY.md bag-info.txt bagit.txt check.intoto.json manifest-sha256.txt statement.intoto.json verify.sh |
    cmp -s - "$tmp/tags"
}
try "tag files: the list names every one that a pack has" tag_names
try "tag files: as listed in tagmanifest-sha256.txt" sums tagmanifest-sha256.txt
try "evidence: as listed in manifest-sha256.txt, nothing lost or altered" sums manifest-sha256.txt

nothing_added() {
  find . -type f | sed 's|^\./||' | sort >"$tmp/have"
  { paths manifest-sha256.txt; paths tagmanifest-sha256.txt; echo tagmanifest-sha256.txt
    for f in tagmanifest-sha256.txt.sig tagmanifest-sha256.txt.tsr statement.dsse.json check.dsse.json \
      log/checkpoint log/entries.jsonl log/entry.tlog-proof; do
      if [ -f "$f" ]; then echo "$f"; fi
    done; } | sort >"$tmp/want"
  cmp -s "$tmp/have" "$tmp/want"
}
try "evidence: nothing added" nothing_added
below_data() { [ -s manifest-sha256.txt ] && ! paths manifest-sha256.txt | grep -qv '^data/'; }
try "evidence: all of it lies below data/" below_data

# The statement has one subject on a line.
subjects() { sed -n 's/^{"name":"\(.*\)","digest":{"sha256":"\([0-9a-f]*\)"}},\{0,1\}$/\2  \1/p' statement.intoto.json; }
stated() {
  { cat manifest-sha256.txt; sha256sum manifest-sha256.txt; } | sort >"$tmp/listed"
  subjects | sort >"$tmp/stated"
  cmp -s "$tmp/listed" "$tmp/stated"
}
try "statement: it is about exactly these files" stated
same_commit() {
  c=$(sed -n 's/^External-Identifier: //p' bag-info.txt)
  [ ${#c} -eq 40 ] && for f in statement.intoto.json check.intoto.json; do
    grep -q "^{\"name\":\"git commit\",\"digest\":{\"gitCommit\":\"$c\"}},\{0,1\}\$" "$f" || return 1
  done
}
try "statement: pack and check are of the same commit" same_commit
count() {
  o=$(sed -n 's/^Payload-Oxum: //p' bag-info.txt)
  find data -type f -exec cat {} + | wc -c | tr -d ' ' >"$tmp/bytes"
  [ "$o" = "$(cat "$tmp/bytes").$(find data -type f | wc -l | tr -d ' ')" ]
}
try "evidence: number of files and bytes" count

# git names an object by the SHA-1 of its kind, length and content.
named() { [ "$({ printf '%s %d\0' "$1" "$(wc -c <"$2")"; cat "$2"; } | sha1sum | cut -c1-40)" = "$3" ]; }
git_names() {
  find data/history data/documents data/evidence data/trust -type f 2>/dev/null >"$tmp/objects"
  while IFS= read -r f; do
    n=${f##*/}
    case $f in
      *.commit) k=commit n=${n%.commit} ;;
      *.tag) k=tag n=${n%.tag} ;;
      data/documents/*) k=blob n=${n%.md} n=${n##*-} ;;
      *) k=blob n=${n%%-*} ;;
    esac
    named "$k" "$f" "$n" || return 1
  done <"$tmp/objects"
}
try "history: commits, tags and texts bear the names that git gives them" git_names

# Without keys from outside a signature shows that it fits, and not whose it is.
signed() { # FILE SIGNATURE
  if [ -z "$signers" ]; then
    ssh-keygen -Y check-novalidate -n evidence-pack@clausebook -s "$2" <"$1"
    return
  fi
  ssh-keygen -Y find-principals -s "$2" -f "$signers" >"$tmp/who" 2>/dev/null
  while IFS= read -r who; do
    ssh-keygen -Y verify -n evidence-pack@clausebook -f "$signers" -I "$who" -s "$2" <"$1" && return 0
  done <"$tmp/who"
  return 1
}
envelope() { # STATEMENT ENVELOPE
  sed -n 's/.*"payload":"\([^"]*\)".*/\1/p' "$2" | base64 -d >"$tmp/payload" && cmp -s "$tmp/payload" "$1" || return 1
  sed -n 's/.*"sig":"\([^"]*\)".*/\1/p' "$2" | base64 -d >"$tmp/sig" || return 1
  { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c <"$1")"; cat "$1"; } >"$tmp/signable"
  signed "$tmp/signable" "$tmp/sig"
}
whose=''
[ -n "$signers" ] || whose=' (fits; without -s nobody can say whose it is)'
if [ ! -f tagmanifest-sha256.txt.sig ] && [ -z "$signers" ]; then
  skip "signature: the pack is not signed"
elif ! command -v ssh-keygen >/dev/null 2>&1; then
  if [ -n "$signers" ]; then fail "signature: ssh-keygen is not installed"; else skip "signature: ssh-keygen is not installed"; fi
else
  try "signature: of the whole pack$whose" signed tagmanifest-sha256.txt tagmanifest-sha256.txt.sig
  [ -n "$signers" ] || sed 's/^/        /' "$tmp/out"
  for e in statement check; do
    if [ -f "$e.dsse.json" ]; then try "signature: $e.dsse.json$whose" envelope "$e.intoto.json" "$e.dsse.json"; fi
  done
fi
if [ ! -f tagmanifest-sha256.txt.sig ]; then
  for e in statement check; do
    if [ -f "$e.dsse.json" ]; then fail "signature: $e.dsse.json is signed and the pack is not"; fi
  done
fi
if [ ! -f tagmanifest-sha256.txt.tsr ] && [ -z "$roots" ]; then
  skip "time stamp: there is none"
elif [ -z "$roots" ]; then
  skip "time stamp: there is one; -r says whose to trust"
elif ! command -v openssl >/dev/null 2>&1; then
  fail "time stamp: openssl is not installed"
else
  try "time stamp: the pack existed then" openssl ts -verify -data tagmanifest-sha256.txt -in tagmanifest-sha256.txt.tsr -CAfile "$roots"
  openssl ts -reply -in tagmanifest-sha256.txt.tsr -text 2>/dev/null | sed -n 's/^Time stamp:/        time stamp:/p'
fi
printf '%d failed, %d skipped\n' "$failed" "$skipped"
[ "$failed" -eq 0 ]

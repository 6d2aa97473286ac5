#!/bin/sh
# Checks an evidence pack with tools that every system has: sha256sum, sha1sum, awk, sort, cmp, find, sed, base64; for a
# signature ssh-keygen, for a time stamp and a signed checkpoint openssl. Nothing of clausebook is needed and nothing is changed.
#
#   sh verify.sh [-s ALLOWED_SIGNERS] [-r TSA_ROOTS.pem] [-c CHECKPOINT] [-k KEY]
#
# -c is a checkpoint of the log of heads that you kept, -k the public key of the log, or of a witness of it.
# Keys, roots and checkpoint come from you. Those in a pack would only show that it agrees with itself.
# Exit: 0 no check failed, 1 a check failed, 2 could not run.
set -u
LC_ALL=C
export LC_ALL
signers='' roots='' kept='' key=''
while [ $# -gt 0 ]; do
  case $1 in
    -[srck]) [ $# -gt 1 ] || { echo "verify.sh: $1 needs a value" >&2; exit 2; } ;;
    *) echo "usage: sh verify.sh [-s ALLOWED_SIGNERS] [-r TSA_ROOTS.pem] [-c CHECKPOINT] [-k KEY]" >&2; exit 2 ;;
  esac
  case $1 in -s) signers=$2 ;; -r) roots=$2 ;; -c) kept=$2 ;; -k) key=$2 ;; esac
  shift 2
done
for tool in sha256sum sha1sum awk sort cmp find sed base64 wc tr tail head od cat cut cp dirname grep mkdir mktemp rm uniq; do
  command -v "$tool" >/dev/null 2>&1 || { echo "verify.sh: $tool is not installed" >&2; exit 2; }
done
full() { case $1 in ''|/*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
signers=$(full "$signers") roots=$(full "$roots") kept=$(full "$kept")
for f in "$signers" "$roots" "$kept"; do
  [ -z "$f" ] || [ -r "$f" ] || { echo "verify.sh: $f cannot be read" >&2; exit 2; }
done
cd "$(dirname "$0")" || exit 2
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
if [ "$failed" -gt 0 ]; then # what is behind a link is not looked at; a pipe would never end
  sed 's/^/        /' "$tmp/odd"
  exit 1
fi
one_name() { find . | tr '[:upper:]' '[:lower:]' | sort | uniq -d >"$tmp/twice" && [ ! -s "$tmp/twice" ]; }
try "layout: no two names that differ in capitals alone" one_name

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
git_names() {
  find data/history data/documents data/evidence data/trust -type f -exec wc -c {} + 2>/dev/null | grep ' data/' >"$tmp/objects"
  while read -r size f; do
    n=${f##*/}
    case $f in
      *.commit) k=commit n=${n%.commit} ;;
      *.tag) k=tag n=${n%.tag} ;;
      data/documents/*) k=blob n=${n%.md} n=${n##*-} ;;
      *) k=blob n=${n%%-*} ;;
    esac
    { printf '%s %d\0' "$k" "$size"; cat "$f"; } | sha1sum | sed "s/ .*/ $n/"
  done <"$tmp/objects" >"$tmp/named"
  awk '$1 != $2 { bad = 1 } END { exit bad }' "$tmp/named"
}
try "history: commits, tags and texts bear the names that git gives them" git_names

# What vouches for the lists stands in none of them. So each such file has to be what it is and nothing else.
number_in() { od -An -v -tu1 | awk '{ for (i = 1; i <= NF; i++) n = n * 256 + $i } END { printf "%.0f", n }'; } # of a few bytes
alone() { # SIGNATURE: no words around it, and none in the field that its form keeps free
  sed '1d;$d' "$1" | base64 -d >"$tmp/blob" 2>/dev/null
  { printf '%s' '-----BEGIN SSH SIGNATURE-----'; base64 <"$tmp/blob" | tr -d '\n'
    printf '%s' '-----END SSH SIGNATURE-----'; } >"$tmp/armored"
  tr -d '\n' <"$1" | cmp -s - "$tmp/armored" || return 1
  printf '\000\000\000\030evidence-pack@clausebook\000\000\000\000' >"$tmp/purpose"
  tail -c +$((15 + $(head -c 14 "$tmp/blob" | tail -c 4 | number_in))) "$tmp/blob" | head -c 32 | cmp -s - "$tmp/purpose"
}
# Without keys from outside a signature shows that it fits, and not whose it is.
signed() { # FILE SIGNATURE
  alone "$2" || return 1
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
  key_id=$(sed -n 's/.*"keyid":"\([^"]*\)".*/\1/p' "$2")
  sed -n 's/.*"sig":"\([^"]*\)".*/\1/p' "$2" | base64 -d >"$tmp/sig" || return 1
  { printf '{"payloadType":"application/vnd.in-toto+json","payload":"'; base64 <"$1" | tr -d '\n'
    printf '","signatures":[{"keyid":"%s","sig":"' "$key_id"; base64 <"$tmp/sig" | tr -d '\n'
    printf '"}]}\n'; } | cmp -s - "$2" || return 1
  { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c <"$1")"; cat "$1"; } >"$tmp/signable"
  signed "$tmp/signable" "$tmp/sig" >"$tmp/said" 2>&1 && [ "$(sed -n 's/^Good .* key //p' "$tmp/said")" = "$key_id" ]
}
whole() { # TOKEN: one value of ASN.1, which says how long it is, and nothing behind it
  n=$(head -c 2 "$1" | tail -c 1 | number_in) long=0
  if [ "$n" -gt 128 ]; then long=$((n - 128)) n=$(head -c $((n - 126)) "$1" | tail -c +3 | number_in); fi
  [ "$(wc -c <"$1")" -eq $((2 + long + n)) ]
}
stamped() { whole "$1" && openssl ts -verify -data tagmanifest-sha256.txt -in "$1" -CAfile "$roots"; }
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
  try "time stamp: the pack existed then" stamped tagmanifest-sha256.txt.tsr
  openssl ts -reply -in tagmanifest-sha256.txt.tsr -text 2>/dev/null | sed -n 's/^Time stamp:/        time stamp:/p'
fi
# The log of heads is a Merkle tree (RFC 6962) over its lines: a line counts as SHA-256(0 line), two nodes as SHA-256(1 left right).
# Nodes of one level are files, so that sha256sum names all of them at once.
octal() { # lines of hex -> lines of escapes for printf
  awk '{ o = ""; for (i = 1; i < length($0); i += 2) { h = substr($0, i, 2)
    n = 16 * (index("0123456789abcdef", substr(h, 1, 1)) - 1) + index("0123456789abcdef", substr(h, 2, 1)) - 1
    o = o sprintf("\\%03o", n) } print o }'
}
# shellcheck disable=SC2059 # the escapes are what is printed
raw() { printf "$(printf '%s\n' "$1" | octal)"; }
# shellcheck disable=SC2059
raw_node() { printf "\\001$1"; }
names() { find "$tmp/nodes" -type f -exec sha256sum {} + | sort -k 2 | cut -c1-64; }
fresh() { rm -rf "$tmp/nodes"; mkdir "$tmp/nodes"; at=10000000; }
root() { # SIZE -> the hash over the first lines, in base64 as checkpoints write it
  fresh
  while [ $at -lt $((10000000 + $1)) ] && IFS= read -r line; do
    printf '\000%s' "$line" >"$tmp/nodes/$at"
    at=$((at + 1))
  done <log/entries.jsonl
  names >"$tmp/level"
  while [ "$(wc -l <"$tmp/level")" -gt 1 ]; do
    fresh
    awk 'NR % 2 { odd = $0; next } { print odd $0; odd = "" } END { if (odd != "") print odd >last }' last="$tmp/odd" \
      "$tmp/level" | octal >"$tmp/pairs"
    while read -r pair; do
      raw_node "$pair" >"$tmp/nodes/$at"
      at=$((at + 1))
    done <"$tmp/pairs"
    names >"$tmp/level"
    if [ -f "$tmp/odd" ]; then cat "$tmp/odd" >>"$tmp/level"; rm "$tmp/odd"; fi
  done
  raw "$(cat "$tmp/level")" | base64
}
well_written() { # as the entries are written, one after the other
  tr -d '\000-\011\013-\037' <log/entries.jsonl >"$tmp/plain"
  [ -s "$tmp/plain" ] && cmp -s "$tmp/plain" log/entries.jsonl && [ -z "$(tail -c 1 "$tmp/plain" | tr -d '\n')" ] && awk '
      $0 !~ /^[{]"seq":[0-9]+,"day":"[^"]*","ref":"([^"\\]|\\.)*","head":"[^"]*","tree":"[^"]*","commits":[0-9]+,"documents":"[^"]*"[}]$/ ||
        index($0, "{\"seq\":" NR - 1 ",") != 1 { bad = 1 } END { exit bad }' log/entries.jsonl
}
number() { case $1 in ''|*[!0-9]*|0?*|?????????*) return 1 ;; esac; }
size_of() { sed -n 2p "$1"; }
extends() { # CHECKPOINT: the log begins with what it was made of
  number "$(size_of "$1")" && [ "$(size_of "$1")" -le "$entries" ] && [ "$(root "$(size_of "$1")")" = "$(sed -n 3p "$1")" ]
}
same_log() { extends "$kept" && { [ ! -f log/checkpoint ] || [ "$(sed -n 1p "$kept")" = "$(sed -n 1p log/checkpoint)" ]; }; }
noted() { # a name, a size and a hash, and below them signatures only
  awk 'NR <= 3 && $0 == "" || NR == 4 && $0 != "" || NR > 4 && !/^— [^ +]+ [0-9A-Za-z+\/]+=*$/ { bad = 1 } END { exit bad || NR < 4 }' \
    log/checkpoint
}
# A signature is that of an Ed25519 key, which is written as NAME+ID+KEY. A witness signs the time as well.
by_key() {
  [ -f log/checkpoint ] || return 1
  rest=${key#*+}
  printf '%s' "${rest#*+}" | base64 -d >"$tmp/key" && [ "$(wc -c <"$tmp/key")" -eq 33 ] || return 1
  { raw 302a300506032b6570032100; tail -c 32 "$tmp/key"; } >"$tmp/public"
  sed '/^$/,$d' log/checkpoint >"$tmp/text"
  sed '1,/^$/d' log/checkpoint | awk -v name="${key%%+*}" 'NF == 3 && $2 == name { print $3 }' >"$tmp/by"
  while read -r sig; do
    printf '%s' "$sig" | base64 -d >"$tmp/blob" || return 1
    tail -c 64 "$tmp/blob" >"$tmp/sig"
    case $(wc -c <"$tmp/blob") in
      *68) cp "$tmp/text" "$tmp/signable" ;;
      *76) { printf 'cosignature/v1\ntime %s\n' "$(tail -c 72 "$tmp/blob" | head -c 8 | number_in)"
        cat "$tmp/text"; } >"$tmp/signable" ;;
      *) continue ;;
    esac
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$tmp/public" -rawin -in "$tmp/signable" -sigfile "$tmp/sig" && return 0
  done <"$tmp/by"
  return 1
}
# The newest entry of the commit, which the checkpoint has to speak of.
entry_of() { awk -v head="\"head\":\"$commit\"," 'index($0, head) { e = $0 } END { print e }' log/entries.jsonl >"$tmp/entry"; }
member() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$tmp/entry"; }
node() { { printf '\001'; raw "$1"; raw "$2"; } | sha256sum | cut -c1-64; }
proven() { # the proof leads from the entry to the checkpoint
  [ -f log/entry.tlog-proof ] && sed '1,/^$/d' log/entry.tlog-proof | cmp -s - log/checkpoint || return 1
  [ "$(sed -n 1,2p log/entry.tlog-proof)" = "c2sp.org/tlog-proof@v1
index $(member seq)" ] || return 1
  number "$(member seq)" && number "$(size_of log/checkpoint)" || return 1
  at=$(member seq) last=$(($(size_of log/checkpoint) - 1))
  h=$({ printf '\000'; tr -d '\n' <"$tmp/entry"; } | sha256sum | cut -c1-64)
  sed '/^$/q' log/entry.tlog-proof | sed '1,2d;/^$/d' >"$tmp/path"
  if grep -qv '^[0-9A-Za-z+/]\{43\}=$' "$tmp/path"; then return 1; fi
  while read -r beside; do
    beside=$(printf '%s' "$beside" | base64 -d | od -An -v -tx1 | tr -d ' \n')
    if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      h=$(node "$beside" "$h")
      while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)) last=$((last / 2)); done
    else
      h=$(node "$h" "$beside")
    fi
    at=$((at / 2)) last=$((last / 2))
  done <"$tmp/path"
  [ "$last" -eq 0 ] && [ "$(raw "$h" | base64)" = "$(sed -n 3p log/checkpoint)" ]
}
same_tree() {
  [ ! -f "data/history/$commit.commit" ] || [ "$(sed -n '1s/^tree //p' "data/history/$commit.commit")" = "$(member tree)" ]
}
unless_asked() { # what cannot be shown has failed, if a checkpoint or key was given
  if [ -n "$kept$key" ]; then fail "$1"; else skip "$1"; fi
}
the_log() {
  entries=$(wc -l <log/entries.jsonl | tr -d ' ') commit=$(sed -n 's/^External-Identifier: //p' bag-info.txt)
  try "log: its entries are as they were written, one after the other" well_written
  if [ -n "$kept" ]; then try "log: it begins with what the checkpoint says that you kept" same_log; fi
  if [ -z "$key" ]; then
    :
  elif command -v openssl >/dev/null 2>&1; then
    try "log: its checkpoint is signed by the key that you gave" by_key
  else
    fail "log: its checkpoint is signed by the key that you gave (openssl is not installed)"
  fi
  entry_of
  if [ ! -f log/checkpoint ]; then
    if [ -f log/entry.tlog-proof ]; then fail "log: there is a proof and no checkpoint"; fi
    unless_asked "log: nobody vouches for it, since it has no checkpoint"
    return
  fi
  try "log: its checkpoint has a name, a size, a hash, and signatures" noted
  try "log: it agrees with its checkpoint" extends log/checkpoint
  if [ ! -s "$tmp/entry" ] && [ ! -f log/entry.tlog-proof ]; then
    unless_asked "log: it has no entry of the commit"
  elif [ -s "$tmp/entry" ] && [ "$(member seq)" -ge "$(size_of log/checkpoint)" ] 2>/dev/null; then
    unless_asked "log: the checkpoint does not speak of the entry of the commit"
  else
    try "log: the commit is an entry of it, by the proof" proven
    try "log: the entry has the tree of the commit" same_tree
  fi
}
if [ -f log/entries.jsonl ]; then
  the_log
elif [ -f log/checkpoint ] || [ -f log/entry.tlog-proof ]; then
  fail "log: its entries are missing"
else
  unless_asked "log: the pack has none"
fi
printf '%d failed, %d skipped\n' "$failed" "$skipped"
[ "$failed" -eq 0 ]

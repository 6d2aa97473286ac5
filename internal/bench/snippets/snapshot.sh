#!/bin/sh
# Takes a snapshot before the change and keeps the last seven.
set -eu
name="before-$(date +%F)"
snapshot create "$name"
snapshot list | sort | head -n -7 | while read -r old; do
  snapshot remove "$old"
done

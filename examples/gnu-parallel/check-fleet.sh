#!/bin/sh
# A large fleet in several processes side by side, with GNU parallel: ./check-fleet.sh 4 upgradectl.yaml
# Ends with the exit code of the whole fleet; fleet.json is its report.
set -eu
shards=$1
shift
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

# parallel ends with the number of jobs that did not end with 0, and a shard's code is in its report.
seq "$shards" | parallel --jobs "$shards" --quote \
  upgradectl check "$@" --shard "{}/$shards" -q -o json="$reports/{}.json" > /dev/null || true

upgradectl merge "$reports"/*.json -o text -o json=fleet.json

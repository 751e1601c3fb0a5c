#!/bin/sh
# Answers upgradectl about edge nodes. Each has a file in nodes/, with its version and its state; a real script would ask
# the node: ssh "$id" cat /etc/edge-release
set -eu

id=$UPGRADECTL_CLUSTER_ID

error() { # kind, message: neither may need escapes
  printf '{"error": {"kind": "%s", "message": "%s"}}\n' "$1" "$2"
  exit 0
}

# Whatever goes into a path or into JSON is looked at first.
case $id in
  '' | *[!a-z0-9-]*) error plugin "an id here is lower-case letters, digits and hyphens" ;;
esac
[ -r "nodes/$id" ] || error not-found "there is no node $id"

read -r version state <"nodes/$id"
case $version in
  '' | *[!0-9.]*) error unexpected-response "nodes/$id does not begin with a version" ;;
esac

case $state in
  running) condition=ready operations= ;;
  updating) condition=upgrading operations='{"phase": "running"}' ;;
  halted) condition=upgrading operations='{"phase": "paused", "message": "waits for the shop to close"}' ;;
  *) condition=unknown state=another operations= ;;
esac

printf '{"observation": {"version": "%s", "state": {"condition": "%s", "raw": "%s"}, "operations": [%s]}}\n' \
  "$version" "$condition" "$state" "$operations"

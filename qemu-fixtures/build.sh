#!/bin/sh
# Builds one fixture tree: build.sh TREE OUT
# Generates trace.h from the tree's trace-events, then compiles and links
# tree + harness with the warnings QEMU cares about turned into errors.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 TREE OUT" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "$1" && pwd)
case $2 in /*) out=$2 ;; *) out=$(pwd)/$2 ;; esac

gen=$(mktemp -d)
trap 'rm -rf "$gen"' EXIT
mkdir -p "$gen/trace"

events=
for f in "$tree/trace-events" "$tree/migration/trace-events"; do
    [ -f "$f" ] && events="$events $f"
done
# shellcheck disable=SC2086
awk -f "$here/harness/trace.awk" $events > "$gen/trace.h"
cp "$gen/trace.h" "$gen/trace/trace-migration.h"

sources=$(find "$tree" -name '*.c' | LC_ALL=C sort)
# shellcheck disable=SC2086
${CC:-gcc} -std=gnu11 -g -O1 -D_GNU_SOURCE -Wall -Wextra -Werror -Wmissing-prototypes \
    -I "$gen" -I "$tree" -I "$tree/include" -I "$here/harness/include" \
    -o "$out" $sources "$here"/harness/*.c

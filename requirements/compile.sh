#!/bin/sh
# Locks every requirement with hashes; run after changing an .in file.
set -eu
cd "$(dirname "$0")"
compile() { uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"; }
compile run.in -o run.txt
compile build.in -o build.txt
compile dev.in -c run.txt -o dev.txt

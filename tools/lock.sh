#!/bin/sh
# Resolve requirements/*.lock for Python 3.11 and later: names, versions and hashes, no address.
set -eu
cd "$(dirname "$0")/.."
resolve() {
  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
    --no-emit-index-url --no-emit-find-links "$@" pyproject.toml
}
resolve --group guide --output-file requirements/guide.lock
# What the site is built with is what is tested.
resolve --group dev --constraints requirements/guide.lock --output-file requirements/dev.lock

#!/bin/sh
# What of apt.txt is missing: `missing` lists it, `install` installs it.
set -eu
cd "$(dirname "$0")/.."

missing() {
  sed 's/#.*//' apt.txt | while read -r package _; do
    [ -n "$package" ] || continue
    # Any Chromium on PATH serves: Ubuntu's is a snap.
    if [ "$package" = chromium ]; then
      for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null; then continue 2; fi
      done
    fi
    if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed'; then
      echo "$package"
    fi
  done
}

case "${1-}" in
  missing) missing ;;
  install)
    packages=$(missing)
    if [ -z "$packages" ]; then
      echo "All packages of apt.txt are installed."
      exit 0
    fi
    as_root=''
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    $as_root apt-get update -q
    # shellcheck disable=SC2086 # one word a package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
    ;;
  *)
    echo "usage: $0 missing | install" >&2
    exit 2
    ;;
esac

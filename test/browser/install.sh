#!/bin/sh
# Installs what `npm run test:browser` needs, from Debian: Chromium.
# Safe to run again; asks nothing; starts nothing.
set -eu

packages="chromium"

missing=""
for package in $packages; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
if [ -z "$missing" ]; then
  echo "Already installed: $packages"
  exit 0
fi

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"

echo "Installing from Debian:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086 # the names are words of their own
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing

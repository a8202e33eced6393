#!/usr/bin/env bash
# Installs what the tests drive besides Python: PostgreSQL and Chromium, from Debian's packages, when it can.
set -u
missing=()
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then run=(sudo -n); else run=(false); fi
fi
if command -v apt-get >/dev/null && [ "${run[0]:-}" != "false" ]; then
  echo "Installing for the tests: ${missing[*]} ..."
  log=$(mktemp)
  if "${run[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
      "apt-get update -q && apt-get install -y -q --no-install-recommends ${missing[*]}" >"$log" 2>&1; then
    exit 0
  fi
  tail -n 5 "$log"
fi
echo "Not installed: ${missing[*]}. Their tests are skipped. To run them: apt-get install ${missing[*]}"
if [ "${CI:-}" = "true" ]; then
  echo "With CI=true nothing may be skipped."
  exit 1
fi
exit 0

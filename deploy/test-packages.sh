#!/usr/bin/env bash
# Installs what the tests drive besides Python, from Debian's packages, when it can: PostgreSQL and Chromium; and for the
# training of the speech model OpenFst and one voice, without which only a few tests are skipped.
set -u
needed=() wished=()
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || needed+=(postgresql)
command -v chromium >/dev/null || needed+=(chromium)
command -v fstconvert >/dev/null || wished+=(libfst-tools 'libfst.*-plugins-base')
command -v flite >/dev/null || wished+=(flite)
[ $((${#needed[@]} + ${#wished[@]})) -eq 0 ] && exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then run=(sudo -n); else run=(false); fi
fi
log=$(mktemp)

# All of them or none; a line for what was not installed.
install() {
  [ $# -eq 0 ] && return 0
  if command -v apt-get >/dev/null && [ "${run[0]:-}" != "false" ]; then
    echo "Installing for the tests: $* ..."
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$log" 2>&1 && return 0
    tail -n 5 "$log"
  fi
  echo "Not installed: $*. Their tests are skipped. To run them: apt-get install $*"
  return 1
}

if command -v apt-get >/dev/null && [ "${run[0]:-}" != "false" ]; then "${run[@]}" apt-get update -q >>"$log" 2>&1; fi
install ${wished[@]+"${wished[@]}"}
install ${needed[@]+"${needed[@]}"} && exit 0
if [ "${CI:-}" = "true" ]; then
  echo "With CI=true none of these may be skipped."
  exit 1
fi
exit 0

#!/usr/bin/env bash
# Puts the typefaces named in fonts.lock beside it, from the npm packages pinned in package-lock.json.
# Safe to run again: faces that are present and whole are left alone, and nothing is downloaded then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

digest() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi; }
whole() { # FILE SHA256
  [ -f "$1" ] && [ "$(digest "$1" | cut -d ' ' -f 1)" = "$2" ]
}

missing=0
while read -r file sum _; do
  case "$file" in '' | '#'*) continue ;; esac
  whole "$file" "$sum" || missing=1
done <fonts.lock
[ "$missing" = 1 ] || exit 0

npm ci --no-progress --loglevel=error
while read -r file sum package _ path; do
  case "$file" in '' | '#'*) continue ;; esac
  whole "$file" "$sum" && continue
  cp "node_modules/$package/$path" "$file.part"
  if ! whole "$file.part" "$sum"; then
    rm -f "$file.part"
    echo "字体 $file 与 fonts.lock 记录的校验值不一致，没有采用。请删除 assets/fonts/node_modules 后重试。" >&2
    exit 1
  fi
  mv "$file.part" "$file"
done <fonts.lock
# The packages carry all weights (a quarter of a gigabyte); only the copies are needed from here on.
rm -rf node_modules

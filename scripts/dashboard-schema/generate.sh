#!/usr/bin/env bash
# Regenerates the dashboard schema that ships in the package. Needs node >= 20 and npm.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out="$here/../../generator/o11ygen/targets/dashboard_schema.json.gz"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here"/{package.json,tsconfig.json,generate.mjs,types.mjs} "$work"
cd "$work"
npm install --no-audit --no-fund --no-package-lock --ignore-scripts --silent
node types.mjs > types.ts
node generate.mjs types.ts > schema.json
# No name and no time in the header, so that the same schema gives the same bytes.
gzip --no-name --best --stdout schema.json > "$out.new"
mv "$out.new" "$out"
printf 'wrote %s: %s bytes of JSON\n' "generator/o11ygen/targets/dashboard_schema.json.gz" "$(wc -c < schema.json)"

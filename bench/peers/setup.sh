#!/usr/bin/env bash
# Installs what others would draw cards with into FOLDER and nowhere else, and says what of the system is missing.
#   bench/peers/setup.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: setup.sh FOLDER}
mkdir -p "$folder/node"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cp "$here/package.json" "$here"/*.mjs "$folder/node/"
(cd "$folder/node" && npm install --no-audit --no-fund --silent)
for each in chromium convert-im6.q16 node taskset; do
    command -v "$each" >/dev/null || echo "missing: $each (Debian: chromium imagemagick nodejs util-linux)"
done
echo "$folder"

#!/usr/bin/env bash
# Executes every example of docs/recipes.md and compares what it finds with what offramp printed.
# Usage: tests/recipes/run.sh PATH-OF-OFFRAMP. Needs Python with venv; R and LibreOffice for their examples, which are left out
# loudly where these are missing. RECIPES_PYTHON names a Python that has the packages already.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
offramp=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python=${RECIPES_PYTHON:-}
if [ -z "$python" ]; then
  if ! { python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install --quiet -r "$root/tests/recipes/requirements.txt"; }; then
    echo "recipes: SKIPPED, since no Python with the packages of tests/recipes/requirements.txt could be made" >&2
    exit 0
  fi
  python=$folder/venv/bin/python
fi
cp -r "$root/scenarios" "$folder/scenarios"
cd "$folder"
"$python" "$root/tests/recipes/run.py" "$offramp" "$root/docs/recipes.md"

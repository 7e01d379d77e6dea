#!/usr/bin/env bash
# Run nianbao out of this checkout; the first time, install it beside it. The arguments are nianbao's.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
typed_in=$PWD
cd "$here"
. tools/environment.sh
python -c 'import importlib.metadata as m; m.version("nianbao")' 2>/dev/null || install --editable .
cd "$typed_in"
exec python -m converter "$@"

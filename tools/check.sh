#!/usr/bin/env bash
# Everything that has to hold before a change lands: format, lint, types, import direction, tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
ruff format --check .
ruff check .
mypy
lint-imports
unset PYTHONDONTWRITEBYTECODE # the tests start the program hundreds of times
pytest -m 'not nightly' --require-programs -rs "$@"

#!/bin/sh
# The command on Linux; the first call makes its own environment beside this file, without a network.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ ! -f "$here/env/installed" ]; then
  for python in python3.13 python3.12 python3.11 python3.10 python3 none; do
    "$python" -I -c 'import sys, venv; sys.exit(not ((3, 10) <= sys.version_info < (3, 14)))' 2>/dev/null && break
  done
  if [ "$python" = none ]; then
    echo "这台电脑上没有能用的 Python（要 3.10 到 3.13 版）。请安装后再试。" >&2
    exit 2
  fi
  "$python" -I "$here/program/install.py" >&2
fi
exec "$here/env/bin/python" -I -m converter "$@"

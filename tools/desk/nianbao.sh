#!/bin/sh
# The command on Linux; the first call makes its own environment beside this file, without a network.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ ! -f "$here/env/installed-{edition}" ] || ! "$here/env/bin/python" -c '' 2>/dev/null; then
  for python in {pythons} python3 none; do
    "$python" -I -c '{check}' 2>/dev/null && break
  done
  if [ "$python" = none ]; then
    echo "这台电脑上没有能用的 Python（要 {oldest} 到 {newest} 版）。请安装后再试。" >&2
    exit 2
  fi
  "$python" -I "$here/program/install.py" >&2
fi
exec "$here/env/bin/python" -I -m converter "$@"

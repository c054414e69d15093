#!/bin/sh
# Say in a sentence what is missing before anything is installed.
python=${1:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Jilian needs Python 3.11 or newer; there is no '$python' here. On Debian: apt install python3 python3-venv" >&2
  exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Jilian needs Python 3.11 or newer; '$python' is $("$python" -V 2>&1)." >&2
  exit 2
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  echo "Jilian needs Python's venv module. On Debian: apt install python3-venv" >&2
  exit 2
fi

# Enter an environment of Python and define `install`. Sourced from the top of the checkout.
# The one that is active is used; else a .venv here, since a system's own Python takes no packages (PEP 668).

in_environment() {
  [ -n "${CONDA_PREFIX:-}" ] || python3 -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)'
}

if ! in_environment; then
  python_outside=$(command -v python3)
  # Debian parts ensurepip from Python; pip from outside can install into an environment without it
  [ -x .venv/bin/python ] || python3 -m venv .venv 2>/dev/null ||
    python3 -m venv --clear --without-pip .venv
  . .venv/bin/activate
fi

install() {
  if python -c 'import pip' 2>/dev/null; then
    python -m pip install --quiet --disable-pip-version-check "$@"
  else
    "$python_outside" -m pip --python "$(command -v python)" install --quiet --disable-pip-version-check "$@"
  fi
}

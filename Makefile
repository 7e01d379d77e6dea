.PHONY: check build format

check: ## format, lint, types, import direction, tests
	bash tools/check.sh

build: ## templates and example, from the form
	python -m tools.build

format:
	ruff format .
	ruff check --fix .

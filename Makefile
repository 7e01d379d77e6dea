.PHONY: bench build bundle check faults format nightly pictures

check: ## format, lint, types, import direction, tests
	bash tools/check.sh

build: ## templates and example, from the form
	python -m tools.build

bench: ## how fast, against the plain loop
	python -m benchmarks.conversion

format:
	ruff format .
	ruff check --fix .

faults: ## 200 runs killed, 60 interrupted, 20 pairs into one folder
	python -m tests.interruption --kills 200 --interrupts 60 --pairs 20

nightly: faults bundle ## the same, 10,000 damaged files, twenty mornings of a county, 230 templates with a mistake, the tests on Windows' Python, an hour of fuzzing
	pytest -m nightly
	python -m tests.mutation 10000
	pytest tests/test_county_rounds.py --mornings 20
	pytest tests/test_own_template.py --templates 230
	python -m tests.windows_suite
	pip install --quiet atheris==3.0.0 # not in [dev]: wheels for Linux alone
	python -m tests.fuzzing 60

bundle: ## for machines without internet: a zip for Windows, a zip for Linux, in dist/
	python -m tools.bundle

pictures: ## those of the documentation, drawn anew
	python -m tools.pictures

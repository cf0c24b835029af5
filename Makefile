# Every target sets up what it needs first: git, make and Python >= 3.11 are enough.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
SOURCES := generator specs tests benchmarks scripts

.DEFAULT_GOAL := help
.PHONY: help generate test check check-rest format-check lint types specs-lint current docs docs-check fix golden tools dev-secrets bench dashboard-schema clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "o11ygen needs Python >= 3.11; name one with PYTHON=..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python can't make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

generate: $(INSTALLED) ## Render every config into output/
	$(BIN)/o11ygen generate

test: $(INSTALLED) ## Run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: test check-rest ## All that CI runs

check-rest: format-check lint types specs-lint current docs-check

format-check: $(INSTALLED)
	$(BIN)/ruff format --check $(SOURCES)

lint: $(INSTALLED)
	$(BIN)/ruff check $(SOURCES)

types: $(INSTALLED)
	$(BIN)/mypy

specs-lint: $(INSTALLED)
	$(BIN)/o11ygen lint --fail-on warning

current: $(INSTALLED) ## Fail if output/ is not what the specs say
	$(BIN)/o11ygen generate --check

docs: $(INSTALLED) ## Write the generated pages of docs/reference/, and the JSON Schemas of the package
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/schemas.py
	$(BIN)/python scripts/plain_shapes.py

docs-check: $(INSTALLED) ## Fail if a generated page or schema is not current
	$(BIN)/python scripts/reference.py --check
	$(BIN)/python scripts/schemas.py --check
	$(BIN)/python scripts/plain_shapes.py --check

fix: $(INSTALLED) ## Format, and mend what the linter can mend
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

golden: $(INSTALLED) ## Refresh the golden files; review them as a diff
	O11YGEN_UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests

tools: ## Get the real promtool, amtool, prometheus and alertmanager (and Jaeger where Go is) into .tools/
	scripts/tools.sh

dev-secrets: $(INSTALLED) ## Write placeholder secrets, so that docker compose starts
	$(BIN)/python scripts/dev_secrets.py

bench: $(INSTALLED) ## Measure, beside what it is compared with
	$(BIN)/python benchmarks/run.py

dashboard-schema: ## Generate the dashboard schema from Grafana's published types again (needs Node.js)
	scripts/dashboard-schema/generate.sh

clean: ## Remove what was installed or cached; output/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

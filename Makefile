# Everything a newcomer needs; each target does its own set-up. Only Python 3.11+ and make are asked for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
SOURCE ?=
HOME_FOLDER ?=
PORT ?= 3000
# one's own pages have a home of their own, apart from the sample's
AT_HOME = $(if $(HOME_FOLDER),--home $(HOME_FOLDER),$(if $(SOURCE),--home corpus))

export GX_ANALYTICS_ENABLED := false

.PHONY: setup run ui test test-fast test-browser test-chaos test-cluster lake-reader lint bench bench-full bench-accuracy docs screenshots lock clean

setup: $(READY)

$(READY): pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src assets expectations workflows
	$(BIN)/python -m kliping.first_run
	touch $(READY)

run: setup ## do the main job on seeds/, or on SOURCE=folder into HOME_FOLDER=folder
	$(BIN)/kliping run $(SOURCE) $(AT_HOME)

ui: setup ## open the Dagster UI on 127.0.0.1:PORT
	$(BIN)/kliping ui $(SOURCE) $(AT_HOME) --port $(PORT)

test: setup chromium ## everything that fits in twenty minutes on two cores, the browser included
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder # in the order of tests/conftest.py

test-fast: setup ## what needs no browser, no server and no patience
	$(BIN)/python -m pytest -q -m "not browser and not network and not slow and not chaos"

test-browser: setup chromium
	$(BIN)/python -m pytest -q -m browser

test-chaos: setup
	KLIPING_CHAOS_EVERY=1 $(BIN)/python -m pytest -q -m chaos

test-cluster: setup ## two nodes of Ray and an S3 server on this machine: ten minutes on two cores
	KLIPING_CLUSTER_PAGES=20000 $(BIN)/python -m pytest -q -rA -m cluster tests/workflows/test_two_nodes.py tests/workflows/test_engines.py

lake-reader: ## a DuckDB with the DuckLake extension in an environment of its own, for the tests of released catalogues
	test -x .venv-lake/bin/python || $(PYTHON) -m venv .venv-lake
	.venv-lake/bin/python -m pip install --quiet --no-deps duckdb==1.5.5 duckdb-extension-ducklake==1.5.5

# Debian's chromium, where this machine lets us install it; the browser tests skip with the reason where it does not.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || echo "no chromium: browser tests will skip"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## speed and memory, peers beside ours in the same run: a quarter of an hour
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks

bench-full: setup ## over large corpora: hours
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks full

bench-accuracy: setup ## the accuracy tables of docs/accuracy.md
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks.accuracy

docs: setup ## regenerate what is generated
	$(BIN)/kliping run seeds --home .docs-home > /dev/null
	$(BIN)/python -m workflows.documentation .docs-home/kliping.duckdb > /dev/null
	rm -rf .docs-home

screenshots: setup chromium ## take the pictures of the reading room and of the Dagster UI anew
	$(BIN)/python docs/screenshots.py
	$(BIN)/python -m tests.screenshots

lock: ## pin every version with its hashes; no address is written
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes \
	  --no-annotate --no-header --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) .venv-lake .dagster .mypy_cache .ruff_cache .pytest_cache

# The ways to use the project. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help run shell replay train learn insight test check format bench data lock install install-dev clean

VENV := .venv/bin/python

# Any Python from 3.8 on can prepare the environment; it then looks for Python 3.10 itself.
# Each is tried out, because version managers put names on PATH behind which nothing runs.
BOOT = $$(for p in $(VENV) $(PYTHON310) python3.10 python3 python3.11 python3.12 python3.13 \
	/usr/bin/python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 && \
	{ echo $$p; exit 0; }; done; \
	echo 'No Python 3 that runs was found. Please install Python 3.10.' >&2; echo false)

# Settings that keep libraries quiet and small; `python -m bot.serving` sets the same for its own.
QUIET = RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 TF_ENABLE_ONEDNN_OPTS=0 \
	TF_INTRA_OP_PARALLELISM_THREADS=1 TF_INTER_OP_PARALLELISM_THREADS=1 OMP_NUM_THREADS=1 \
	SQLALCHEMY_SILENCE_UBER_WARNING=1

# The case file of make replay.
CASE ?=

# Arguments handed on: make shell ARGS=--debug, make train ARGS=--force, make test ARGS="-k rule".
ARGS ?=
# Two workers suit the smallest machine; the tests of one file share its servers.
WORKERS ?= 2

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | \
		awk -F'|' '{ printf "%-20s%s\n", $$1, $$2 }'

run: ## serve the chat page (PORT=5005), preparing whatever is missing
	@exec $(BOOT) -m bot.serving run

shell: ## talk to the advisor in the terminal (ARGS: arguments of rasa shell)
	@exec $(BOOT) -m bot.serving shell $(ARGS)

replay: install ## work a case file out again for the adviser (CASE=file.json, ARGS: --lang en, --pdf out.pdf)
	@[ -n "$(CASE)" ] || { echo 'Name the file:  make replay CASE=file.json' >&2; exit 2; }
	@$(QUIET) $(VENV) -m bot replay "$(CASE)" $(ARGS)

train: ## train the language model if none fits the data (ARGS=--force: always)
	@exec $(BOOT) -m bot.serving train $(ARGS)

test: install-dev data ## all checks, then all tests (ARGS: arguments of pytest)
	@exec $(BOOT) -m bot.serving train
	@status=0; \
	$(MAKE) --no-print-directory check || status=1; \
	$(QUIET) $(VENV) -m pytest -q -n $(WORKERS) --dist loadfile $(ARGS) || status=1; \
	[ $$status -eq 0 ] || echo 'make test: a check or a test above has failed.'; \
	exit $$status

# All checks are run even after one has failed, so that one run shows everything.
check: install-dev ## format, lint, types, import rules, data and texts
	@status=0; \
	for check in 'ruff format --check --quiet .' 'ruff check --quiet --output-format concise .' 'mypy' \
		'tests.architecture.import_contracts' 'bot data check'; do \
		echo "check: $$check"; \
		$(QUIET) $(VENV) -m $$check || status=1; \
	done; exit $$status

format: install-dev ## put the code into shape
	@$(VENV) -m ruff check --quiet --fix . && $(VENV) -m ruff format --quiet .

bench: install-dev ## measure speed and quality
	@$(QUIET) $(VENV) -m tests.bench $(ARGS)

learn: data ## learn from new conversations, step by step (ARGS=report, ARGS="review --web" …)
	@$(QUIET) $(VENV) -m bot learn $(ARGS)

insight: data ## what visitors asked, as a page with charts and a CSV (ARGS="--since 2026-10-01")
	@$(QUIET) $(VENV) -m bot insight $(ARGS)

data: install ## rebuild the database from the files of data/
	@$(QUIET) $(VENV) -m bot data build

install: ## prepare .venv as it is needed to run
	@exec $(BOOT) -m bot.serving install

install-dev: ## prepare .venv as it is needed to test, with the programs the tests drive
	@exec $(BOOT) -m bot.serving install --dev

# The locks hold for Linux and macOS, without addresses, so that any mirror can serve them.
LOCK = $(VENV) -m uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
	--no-header --no-emit-index-url --upgrade

lock: install-dev ## renew requirements.txt and requirements-dev.txt from the .in files
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt

clean: ## remove the environment, trained models, databases and caches
	@rm -rf .venv var .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	@rm -f models/*.tar.gz
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

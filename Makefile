# The commands of the project. `make demo` and `make test` do all the set-up themselves.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRAINING_VENV := .venv-training
TRAINING_BIN := $(TRAINING_VENV)/bin
SPEECH_MODEL ?= build/speech-model/vosk-model-incident-en
# One test more at a time than there are cores, at most four: a journey is several processes, and waits more than it works.
PYTEST_ARGS ?= -n $(shell n=$$(nproc); echo $$((n < 4 ? n + 1 : 4))) --dist worksteal

.PHONY: demo test bench soak break-each-once screenshots speech-model test-training lint lock clean help

help:
	@echo "make demo    set up and run one incident of two minutes with five callers who speak"
	@echo "make test    set up and run every check and test"
	@echo "make bench   measure speed and cost, each beside a baseline; prints a table and JSON (BENCH_ARGS=--scale 0.1, --full, --only NAME)"
	@echo "make soak    one call for an hour (MINUTES=n): memory, descriptors, threads, WAL by minute"
	@echo "make break-each-once  break every key of the card and every button once: does its check fail? (BREAK_ARGS=--only page)"
	@echo "make screenshots  draw the pictures of the README anew, from the browser journey"
	@echo "make speech-model  build the built-in speech model anew from text and free voices (70 minutes; TRAIN_ARGS=--limit 60 to try it)"
	@echo "make test-training  the tests of that training, with those that need torch"
	@echo "make lint    the checks alone: ruff, mypy, import contracts, length of files"
	@echo "make lock    resolve the lock files anew"

demo: .make/run
	@$(BIN)/python -m bridge demo $(DEMO_ARGS)

test: .make/dev lint
	@deploy/test-packages.sh
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

bench: .make/dev
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

soak: .make/dev
	@$(BIN)/python -m tests.bench.soak $(MINUTES)

break-each-once: .make/dev
	@$(BIN)/python -m tests.break_each_once $(BREAK_ARGS)

screenshots: .make/dev
	@deploy/test-packages.sh
	@BRIDGE_SCREENSHOTS=deploy/screenshots $(BIN)/python -m pytest -q tests/browser

speech-model: .make/training
	@$(TRAINING_BIN)/python -m transcription.training $(SPEECH_MODEL) $(TRAIN_ARGS)

test-training: .make/training
	@$(TRAINING_BIN)/python -m pytest -q tests/transcription/training

lint: .make/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tests/house_rules.py

lock: .make/dev
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header -q \
	  --extra local pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header -q \
	  --extra local --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header -q \
	  --extra local --extra dev --extra train-speech pyproject.toml -c requirements-dev.lock -o requirements-training.lock

clean:
	rm -rf $(VENV) $(TRAINING_VENV) .make

# A virtual environment with what running needs.
.make/run: requirements.lock pyproject.toml
	@mkdir -p .make
	@test -x $(BIN)/python || { echo "Making a virtual environment in $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing the pinned dependencies (a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# And with what the checks and tests need.
.make/dev: requirements-dev.lock pyproject.toml
	@mkdir -p .make
	@test -x $(BIN)/python || { echo "Making a virtual environment in $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing the pinned dependencies for the tests (two minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .make/run

# What the training of the speech model needs, apart from the rest: torch alone is larger than everything else.
.make/training: requirements-training.lock pyproject.toml
	@mkdir -p .make
	@test -x $(TRAINING_BIN)/python || { echo "Making a virtual environment in $(TRAINING_VENV) ..."; $(PYTHON) -m venv $(TRAINING_VENV); }
	@echo "Installing the pinned dependencies of the training (torch is several gigabytes) ..."
	@$(TRAINING_BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-training.lock
	@touch $@

# demo · data · test · test-all · sample · versions · hub · hub-clean · bank · mutants · reseeding · attacks · fuzz · faults · hub-faults · bench · release · doctor · docs · wheel · lint · requirements · clean
SHELL := /bin/bash
VENV := .venv
# The first Python on PATH that will do; `make PYTHON=…` takes another.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
READY := $(VENV)/ready
# Packages are installed by uv, which pip brings, or by pip alone: `make UV=`. Only pip reads pip.conf.
UV ?= uv
BY_UV = pip install uv && uv pip install --python $(VENV) --compile-bytecode $(PACKAGES)
BY_PIP = pip install $(PACKAGES)
# The engine is among them, editable.
PACKAGES = --requirement requirements.txt
LOG = $(VENV)/install.log
# Compiled modules are kept: each process that starts is quicker by them.
unexport PYTHONDONTWRITEBYTECODE
# nbgrader calls alembic by name, so the environment is first on PATH.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: demo data test test-all sample versions hub hub-clean bank mutants reseeding attacks fuzz faults hub-faults bench release doctor docs wheel lint requirements clean

demo: $(READY)   ## release, a small class, grading, table, feedback pages
	@python -m graders demo

data: $(READY)   ## fetch the images of Fashion-MNIST, once, to where grading finds them
	@python source/fashion_mnist/fashion_data.py

test: $(READY)   ## the tests, a few minutes: what takes long is left out, and it says so
	@pytest -n 2 --dist worksteal --durations=30

test-all: test   ## and what takes long
	@pytest -n 2 --dist worksteal --durations=30 -m "exhaustive and not attacks"

# What depends on Python's version: processes, sandbox, values that cross, cells, a whole class.
SAMPLE = tests/execute/sandbox tests/execute/wire tests/execute/judge tests/execute/interpreter \
	tests/intake tests/record tests/test_api.py tests/batch
sample: $(READY)   ## a sample of the tests
	@pytest -n 2 --dist worksteal $(SAMPLE)

versions: $(READY)   ## that sample on each other version of Python that this machine has
	@for version in 3.11 3.12 3.13; do \
		python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] == '$$version')" || continue; \
		other=$$(PYENV_VERSION=$$version python$$version -c 'import sys; print(sys.executable)' 2>/dev/null) || continue; \
		echo "Python $$version:"; $(MAKE) --no-print-directory VENV=.venv-$$version PYTHON=$$other sample || exit 1; \
	done

# Of the address, and what the names of the hub's accounts begin with.
PORT ?= 8000
PREFIX ?=
hub: $(READY)   ## JupyterHub on this machine alone: students hand in, and feedback comes back
	@python -m hub start --port $(PORT) --prefix "$(PREFIX)"

hub-clean: $(READY)   ## ends that hub, removes its files and the accounts that it made; YES=1 asks nothing
	@python -m hub clean $(if $(YES),--yes)

bank: $(READY)   ## the whole bank of solutions, judged and in-process
	@python -m tests.bank

mutants: $(READY)   ## every mutant of every reference solution
	@for folder in source/*/; do python -m graders mutants $$(basename $$folder) --bank tests/bank || exit 1; done

reseeding: $(READY)   ## 20 gradings of random exercises, with other random numbers
	@python -m tests.mutation.reseeding kolmogorov

attacks: $(READY)   ## every attack and broken notebook, with a grader who is root and who is not, beside plain nbgrader
	@python -m tests.attacks.run && pytest -q -m attacks tests/execute/sandbox

# Seconds; what is found is shown, with what finds it again.
SECONDS = 300
fuzz: $(READY)   ## what comes from outside, changed at random: make fuzz SECONDS=3600
	@python -m tests.fuzz $(SECONDS)

faults: $(READY)   ## processes killed at random moments, fifty times each
	@FAULT_ROUNDS=50 pytest -q -m "not attacks" tests/system/test_faults.py

hub-faults: $(READY)   ## sixty submissions while the service is killed and the hub restarted; what accounts do to it
	@HUB_SUBMISSIONS=60 FAULT_ROUNDS=5 pytest -q -m "not attacks" $(addprefix tests/system/hub/, \
		test_restarts.py test_service.py test_processes.py test_pages.py test_sizes.py \
		test_turns.py test_exchange.py test_told.py test_cleaning.py test_canary.py)

bench: $(READY)   ## the figures in README and docs
	@python -m tests.bench

release: $(READY)   ## regenerate release/ from source/
	@python -m graders release

doctor: $(READY)   ## try each promise of the sandbox on this machine
	@python -m graders doctor

docs: $(READY)   ## the documentation site, in docs/_build/html; a link that leads nowhere is an error
	@sphinx-build -q -E -W --keep-going -b html docs docs/_build/html && echo "docs/_build/html/index.html"

wheel: $(READY)   ## the engine as a wheel, in dist/
	@rm -rf build && pip wheel --quiet --no-deps --wheel-dir dist . && ls dist

lint: $(READY)   ## style, types, and arrows between folders
	@ruff check && ruff format --check && mypy && lint-imports --no-cache

requirements: $(READY)   ## resolve requirements.in into requirements.txt
	@pip install --quiet uv && uv pip compile --quiet --universal --no-header --python-version 3.11 \
		requirements.in --output-file requirements.txt --upgrade

$(READY): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed, and none was found on PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v <= (3, 13) or sys.exit("Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is %d.%d." % v)'
	@echo "Setting up $(VENV), about 3 GB: a minute or two with uv, some more with pip (make UV=) ..."
	@$(PYTHON) -m venv $(VENV)
	@{ $(if $(UV),$(BY_UV) || { echo "uv did not succeed (see $(LOG)); pip takes over." >&3 && false; } ||) $(BY_PIP); } \
		3>&1 >$(LOG) 2>&1 || { tail -n 20 $(LOG) >&2; echo "The packages were not installed; all of it is in $(LOG)." >&2; exit 1; }
	@touch $@

clean:   ## everything that was generated, the environment included
	rm -rf $(VENV) .venv-3.* demo build dist docs/_build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis gradebook.db

PYTHON ?= python3
export PORT
# Compiled Python is kept in .data/, whatever the environment says: without it each process loads for five seconds.
export PYTHONPYCACHEPREFIX = $(CURDIR)/.data/pycache
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test coverage check faults validation bench bench-recall demo docs audit lock

run: ; @$(PYTHON) -m scripts.install && exec .venv/bin/python -m scripts.run
test: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.check && .venv/bin/python -m scripts.test
coverage: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.test --everything
check: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.check
faults: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.test --faults
validation: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.validation --only="$(ONLY)" --by="$(BY)" --company="$(COMPANY)"
bench: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.with_servers -m bench
bench-recall: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.with_servers -m bench.recall
demo: ; @$(PYTHON) -m scripts.install && .venv/bin/python -m scripts.with_servers manage.py demo
docs: ; @$(PYTHON) -m scripts.install && .venv/bin/python -m scripts.with_servers manage.py statecharts && .venv/bin/python manage.py rulebook
audit: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/pip-audit --require-hashes --disable-pip -r requirements.lock
lock: ; @$(PYTHON) -m scripts.install --tests && .venv/bin/python -m scripts.lock

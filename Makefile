# Everything a person needs: each target sets up what it lacks.
PYTHON ?= python3
BIN := .venv/bin
HEFA_DEMO_HOME ?= var/demo

.PHONY: setup demo test check prove bench clean help

help:
	@echo "make demo   建立并运行演示社区    make test   运行测试"
	@echo "make check  检查代码              make prove  长时间验证（QUICK=1 较快）"
	@echo "make bench  测量速度              make clean  清除建立的一切"

setup:
	@$(PYTHON) scripts/setup.py run

demo: setup
	@$(PYTHON) scripts/demo.py

.venv/dev.ready: requirements/dev.txt requirements/build.txt pyproject.toml
	@$(PYTHON) scripts/setup.py dev
	@touch $@

test: .venv/dev.ready
	@$(PYTHON) scripts/build_frontend_with.py
	@$(BIN)/python scripts/test.py

check: .venv/dev.ready
	@$(BIN)/python scripts/check.py

prove: .venv/dev.ready
	@$(BIN)/python scripts/prove.py $(if $(QUICK),--quick)

bench: .venv/dev.ready
	@$(BIN)/hefa bench

clean:
	rm -rf .venv var frontend/node_modules src/hefa/ui/static/hefa/build .mypy_cache .ruff_cache

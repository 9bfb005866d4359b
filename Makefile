# Everything a person needs; each target sets up what it lacks.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo develop test check prove bench clean

help:
	@echo "make demo   建立并运行演示社区        make test   运行测试"
	@echo "make check  检查代码                  make prove  长时间验证，QUICK=1 较快"
	@echo "make bench  测量速度                  make clean  清除建立的一切"

setup:
	@$(PYTHON) scripts/setup.py run

develop:
	@$(PYTHON) scripts/setup.py dev

demo: setup
	@$(BIN)/python scripts/demo.py

test: develop
	@$(BIN)/python scripts/test.py

check: develop
	@$(BIN)/python scripts/check.py

prove: develop
	@$(BIN)/python scripts/prove.py $(if $(QUICK),--quick)

bench: develop
	@$(BIN)/hefa bench

clean:
	rm -rf .venv var frontend/node_modules tests/sdk/node/node_modules src/hefa/ui/static/hefa/build src/hefa/render/fonts .mypy_cache .ruff_cache

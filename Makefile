.PHONY: check format test
check:  ## format, lint, types, tests: what must hold before every commit
	ruff format --check . && ruff check . && mypy && pytest

format:
	ruff format . && ruff check --fix .

test:
	pytest

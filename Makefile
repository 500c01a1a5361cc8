.PHONY: check format test schema tour
check:  ## format, lint, types, tests: what must hold before every commit
	ruff format --check . && ruff check . && mypy && pytest -n auto

format:
	ruff format . && ruff check --fix .

test:
	pytest -n auto

schema:  ## the JSON Schemas for editors, after a model of an exercise has changed
	python -c "import json, mirrorcam.exercise as e; print(json.dumps(e.exercise_schema(), indent=2))" > exercises/schema/exercise.schema.json
	python -c "import json, mirrorcam.plan as p; print(json.dumps(p.plan_schema(), indent=2))" > exercises/schema/plan.schema.json
	python -c "import json, mirrorcam.programme as p; print(json.dumps(p.programme_schema(), indent=2))" > exercises/schema/programme.schema.json

tour:  ## a film of two minutes through the program, from its own screens and its own performer
	python -m benchmarks.tour --out tour.mkv

"""The examples that stand in the help of every command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mapflow.cli._help import KEPT, columns

if TYPE_CHECKING:
    import typer

_ID: Final = "65285409-ac88-4fc0-a937-193cf42c2343"
_AREA: Final = "37.300,55.636,37.302,55.638"

_GOES_ON: Final = " \\"
# A word as a shell sees it, and an option together with its value.
_WORD: Final = r"(?:'[^']*'|[^\s'])+"
_WORDS: Final = re.compile(rf"--?[a-z][a-z-]* (?!-){_WORD}|{_WORD}")

#: What is typed after ``mapflow``, for each command.
EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "demo": ("demo", "demo my-demo", "demo --tour"),
    "init": (
        "init",
        "init --sandbox",
        "init --yes --model roads --area town.geojson < token.txt",
    ),
    "sandbox": (
        "sandbox",
        "sandbox --port 8080 --state sandbox.db --faults flaky",
        "sandbox --border clip --jitter 0.5 --row-houses",
    ),
    "conform": (
        "conform -- node client.js",
        "conform --only nulls --json -- ./client",
        "conform --serve",
    ),
    "mcp": ("mcp --folder maps", "mcp --budget 100 --folder maps", "mcp --config --budget 100"),
    "login": ("login", "login --profile work < token.txt"),
    "logout": ("logout", "logout --profile work"),
    "doctor": ("doctor", "doctor --profile work"),
    "status": ("status", "status --json | jq .remaining_credits"),
    "models": ("models", "models --json"),
    "providers": ("providers",),
    "estimate": (
        f"estimate -m buildings -a {_AREA} -s provider:Mapbox",
        "estimate -m roads -a town.geojson -s provider:Mapbox --json | jq .cost",
    ),
    "run": (
        "run -m buildings -a town.geojson -s provider:Mapbox",
        "run -m buildings -a town.geojson --max-cost 50 -o roofs.geojson",
        "run --split -m buildings -a district.shp --max-cost 5000 -o roofs.gpkg",
        "run -m roads -a - -s provider:Mapbox --yes < town.geojson",
        f"run -m forest -s image:{_ID} --max-cost 50",
        f"run --like {_ID} -a north.geojson --max-cost 50",
    ),
    "list": ("list", "list --project Harbour --status FAILED", "list --sort CREATED --descending"),
    "show": (f"show {_ID}",),
    "areas": (f"areas {_ID}",),
    "rename": (f"rename {_ID} 'Old town'", f"rename {_ID} --description 'Second try'"),
    "move": (f"move {_ID} Harbour",),
    "delete": (f"delete {_ID}",),
    "wait": (f"wait {_ID}", f"wait {_ID} --output roofs.geojson"),
    "watch": (
        "watch",
        f"watch {_ID}",
        "watch --project Harbour --forever --json | tee changes.jsonl",
    ),
    "result": (f"result {_ID} --output roofs.geojson", f"result {_ID} | jq '.features | length'"),
    "map": (
        f"map {_ID}",
        "map roofs.gpkg --output roofs.png",
        "map roofs.parquet --area district.shp --no-open",
    ),
    "open": (f"open {_ID}", f"open {_ID} --web"),
    "restart": (f"restart {_ID}", f"restart {_ID} --max-cost 20 --wait"),
    "reconcile": ("reconcile 0123456789abcdef0123456789abcdef",),
    "history": ("history --after 2026-01-01", "history --csv history.csv"),
    "rate": (f"rate {_ID} 5", f"rate {_ID} 2 --feedback 'Barns are missing'"),
    "accept": (f"accept {_ID}",),
    "reject": (f"reject {_ID} --comment 'Barns are missing' --features places.geojson",),
    "search": (
        "search town.geojson --after 2026-01-01 --max-cloud-cover 10",
        "search town.geojson --product IMAGE --preview town.png",
        "search town.geojson --available --run buildings --max-cost 50",
    ),
    "storage": ("storage",),
    "explain": ("explain", "explain source-validator.TooHighZoom"),
    "version": ("version", "version --service"),
    "api": (
        "api GET /projects/default",
        "api GET /projects --query limit=10",
        """api POST /projects -d '{"name": "Harbour"}'""",
    ),
    "spec": ("spec", "spec --codegen -o openapi.codegen.json", "spec --errors -o errors.json"),
    "split": (
        "split town.geojson -o parts.geojson --map parts.html",
        "split town.geojson --limit 25 --max-areas 10 --json | jq .processings",
    ),
    "batch run": (
        "batch run fields.geojson -o fields -m buildings -s provider:Mapbox",
        "batch run fields.gpkg -o fields -m buildings --name-field plot --budget 500 --yes",
        "batch run town.geojson --split -o roofs -m buildings -s provider:Mapbox --budget 5000",
    ),
    "batch status": ("batch status fields",),
    "batch collect": (
        "batch collect fields -o fields.geojson",
        "batch collect fields -o fields.gpkg --partial",
    ),
    "batch dataset": (
        "batch dataset fields -o fields-dataset",
        "batch dataset fields -o fields-dataset --file-mb 256 --workers 4",
    ),
    "batch resume": ("batch resume fields", "batch resume fields --retry-failed --budget 200"),
    "projects list": ("projects list", "projects list --name harbour --sort CREATED"),
    "projects show": ("projects show Harbour",),
    "projects default": ("projects default",),
    "projects create": ("projects create Harbour --description 'Roofs of the harbour'",),
    "projects rename": ("projects rename Harbour Port",),
    "projects share": ("projects share Harbour ali@example.com --role contributor",),
    "projects delete": ("projects delete Harbour",),
    "planned list": ("planned list", "planned list --project Harbour"),
    "planned show": (f"planned show {_ID}",),
    "planned create": (
        "planned create Quays harbour.geojson --max-cloud-cover 10 --until 2027-01-31",
    ),
    "planned update": (f"planned update {_ID} --max-cloud-cover 20",),
    "planned pause": (f"planned pause {_ID}",),
    "planned resume": (f"planned resume {_ID}",),
    "planned restart": (f"planned restart {_ID}",),
    "planned delete": (f"planned delete {_ID}",),
    "planned add-area": (f"planned add-area {_ID} south.geojson --name South",),
    "planned update-area": (f"planned update-area {_ID} {_ID} --name North",),
    "planned remove-area": (f"planned remove-area {_ID} {_ID}",),
    "planned images": (f"planned images {_ID} --sort CLOUD_COVER --limit 5",),
    "planned seen": (f"planned seen {_ID}",),
    "planned processings": (f"planned processings {_ID}",),
    "planned run": (
        f"planned run {_ID} --name Roofs -m buildings -a harbour.geojson --max-cost 50",
    ),
    "mosaics list": ("mosaics list", "mosaics list --tag coast"),
    "mosaics create": ("mosaics create Coast --tag coast",),
    "mosaics show": (f"mosaics show {_ID}",),
    "mosaics update": (f"mosaics update {_ID} --name Shore --tag coast --tag 2026",),
    "mosaics delete": (f"mosaics delete {_ID}",),
    "mosaics images": (f"mosaics images {_ID}",),
    "mosaics upload": (
        "mosaics upload flight.tif --name 'Flight 1'",
        f"mosaics upload flight/ --mosaic {_ID} --parallel 8",
    ),
    "mosaics link": (f"mosaics link {_ID} s3://bucket/flight.tif",),
    "mosaics status": (f"mosaics status {_ID}",),
    "mosaics delete-failed": (f"mosaics delete-failed {_ID}",),
    "images show": (f"images show {_ID}",),
    "images rename": (f"images rename {_ID} coast.tif",),
    "images delete": (f"images delete {_ID}",),
    "images preview": (f"images preview {_ID} --size l --output coast.jpg",),
    "images status": (f"images status {_ID}",),
    "images wait": (f"images wait {_ID}",),
    "images download": (f"images download {_ID} --output coast.tif",),
    "images upload": ("images upload flight.tif",),
}


def add_examples(app: typer.Typer, path: str = "") -> None:
    """Add the examples to the help of every command of a group."""
    for command in app.registered_commands:
        examples = EXAMPLES.get(f"{path}{command.name}", ())
        lines = "\n".join(broken(f"$ mapflow {example}", columns() - 4) for example in examples)
        if lines:
            command.help = f"{command.help}\n\n{KEPT}Examples:\n{lines}"
    for group in app.registered_groups:
        if group.typer_instance is not None:
            add_examples(group.typer_instance, f"{path}{group.name} ")


def broken(line: str, width: int = 76) -> str:
    """A line as a shell reads it, over several where it is too long for a help page."""
    lines = [""]
    # Within quotes nothing is broken: a shell would read the backslash.
    for word in _WORDS.findall(line):
        if lines[-1].strip() and len(f"{lines[-1]} {word}{_GOES_ON}") > width:
            lines.append(f"    {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return line if len(line) <= width else f"{_GOES_ON}\n".join(lines)

"""Has programs open what is written: every format, and a dataset, joined and not.

What can be asked for stands in scripts/engines. The files are those of a batch in the sandbox.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
#: What it ends with; 2 is that of a wrong command line.
WRONG, MISSING = 1, 3
#: A suffix for each format, and each way to write it.
SUFFIXES: Final = (
    *(".geojson", ".geojsonl", ".geojsons", ".parquet", ".gpkg", ".fgb", ".shp", ".kml", ".csv"),
)
#: Where the packages of Debian are, not those of .venv.
DEBIANS_PYTHON: Final = "/usr/bin/python3"
_QGIS: Final = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import Qgis, QgsApplication, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
found = {"version": Qgis.QGIS_VERSION}
for path in sys.argv[1:]:
    provider, uri = "ogr", path
    if path.endswith(".csv"):
        provider, uri = "delimitedtext", f"file://{path}?type=csv&wktField=WKT&crs=EPSG:4326"
    layer = QgsVectorLayer(uri, "roofs", provider)
    renderer = layer.renderer() if layer.isValid() else None
    classes = []
    if renderer is not None and renderer.type() == "categorizedSymbol":
        classes = [category.label() for category in renderer.categories()]
    valid = sum(feature.geometry().isGeosValid() for feature in layer.getFeatures())
    found[path] = {
        "features": layer.featureCount(), "crs": layer.crs().authid(), "valid": valid,
        "classes": classes,
    }
print(json.dumps(found))
application.exitQgis()
"""


@dataclass(frozen=True)
class Written:
    """What programs are to open.

    Attributes:
        features: How many features each file has.
        files: The files, by suffix.
        datasets: The datasets, by how they were joined, each with its number of features.
    """

    features: int
    files: dict[str, Path]
    datasets: dict[str, tuple[Path, int]]


@dataclass
class Findings:
    """What a program said.

    Attributes:
        version: Its version.
        opened: What it opened.
        wrong: What it read wrongly.
        cannot: What this program does not read at all, and why.
    """

    version: str = ""
    opened: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    cannot: dict[str, str] = field(default_factory=dict)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Compare what was read with what was written."""
        if found == wanted:
            self.opened.append(what)
        else:
            self.wrong.append(f"{what}: {found!r} instead of {wanted!r}")


@dataclass(frozen=True)
class Program:
    """A program that opens files.

    Attributes:
        name: What it is called on the command line.
        check: Opens the files.
        is_here: Says whether it can be run.
        debian: The packages of Debian that bring it.
    """

    name: str
    check: Callable[[Written], Findings]
    is_here: Callable[[], bool]
    debian: tuple[str, ...] = ()


def write(folder: Path) -> Written:
    """Run a batch in the sandbox, and save its results in every way."""
    from mapflow import batch, errors, sandbox, sources

    west, south, side = 37.330, 55.600, 0.004
    areas = {
        f"r{y}c{x}": (
            west + x * side, south + y * side, west + (x + 1) * side, south + (y + 1) * side
        )
        for x in range(4)
        for y in range(3)
    }  # fmt: skip
    with sandbox.start(seed=5, speed=20_000, border="clip") as running, running.client() as mf:
        batch.run(
            mf, areas, model="buildings", source=sources.Provider("Mapbox"),
            options={"Classification": True}, folder=folder / "batch", interval_s=0.02,
        )  # fmt: skip
    files = {}
    features = 0
    for suffix in SUFFIXES:
        with warnings.catch_warnings():  # a shapefile holds ten letters of a name
            warnings.simplefilter("ignore", errors.ResultWarning)
            found = batch.collect(folder / "batch", folder / f"roofs-{suffix[1:]}{suffix}")
        files[suffix], features = found.path, found.features
    datasets = {}
    for join in ("auto", "none"):
        made = batch.dataset(folder / "batch", folder / f"set-{join}", join=join, file_mb=0.03)
        if made.files < 3:
            raise SystemExit(f"engines: the dataset has {made.files} files, too few to show much.")
        datasets[join] = (made.path, made.features)
    return Written(features, files, datasets)


def qgis(written: Written) -> Findings:
    """QGIS, without a screen."""
    findings = Findings(cannot={"dataset": "of folders; it reads their files one by one"})
    paths = [*written.files.values()]
    found = json.loads(_run(DEBIANS_PYTHON, "-c", _QGIS, *map(str, paths)))
    findings.version = found.pop("version")
    if not _gdal_reads_parquet():
        findings.cannot = dict.fromkeys(("parquet", "dataset"), _NO_PARQUET)
        paths.remove(written.files[".parquet"])
    for path in paths:
        layer = found[str(path)]
        wanted = (written.features, "EPSG:4326", written.features)
        findings.expect(path.suffix[1:], (layer["features"], layer["crs"], layer["valid"]), wanted)
    styled = found[str(written.files[".gpkg"])]["classes"]
    findings.expect("style of the GeoPackage", len(styled) > 1, True)
    return findings


def gdal(written: Written) -> Findings:
    """GDAL, by its command ``ogrinfo``."""
    findings = Findings(version=_run("ogrinfo", "--version").split(",")[0].removeprefix("GDAL "))
    paths = dict(written.files)
    if _gdal_reads_parquet():
        for join, (folder, features) in written.datasets.items():
            findings.expect(f"dataset ({join})", _ogr_count(folder), features)
    else:
        del paths[".parquet"]
        findings.cannot = dict.fromkeys(("parquet", "dataset"), _NO_PARQUET)
    for suffix, path in paths.items():
        findings.expect(suffix[1:], _ogr_count(path), written.features)
    return findings


def duckdb(written: Written) -> Findings:
    """DuckDB, without its extension for other formats, which is downloaded when it is used."""
    import duckdb

    why = "without its extension `spatial`"
    findings = Findings(
        version=duckdb.__version__,
        cannot={suffix[1:]: why for suffix in (".gpkg", ".fgb", ".shp", ".kml", ".geojsons")},
    )
    with duckdb.connect() as connection:

        def expect(what: str, table: duckdb.DuckDBPyRelation, features: int) -> None:
            findings.expect(what, table.aggregate("count(*)").fetchall(), [(features,)])

        files = {suffix: str(path) for suffix, path in written.files.items()}
        expect("csv", connection.read_csv(files[".csv"]), written.features)
        expect("geojsonl", connection.read_json(files[".geojsonl"]), written.features)
        expect("geojson", connection.read_json(files[".geojson"]), written.features)
        tables = {"parquet": (files[".parquet"], written.features)}
        tables |= {
            f"dataset ({join})": (f"{folder}/*.parquet", features)
            for join, (folder, features) in written.datasets.items()
        }
        for what, (path, features) in tables.items():
            table = connection.read_parquet(path)
            expect(what, table, features)
            kinds = dict(zip(table.columns, map(str, table.types), strict=True))
            findings.expect(f"geometries of {what}", kinds["geometry"][:8], "GEOMETRY")
    return findings


def dask(written: Written) -> Findings:
    """dask_geopandas: GeoParquet with the bounds of each file, other formats by GDAL's bindings."""
    import dask_geopandas

    findings = Findings(version=dask_geopandas.__version__)
    _read_texts(findings)
    for suffix in (".geojson", ".geojsonl", ".geojsons", ".gpkg", ".fgb", ".shp", ".kml"):
        frame = dask_geopandas.read_file(written.files[suffix], npartitions=2)
        findings.expect(suffix[1:], (len(frame), frame.crs.to_epsg()), (written.features, 4326))
    tables = {"parquet": (written.files[".parquet"], written.features), **written.datasets}
    for what, (path, features) in tables.items():
        frame = dask_geopandas.read_parquet(path)
        name = what if what == "parquet" else f"dataset ({what})"
        findings.expect(name, (len(frame), frame.crs.to_epsg()), (features, 4326))
        boxes = frame.spatial_partitions
        known = boxes is not None and not boxes.bounds.isna().any(axis=None)
        findings.expect(f"bounds of {name}", (len(boxes), known), (frame.npartitions, True))
        if path.is_dir():
            west, south, east, north = frame.total_bounds.compute()
            corner = frame.cx[west : west + (east - west) / 4, south : south + (north - south) / 4]
            findings.expect(f"only files nearby of {name}", corner.npartitions < 3, True)
    return findings


def geopandas(written: Written) -> Findings:
    """GeoPandas."""
    import geopandas

    findings = Findings(version=geopandas.__version__)
    _read_texts(findings)
    for suffix, path in written.files.items():
        if suffix in (".csv", ".parquet"):
            continue
        frame = geopandas.read_file(path)
        findings.expect(suffix[1:], (len(frame), frame.crs.to_epsg()), (written.features, 4326))
    tables = {"parquet": (written.files[".parquet"], written.features), **written.datasets}
    for what, (path, features) in tables.items():
        name = what if what == "parquet" else f"dataset ({what})"
        frame = geopandas.read_parquet(path)
        findings.expect(name, (len(frame), frame.crs.to_epsg()), (features, 4326))
    return findings


def _read_texts(findings: Findings) -> None:
    findings.cannot["csv"] = "as a table without geometries"


PROGRAMS: Final = {
    program.name: program
    for program in (
        Program("qgis", qgis, lambda: _imports(DEBIANS_PYTHON, "qgis.core"), ("python3-qgis",)),
        Program("gdal", gdal, lambda: shutil.which("ogrinfo") is not None, ("gdal-bin",)),
        Program("duckdb", duckdb, lambda: _imports(sys.executable, "duckdb")),
        Program("dask", dask, lambda: _imports(sys.executable, "dask_geopandas")),
        Program("geopandas", geopandas, lambda: _imports(sys.executable, "geopandas")),
    )
}
_NO_PARQUET: Final = "in a GDAL that was built without its Parquet driver, as that of Debian"


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _imports(python: str, module: str) -> bool:
    if not Path(python).exists():
        return False
    command = [python, "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _gdal_reads_parquet() -> bool:
    return shutil.which("ogrinfo") is not None and "Parquet" in _run("ogrinfo", "--formats")


def _ogr_count(path: Path) -> int:
    """How many features GDAL finds, in all layers but that of the styles."""
    layers = _run("ogrinfo", "-ro", "-al", "-so", str(path)).split("Layer name: ")[1:]
    return sum(
        int(line.partition(":")[2])
        for layer in layers
        if not layer.startswith("layer_styles")
        for line in layer.splitlines()
        if line.startswith("Feature Count:")
    )


def install(programs: Iterable[Program]) -> None:
    """Install what Debian has of them."""
    packages = [name for program in programs for name in program.debian if not program.is_here()]
    if packages:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False)


def report(program: Program, findings: Findings, seconds: float) -> None:
    """Print what a program said."""
    state = "wrong" if findings.wrong else "opened"
    print(f"{program.name} {findings.version}: {state}, {seconds:.0f} s")
    print(f"  opens {', '.join(findings.opened)}")
    whys: dict[str, list[str]] = {}
    for what, why in findings.cannot.items():
        whys.setdefault(why, []).append(what)
    for why, what in whys.items():
        print(f"  does not open {', '.join(what)} {why}")
    for wrong in findings.wrong:
        print(f"  WRONG {wrong}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, and have each program open them."""
    parser = argparse.ArgumentParser(prog="scripts/engines", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROGRAMS))
    parser.add_argument("--install", action="store_true", help="install packages of Debian first")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in PROGRAMS]
    if unknown:
        parser.error(f"{unknown[0]} is not one of {', '.join(PROGRAMS)}")
    programs = [PROGRAMS[name] for name in given.names or PROGRAMS]
    if given.install:
        install(programs)
    missing = [program for program in programs if not program.is_here()]
    is_wrong = False
    with tempfile.TemporaryDirectory(prefix="engines-") as folder:
        written = write(Path(folder)) if len(missing) < len(programs) else None
        # The styles of a GeoPackage are a second layer, of which pyogrio tells.
        warnings.filterwarnings("ignore", message="More than one layer found")
        for program in programs:
            if written is None or program in missing:
                continue
            begin = time.monotonic()
            try:
                findings = program.check(written)
            except Exception as error:  # noqa: BLE001  # a program may say anything
                findings = Findings(wrong=[f"{type(error).__name__}: {error}"])
            report(program, findings, time.monotonic() - begin)
            is_wrong = is_wrong or bool(findings.wrong)
    for program in missing:
        if program.debian:
            how = f"apt-get install {' '.join(program.debian)}`, or this script with `--install"
        else:
            how = "scripts/bootstrap all --group dev"
        print(f"{program.name}: MISSING. Install it with `{how}`.", file=sys.stderr)
    return WRONG if is_wrong else MISSING if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""Archives: one area file, or the parts of one, in a zip; one in a gz."""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.formats import KINDS, kind_by_content
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.layers import choose, several

#: What an archive may hold when it is unpacked; a bomb holds more.
_MOST_BYTES: Final = 1 << 28
_MOST_MEMBERS: Final = 10_000
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# What usually goes with an area, and counts only if nothing else is there.
_WEAK: Final = (".json", ".csv", ".tsv", ".xml", ".wkt", ".wkb")
_ARCHIVES: Final = (".zip", ".kmz", ".gz", ".tar", ".7z", ".rar", ".shz")
_PLAIN_STEM: Final = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[\w-](?:[\w -]{0,60}[\w-])?", re.IGNORECASE
)
_ENCRYPTED: Final = 0x1
#: Reasons for which a file among several is passed over.
_NO_POLYGONS: Final = ("empty", "not_polygon", "no_geometry_column")

#: Reads the content of a file of a format, with its path where there is one.
ReadContent: TypeAlias = Callable[[bytes, Found, str | None, Path | None], None]


def read_gz(content: bytes, found: Found) -> bytes:
    """Unpack the one file in a gz."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            plain = stream.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged("gzip", found) from error
    if len(plain) > _MOST_BYTES:
        raise _too_large(found)
    if kind_by_content(plain) in ("gz", "zip"):
        raise _nested(found)
    if not plain.strip():
        raise found.refuse("empty", "the file is empty.", "Pass an area.")
    return plain


def read_zip(source: Path | bytes, found: Found, read: ReadContent) -> None:
    """Read the area file in a zip, wherever in its folders that lies."""
    given = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with zipfile.ZipFile(given) as archive:
            _Archive(archive, found, read).read_into(found)
    except InvalidArea:
        raise
    except Exception as error:  # a damaged archive makes the module raise anything
        raise _damaged("zip", found) from error


class _Archive:
    """A zip whose members are being looked through."""

    def __init__(self, zipped: zipfile.ZipFile, found: Found, read: ReadContent) -> None:
        self._zipped = zipped
        self._read = read
        self._members = _members(zipped, found)

    def read_into(self, found: Found) -> None:
        """Read the file that is meant."""
        candidates, beside = self._sorted(found)
        if not candidates:
            candidates, beside = beside, []
        if not candidates:
            if any(PurePosixPath(name).suffix.lower() in _ARCHIVES for name in self._members):
                raise _nested(found)
            raise found.refuse(
                "empty",
                "the archive holds no file of areas." if self._members else "the archive is empty.",
                "Zip a shapefile with all its parts, or a GeoJSON, KML or GeoPackage file.",
            )
        candidates += [name for name in beside if self._has_polygons(name)]
        names = _names(candidates)
        if found.layer is not None and len(candidates) > 1:
            candidates = [candidates[names.index(choose(found, names))]]
            found.layer = None
        if len(candidates) == 1:
            self._read_member(candidates[0], found)
        else:
            self._read_only_one(dict(zip(candidates, names, strict=True)), found)

    def _sorted(self, found: Found) -> tuple[list[str], list[str]]:
        """The files that may hold areas, of a file geodatabase its folder; and what goes with them.

        What goes with them may be areas too.
        """
        meant: dict[str, None] = {}
        beside: list[str] = []
        for name in self._members:
            path = PurePosixPath(name)
            suffix = path.suffix.lower()
            if folder := _gdb_of(path):
                meant[folder] = None
            elif suffix in _ARCHIVES:
                found.warnings.append(f"The archive {name[:120]!r} in the archive is omitted.")
            elif suffix == ".txt":
                found.remarks.append(f"File {name[:120]} is skipped: a text may be anything.")
            elif suffix in _WEAK:
                beside.append(name)
            elif suffix in KINDS:
                meant[name] = None
        return list(meant), beside

    def _has_polygons(self, name: str) -> bool:
        fork = Found()
        try:
            self._read_member(name, fork)
        except InvalidArea:
            return False
        return bool(fork.parts)

    def _read_only_one(self, candidates: dict[str, str], found: Found) -> None:
        """Of several files, read the one that holds polygons; ask where several do."""
        with_polygons: dict[str, Found] = {}
        for member, name in candidates.items():
            fork = found.fork()
            try:
                self._read_member(member, fork)
            except InvalidArea as error:
                if error.reason not in _NO_POLYGONS:
                    raise
            if any(row.parts or row.fault for row in fork.rows):
                with_polygons[name] = fork
            else:
                found.remarks.append(f"File {name} has no polygons and is skipped.")
        if len(with_polygons) > 1:
            raise several(found, list(with_polygons))
        if not with_polygons:
            names = ", ".join(candidates.values())
            what = f"none of the files in the archive holds a polygon: {names}."
            raise found.refuse("not_polygon", what, "Zip a file of polygons.")
        found.join(*with_polygons.values())

    def _read_member(self, member: str, found: Found) -> None:
        """Read one file; a format of several files is unpacked under names of ours."""
        path = PurePosixPath(member)
        kind = KINDS.get(path.suffix.lower())
        with found.inside(f"member {member[:120]!r}"):
            if kind not in ("shp", "gdb"):
                self._read(self._unpack(member, found), found, kind, None)
                return
            with tempfile.TemporaryDirectory(prefix="mapflow-", ignore_cleanup_errors=True) as made:
                # The name of the file is that of its layer.
                stem = path.stem if _PLAIN_STEM.fullmatch(path.stem) else "area"
                target = Path(made) / f"{stem}.{kind}"
                if kind == "gdb":
                    target.mkdir()
                for name in self._members:
                    if place := _place_of(PurePosixPath(name), path, target):
                        place.write_bytes(self._unpack(name, found))
                content = b"" if kind == "gdb" else target.read_bytes()
                self._read(content, found, kind, target)

    def _unpack(self, member: str, found: Found) -> bytes:
        """Unpack one member, and not more of it than the archive says."""
        info = self._members[member]
        with self._zipped.open(info) as stream:
            content = stream.read(info.file_size + 1)
        if len(content) > info.file_size:
            raise _too_large(found)
        return content


def _place_of(part: PurePosixPath, whole: PurePosixPath, target: Path) -> Path | None:
    """Where to unpack a member that is a part of a shapefile or of a geodatabase."""
    if whole in part.parents:
        return target / part.name if re.fullmatch(r"[\w-][\w.-]*", part.name) else None
    is_part = str(part.with_suffix("")).casefold() == str(whole.with_suffix("")).casefold()
    ending = part.suffix.lower()
    return target.with_suffix(ending) if is_part and ending in _PARTS else None


def _members(archive: zipfile.ZipFile, found: Found) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > _MOST_BYTES:
        raise _too_large(found)
    members = {
        info.filename: info
        for info in infos
        if not info.is_dir()
        and "__MACOSX" not in info.filename
        and not PurePosixPath(info.filename).name.startswith(".")
    }
    if any(info.flag_bits & _ENCRYPTED for info in members.values()):
        hint = "Unpack it with its password, and pass what was in it."
        raise found.refuse("bad_file", "the archive is encrypted.", hint)
    return members


def _gdb_of(path: PurePosixPath) -> str | None:
    """The file geodatabase, which is a folder, that a member is in."""
    return next((str(each) for each in path.parents if each.suffix.lower() == ".gdb"), None)


def _names(candidates: list[str]) -> list[str]:
    """Call each by its name alone where these differ, else by its path."""
    paths = [PurePosixPath(each) for each in candidates]
    for names in ([path.stem for path in paths], [path.name for path in paths]):
        if len({name.casefold() for name in names}) == len(names):
            return names
    return candidates


def _damaged(kind: str, found: Found) -> InvalidArea:
    what = f"the {kind} archive is damaged, incomplete, or packed in a way that is not read."
    return found.refuse("bad_file", what, "Pack it again, or pass what is in it.")


def _too_large(found: Found) -> InvalidArea:
    most = f"{_MOST_BYTES >> 20} MB, or more than {_MOST_MEMBERS:,} files"
    what = f"the archive holds more than {most}."
    return found.refuse("bad_file", what, "Unpack it, and pass the file with the areas.")


def _nested(found: Found) -> InvalidArea:
    what = "the archive holds another archive."
    return found.refuse("bad_file", what, "Unpack it, and pass what is in it.")

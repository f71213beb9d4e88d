"""Archives: one area file, or the parts of one, in a zip; one in a gz."""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from mapflow._base_errors import InvalidArea
from mapflow.geometry._readers.formats import KINDS
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.layers import choose, several
from mapflow.geometry._refusals import inside, refuse

#: What an archive may hold when it is unpacked; a bomb holds more.
MOST_BYTES: Final = 1 << 28
_MOST_MEMBERS: Final = 10_000
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# What usually goes with an area, and counts only if nothing else is there.
_WEAK: Final = (".json", ".csv", ".tsv", ".xml", ".wkt", ".wkb")
# Of these, what may be further areas: never omitted without a warning.
_PERHAPS: Final = (".json", ".csv", ".tsv", ".wkt", ".wkb")
_ARCHIVES: Final = (".zip", ".kmz", ".gz", ".tar", ".7z", ".rar", ".shz")
_PLAIN_STEM: Final = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[\w-](?:[\w -]{0,60}[\w-])?", re.IGNORECASE
)
_ENCRYPTED: Final = 0x1
_PIECE: Final = 1 << 20


class ReadContent(Protocol):
    """Reads the content of a file of any format."""

    def __call__(
        self,
        content: bytes,
        found: Found,
        *,
        where: str,
        depth: int,
        kind: str | None = None,
        path: Path | None = None,
    ) -> None:
        """Collect the polygons."""


def read_gz(
    content: bytes, name: str | None, found: Found, where: str, depth: int, read: ReadContent
) -> None:
    """Read the one file in a gz."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            plain = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged("gzip", where) from error
    if len(plain) > MOST_BYTES:
        raise _too_large(where)
    if plain[:2] == b"\x1f\x8b" or plain[:2] == b"PK":
        raise _nested(where)
    kind = None if name is None else KINDS.get(Path(name).suffix.lower())
    if kind is None and not plain.strip():
        raise refuse("empty", "the file is empty.", where=where, hint="Pass an area.")
    read(plain, found, where=where, depth=depth + 1, kind=kind)


def read_zip(source: Path | bytes, found: Found, where: str, depth: int, read: ReadContent) -> None:
    """Read the area file in a zip, wherever in its folders that lies."""
    given = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with zipfile.ZipFile(given) as archive:
            _Archive(archive, where, depth, read).read_into(found)
    except InvalidArea:
        raise
    except Exception as error:  # a damaged archive makes the module raise anything
        raise _damaged("zip", where) from error


class _Archive:
    """A zip whose members are being looked through."""

    def __init__(self, zipped: zipfile.ZipFile, where: str, depth: int, read: ReadContent) -> None:
        self._zipped = zipped
        self._where = where
        self._depth = depth
        self._read = read
        self._members = _members(zipped, where)

    def read_into(self, found: Found) -> None:
        """Read the file that is meant."""
        candidates = _candidates(self._members)
        if not candidates:
            if any(PurePosixPath(name).suffix.lower() in _ARCHIVES for name in self._members):
                raise _nested(self._where)
            raise refuse(
                "empty",
                "the archive holds no file of areas." if self._members else "the archive is empty.",
                where=self._where,
                hint="Zip a shapefile with all its parts, or a GeoJSON, KML or GeoPackage file.",
            )
        candidates += self._also_with_polygons(candidates, found)
        names = _names(candidates)
        if found.layer is not None and len(candidates) > 1:
            candidates = [candidates[names.index(choose(found, names, self._where))]]
            found.layer = None
        if len(candidates) == 1:
            self._read_member(candidates[0], found)
        else:
            self._read_only_one(dict(zip(candidates, names, strict=True)), found)

    def _also_with_polygons(self, candidates: list[str], found: Found) -> list[str]:
        """What lies beside the files that are meant: areas too, or it only goes with them."""
        also: list[str] = []
        for name in self._members:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in _ARCHIVES:
                found.warnings.append(f"The archive {name[:120]!r} in the archive is omitted.")
            if suffix == ".txt":
                found.remarks.append(f"File {name[:120]} is skipped: a text may be anything.")
            if suffix not in _PERHAPS or name in candidates:
                continue
            if any(".gdb" in parent.suffix.lower() for parent in PurePosixPath(name).parents):
                continue
            fork = Found()
            try:
                self._read_member(name, fork)
            except InvalidArea:
                continue
            if fork.parts:
                also.append(name)
        return also

    def _read_only_one(self, candidates: dict[str, str], found: Found) -> None:
        """Of several files, read the one that holds polygons; ask where several do."""
        with_polygons: list[tuple[str, Found]] = []
        for member, name in candidates.items():
            fork = found.fork()
            try:
                self._read_member(member, fork)
            except InvalidArea as error:
                if error.reason not in ("empty", "not_polygon", "no_geometry_column"):
                    raise
            if any(row.parts or row.fault for row in fork.rows):
                with_polygons.append((name, fork))
            else:
                found.remarks.append(f"File {name} has no polygons and is skipped.")
        if len(with_polygons) > 1:
            raise several([name for name, _ in with_polygons], self._where)
        if not with_polygons:
            names = ", ".join(candidates.values())
            raise refuse(
                "not_polygon",
                f"none of the files in the archive holds a polygon: {names}.",
                where=self._where,
                hint="Zip a file of polygons.",
            )
        found.join(with_polygons[0][1])

    def _read_member(self, member: str, found: Found) -> None:
        """Read one file; a format of several files is unpacked under names of ours."""
        path = PurePosixPath(member)
        place = inside(self._where, f"member {member[:120]!r}")
        kind = KINDS.get(path.suffix.lower())
        if kind not in ("shp", "gdb"):
            content = self._unpack(member)
            self._read(content, found, where=place, depth=self._depth + 1, kind=kind)
            return
        with tempfile.TemporaryDirectory(prefix="mapflow-", ignore_cleanup_errors=True) as folder:
            # The name of the file is that of its layer.
            stem = path.stem if _PLAIN_STEM.fullmatch(path.stem) else "area"
            target = Path(folder) / f"{stem}.{kind}"
            if kind == "gdb":
                target.mkdir()
                self._unpack_folder(path, target)
                content = b""
            else:
                self._unpack_parts(path, target)
                content = target.read_bytes()
            self._read(content, found, where=place, depth=self._depth + 1, kind=kind, path=target)

    def _unpack_parts(self, path: PurePosixPath, target: Path) -> None:
        stem = str(path.with_suffix("")).casefold()
        for name in self._members:
            part = PurePosixPath(name)
            ending = part.suffix.lower()
            if ending in _PARTS and str(part.with_suffix("")).casefold() == stem:
                target.with_suffix(ending).write_bytes(self._unpack(name))

    def _unpack_folder(self, path: PurePosixPath, target: Path) -> None:
        for name in self._members:
            part = PurePosixPath(name)
            if path in part.parents and re.fullmatch(r"[\w-][\w.-]*", part.name):
                (target / part.name).write_bytes(self._unpack(name))

    def _unpack(self, member: str) -> bytes:
        """Unpack one member, and not more of it than the archive says."""
        info = self._members[member]
        with self._zipped.open(info) as stream:
            content = stream.read(info.file_size + 1)
        if len(content) > info.file_size:
            raise _too_large(self._where)
        return content


def _members(archive: zipfile.ZipFile, where: str) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES:
        raise _too_large(where)
    members = {
        info.filename: info
        for info in infos
        if not info.is_dir()
        and "__MACOSX" not in info.filename
        and not PurePosixPath(info.filename).name.startswith(".")
    }
    if any(info.flag_bits & _ENCRYPTED for info in members.values()):
        raise refuse(
            "bad_file",
            "the archive is encrypted.",
            where=where,
            hint="Unpack it with its password, and pass what was in it.",
        )
    return members


def _candidates(members: dict[str, zipfile.ZipInfo]) -> list[str]:
    """The files that may hold areas; of a file geodatabase its folder."""
    folders: dict[str, None] = {}
    strong: list[str] = []
    weak: list[str] = []
    for name in members:
        path = PurePosixPath(name)
        folder = next((str(each) for each in path.parents if each.suffix.lower() == ".gdb"), None)
        suffix = path.suffix.lower()
        if folder is not None:
            folders[folder] = None
        elif suffix in _WEAK:
            weak.append(name)
        elif suffix in KINDS and suffix not in _ARCHIVES:
            strong.append(name)
    return [*folders, *strong] or weak


def _names(candidates: list[str]) -> list[str]:
    """Call each by its name alone where these differ, else by its path."""
    for names in (
        [PurePosixPath(each).stem for each in candidates],
        [PurePosixPath(each).name for each in candidates],
    ):
        if len({name.casefold() for name in names}) == len(names):
            return names
    return candidates


def _damaged(kind: str, where: str) -> InvalidArea:
    return refuse(
        "bad_file",
        f"the {kind} archive is damaged, incomplete, or packed in a way that is not read.",
        where=where,
        hint="Pack it again, or pass what is in it.",
    )


def _too_large(where: str) -> InvalidArea:
    return refuse(
        "bad_file",
        f"the archive holds more than {MOST_BYTES >> 20} MB, or more than {_MOST_MEMBERS:,} files.",
        where=where,
        hint="Unpack it, and pass the file with the areas.",
    )


def _nested(where: str) -> InvalidArea:
    return refuse(
        "bad_file",
        "the archive holds another archive.",
        where=where,
        hint="Unpack it, and pass what is in it.",
    )

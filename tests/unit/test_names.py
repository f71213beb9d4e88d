"""Names that the service gives out stay in their folder, on every system."""

import ntpath
import sys
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapflow._downloads.file_names import plain_name

pytestmark = pytest.mark.pythons

DEVICES = ("CON", "prn", "AUX", "nul.tif", "COM1", "lpt9.txt", "COM¹", "CONIN$", "NUL .tif")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("flight 1.tif", "flight 1.tif"),
        ("Вылет.tif", "Вылет.tif"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("C:flight.tif", "Cflight.tif"),
        ("flight.tif:stream", "flight.tifstream"),
        ("a\x00b.tif", "ab.tif"),
        (".bashrc", "bashrc"),
        ("flight.tif. . ", "flight.tif"),
        ("a\u2215b\uff0fc.tif", "a\u2215bc.tif"),
    ],
)
def test_what_becomes_of_a_name(given, expected):
    assert plain_name(given, "else.tif") == expected


@pytest.mark.parametrize(
    "given", [None, "", ".", "..", "../", "a/..", "\x00", ": ?", "\uff0e\uff0e"]
)
def test_what_leaves_nothing_is_called_otherwise(given):
    assert plain_name(given, "else.tif") == "else.tif"


@pytest.mark.parametrize("given", DEVICES)
def test_a_device_becomes_an_ordinary_file(given):
    assert plain_name(given, "else.tif") == f"_{given}"


def test_a_long_name_keeps_its_suffix():
    made = plain_name("ж" * 400 + ".tif", "else.tif")
    assert made.endswith("ж.tif")
    assert len(made.encode()) <= 200


def _is_reserved(name):
    """Whether Windows keeps a name for itself."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(name)
    return PureWindowsPath(name).is_reserved()


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("/\\.:\x00 ~$CONAUX1")), max_size=300
    )
)
def test_no_name_leaves_its_folder(given):
    made = plain_name(given, "else.tif")
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind("folder") / made
        assert path.parent == kind("folder")
        assert path.name == made
    assert made not in ("", ".", "..")
    assert not set(made) & set('<>:"|?*/\\\0')
    assert not _is_reserved(made)
    assert len(made.encode()) <= 200

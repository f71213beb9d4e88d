"""Previews of found images: one picture or a sentence, and nothing is asked for in vain."""

import pytest

from mapflow import CatalogImage, Mapflow
from mapflow.errors import InvalidInput


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "has no preview"),
        ({"previewUrl": None, "previews": None}, "has no preview"),
        ({"previewUrl": "https://tiles.example.com/{z}/{x}/{y}.png"}, "tile layer"),
        ({"previews": [{"url": "https://e.com/1.png"}, {"url": "https://e.com/2.png"}]}, "2 prev"),
    ],
)
def test_what_is_no_picture_is_refused(raw, words, tmp_path):
    with Mapflow(token="a@example.com:b") as client:
        image = CatalogImage({"id": "SBXA"} | raw)
        with pytest.raises(InvalidInput, match=words):
            client.catalog.preview(image, tmp_path / "x.png")
        with pytest.raises(InvalidInput):
            client.catalog.preview(image, tmp_path / "x.gpkg")
    assert list(tmp_path.iterdir()) == []

"""Functions that users pass: what is none is refused where it is passed."""

import pytest

from mapflow import AsyncMapflow, Mapflow, _arguments, errors


async def in_vain(*_):
    """What no caller would await."""


def test_an_async_function_is_refused_before_anything_is_done():
    with pytest.raises(errors.InvalidInput, match="`on_progress` must be a plain function"):
        _arguments.function(in_vain, "on_progress")


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
def test_an_async_token_is_refused(kind):
    with pytest.raises(errors.ConfigurationError, match="`token` must be a plain function"):
        kind(token=in_vain, base_url="http://127.0.0.1:1/rest")


@pytest.mark.parametrize("wrong", [7, in_vain])
def test_an_upload_of_several_files_takes_a_function_only(wrong):
    client = Mapflow(token="me@example.com:x", base_url="http://127.0.0.1:1/rest")
    mosaic = "65285409-ac88-4fc0-a937-193cf42c2343"
    with client, pytest.raises(errors.InvalidInput, match="`on_progress` must be"):
        client.imagery.mosaics.upload_all(mosaic, ["x.tif"], on_progress=wrong)

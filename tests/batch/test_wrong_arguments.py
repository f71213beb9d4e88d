"""What a batch cannot be run with is told before anything is asked of the service."""

import asyncio

import pytest

from mapflow import AsyncMapflow, Mapflow, batch, errors

AREA = (37.300, 55.636, 37.302, 55.638)


@pytest.fixture(params=["run_split", "run_split_async"])
def call(request):
    def run(path, **options):
        function = getattr(batch, request.param)
        if request.param == "run_split":
            with Mapflow(token="a@example.com:b", base_url="http://127.0.0.1:9/rest") as client:
                return function(client, AREA, path, model="buildings", **options)

        async def there():
            async with AsyncMapflow(
                token="a@example.com:b", base_url="http://127.0.0.1:9/rest"
            ) as client:
                return await function(client, AREA, path, model="buildings", **options)

        return asyncio.run(there())

    return run


@pytest.mark.parametrize("options", [5, 1.5, True, [["a"]], object()])
def test_steps_of_the_model(call, options):
    with pytest.raises(errors.InvalidInput, match="options"):
        call("roofs.geojson", options=options)


@pytest.mark.parametrize("path", ["", ".", "/"])
def test_a_path_without_a_name(call, path):
    with pytest.raises(errors.InvalidFile, match="name of a file"):
        call(path)

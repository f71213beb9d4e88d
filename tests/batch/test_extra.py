"""Members of requests that this package does not know are part of what a batch is."""

import pytest

from mapflow import errors
from mapflow._http.requests import PreparedRequest


@pytest.fixture
def bodies(monkeypatch):
    """The bodies that are sent, by the paths they go to."""
    seen = []
    build = PreparedRequest.build

    def built(plan, *given):
        seen.append((plan.url.rpartition("/rest")[2], plan.json))
        return build(plan, *given)

    monkeypatch.setattr(PreparedRequest, "build", built)

    def of(path):
        return [body for url, body in seen if url == path]

    return of


async def test_all_requests_have_them_after_an_interruption_too(batches, fields, bodies):
    def stop(report):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await batches.run(fields(2), extra={"newOption": [1]}, parallel=1, on_progress=stop)
    report = await batches.resume()
    assert report.is_success
    assert [body["newOption"] for body in bodies("/processings")] == [[1], [1]]
    assert {str(body["newOption"]) for body in bodies("/processing/cost")} == {"[1]"}


async def test_others_are_another_batch(batches, fields):
    await batches.run(fields(1), extra={"newOption": 1})
    assert (await batches.run(fields(1), extra={"newOption": 1})).is_success
    for other in (None, {"newOption": 2}, {"newOption": True}):
        with pytest.raises(errors.InvalidInput, match="other areas"):
            await batches.run(fields(1), extra=other)
    assert len(batches.posts()) == 1


async def test_what_is_known_is_not_replaced(batches, fields):
    with pytest.raises(errors.InvalidInput, match="`extra`"):
        await batches.run(fields(1), extra={"wdId": "x"})
    assert batches.running.requests() == []

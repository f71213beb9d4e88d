"""What a notebook shows of a thing, whatever it holds: no secrets, and without a request."""

import html.parser
import importlib
import inspect
import pickle
import pkgutil
import re
import shutil
from pathlib import Path

import pytest
from mapflow_openapi import views

import mapflow
from mapflow import (
    AsyncMapflow,
    AsyncProcessing,
    CatalogImage,
    Estimate,
    Mapflow,
    Option,
    Preview,
    Processing,
    TileLayer,
    batch,
    sources,
)  # fmt: skip
from mapflow._display.listing import Listing
from mapflow._display.words import words
from mapflow._http import timing
from mapflow._sync.processings.mapping import _subtitle
from mapflow._views.account import AccountStatus, ImageryProvider, Model
from mapflow._views.base import Identified, Record
from tests.support.places import BLOCK, FIELD_IMAGE

SCRIPT = "<script>alert('x')</script>\"&"
SECRETS = ("hunter22", "bob-the-login", "SECRETKEY")
ID = "65285409-ac88-4fc0-a937-193cf42c2343"
ODD = [
    *(None, True, 0, -1, 1.5, float("inf"), float("nan"), 10**400, "", "x", SCRIPT),
    *("\ud800", "9" * 99),
    *([], [None], ["x"], [[]], [{}], {}, {"x": None}, {"type": "x"}, {"name": 1}, [{"name": {}}]),
    *("9999-12-31T23:59:59.999999-14:00", "0001-01-01T00:00:00+14:00", "yesterday"),
]  # fmt: skip


class _Page(html.parser.HTMLParser):
    """What a browser would see."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.styles = set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            assert name in ("style", "class"), (name, value)
            self.styles.append(value)

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def seen(thing):
    """What a notebook shows, and that it is fit to be shown there."""
    page = _Page(thing._repr_html_())
    assert page.tags <= {
        *("div", "b", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "br"),
    }
    for style in page.styles:
        assert not re.search(r"url\(|#[0-9a-f]{3}|white;|black|position|width:\d{3}", style), style
    return page.text


def _records():
    """Every class that reads a response: the records, and the handles of both clients."""
    for package in ("_views", "_async", "_sync"):
        home = importlib.import_module(f"mapflow.{package}")
        for info in pkgutil.walk_packages(home.__path__, f"{home.__name__}."):
            for thing in vars(importlib.import_module(info.name)).values():
                own = inspect.isclass(thing) and thing.__module__ == info.name
                if own and issubclass(thing, Record) and thing not in (Record, Identified):
                    yield thing


RECORDS = sorted(set(_records()), key=lambda kind: kind.__qualname__)


def made(kind, raw):
    handle = kind.__module__.startswith(("mapflow._async", "mapflow._sync"))
    return kind(None, raw) if handle else kind(raw)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_whatever_a_response_holds_can_be_shown(kind):
    members = made(kind, {"id": ID})._view.MEMBERS
    for member in members:
        for odd in ODD:
            thing = made(kind, {"id": ID} | ({} if member == "id" else {member: odd}))
            text = seen(thing)
            assert "cannot be shown" not in text, (member, odd)
            seen(Listing([thing]))
            repr(thing)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_a_notebook_shows_what_the_repr_does(kind):
    assert kind._shows
    members = {**dict.fromkeys(made(kind, {"id": ID})._view.MEMBERS, "word"), "id": ID}
    thing = made(kind, members)
    text = seen(thing)
    for name in kind._shows:
        value = getattr(thing, name)
        if isinstance(value, str):
            assert value in repr(thing)
            assert value in text


@pytest.mark.parametrize("kind", [Processing, AsyncProcessing])
def test_names_are_text_and_nothing_else(kind):
    job = kind(None, {"id": ID, "name": SCRIPT, "status": "OK", "description": SCRIPT})
    assert seen(job).count(SCRIPT) == 2
    assert "<script" not in job._repr_html_()
    assert seen(Listing([job])).count(SCRIPT) == 2
    assert seen(job.result()).count(SCRIPT) == 2


STEPS = {
    "": "job.refresh()",
    "UNPROCESSED": "job.wait()",
    "IN_PROGRESS": "job.wait()",
    "AWAITING": "Mapflow is waiting for imagery",
    "SOMETHING_NEW": "does not know the status SOMETHING_NEW",
    "OK": "job.map()",
    "FAILED": "job.areas()",
    "CANCELLED": "Start it again",
    "REFUNDED": "Start it again",
}


@pytest.mark.parametrize(("status", "step"), STEPS.items())
def test_a_processing_says_what_to_do_next(status, step):
    raw = {"id": ID, "status": status, "percentCompleted": 40, "cost": 12, "area": 420_000}
    job = Processing(None, raw)
    assert step in seen(job)
    assert "await" not in seen(job)
    for fact in ("40 %", "12 credits", "0.42 km²"):
        assert fact in seen(job)
    awaited = seen(AsyncProcessing(None, raw))
    assert ("await job." in awaited) == ("job." in step or status not in ("CANCELLED", "REFUNDED"))


def test_a_failed_processing_explains_its_code_and_names_the_cure():
    messages = [{"code": "source-validator.TooHighZoom", "parameters": {"max_zoom": "18"}}]
    job = Processing(None, {"id": ID, "status": "FAILED", "messages": messages})
    text = seen(job)
    assert job.messages[0].text in text
    assert job.messages[0].hint.replace("`", "") in text
    assert "source-validator.TooHighZoom" in text
    assert "job.restart()" not in text
    messages[0]["code"] = "inference.internalError"
    assert "job.restart() runs what failed" in seen(
        Processing(None, {"id": ID, "status": "FAILED", "messages": messages})
    )


def test_a_result_in_review_says_whose_turn_it_is():
    raw = {"id": ID, "status": "OK", "reviewStatus": {"reviewStatus": "IN_REVIEW"}}
    assert "mf.processings.accept(job)" in seen(Processing(None, raw))


def test_addresses_are_shown_without_their_keys():
    url = "https://bob-the-login:hunter22@tiles.example.com/{z}/{x}/{y}.png?token=SECRETKEY"
    image = CatalogImage({"id": "a", "previewUrl": url, "previews": [{"url": url}]})
    things = [
        *(Preview(url, None), TileLayer(url, url, "x"), ImageryProvider("x", "x", {}, None, url)),
        *(image, image.previews, Listing([ImageryProvider("x", "x", {}, None, url)])),
        Processing(None, {"id": ID, "params": {"url": url, "raster_password": "hunter22"}}),
    ]
    for thing in things:
        shown = repr(thing) + (thing._repr_html_() if hasattr(thing, "_repr_html_") else "")
        assert not any(secret in shown for secret in SECRETS), shown
    assert image.previews[0].url == url


def test_an_estimate_says_what_allows_or_forbids_the_run():
    model = Model({"id": ID, "name": "🏠 Buildings"})
    estimate = Estimate(12, 420_000, 1, (37.3, 55.6), model, remaining_credits=100)
    assert "12 credits" in seen(estimate)
    assert "max_cost=12" in seen(estimate)
    assert str(estimate) == "12 credits: 🏠 Buildings, 0.42 km² in 1 polygon"
    poor = estimate._replace(remaining_credits=5)
    assert "The account lacks 7 credits" in seen(poor)
    assert "max_cost" not in seen(poor)
    wide = estimate._replace(
        obstacles=(mapflow.errors.LimitExceeded("Too large.", limit="x", allowed=1, found=2),)
    )
    assert "It cannot be started: Too large." in seen(wide)
    assert "Too large." in str(wide)


def test_a_long_list_shows_its_beginning():
    options = Listing(Option(f"option {number}", "", True, 2.0) for number in range(1000))
    text = seen(options)
    assert "Option × 1,000" in text
    assert "and 980 more" in text
    assert "option 19" in text
    assert "option 20" not in text
    assert len(options._repr_html_()) < 20_000


def test_a_list_is_a_list():
    given = [Option("a", "A", True, 2.0), Option("b", "B", False, 0.0)]
    listing = Listing(given, kind=Option)
    assert listing == given
    assert isinstance(listing[:1], Listing)
    assert listing[:1] == given[:1]
    assert listing[1] is given[1]
    copy = pickle.loads(pickle.dumps(listing))
    assert (copy, copy.kind) == (given, Option)
    assert "Option × 0" in seen(Listing(kind=Option))
    assert "List × 0" in seen(Listing())


def test_a_thing_that_breaks_is_named():
    class Broken(Processing):
        def _advice(self):
            raise RuntimeError("no")

    assert "Broken cannot be shown" in seen(Broken(None, {"id": ID}))


def test_an_account_shows_what_is_left():
    account = AccountStatus(
        {"email": "ada@example.com", "remainingCredits": 1234.5, "remainingArea": 2.5e6}
    )
    assert "Account ada@example.com" in seen(account)
    assert "1,234.5 credits" in seen(account)
    assert "2.5 km²" in seen(account)


def test_a_repr_writes_times_as_people_do():
    image = CatalogImage({"id": "a", "acquisitionDate": "2026-03-01T02:30:00Z"})
    assert repr(image) == "<CatalogImage id='a', acquired=2026-03-01T02:30:00+00:00>"


def test_times_are_in_utc():
    made_at = "2026-03-01T02:30:00+03:00"
    assert "2026-02-28 23:30 UTC" in seen(Model({"id": ID, "updated": made_at}))


def test_every_view_has_a_record_here():
    """So that a new kind of response is shown, too."""
    assert {kind._viewer for kind in RECORDS} <= {
        view for view in vars(views).values() if inspect.isclass(view)
    }
    assert len(RECORDS) >= 20


@pytest.fixture
def mf(mapflow_sandbox, monkeypatch, tmp_path):
    monkeypatch.setattr(timing, "sleep", mapflow_sandbox.advance)
    monkeypatch.chdir(tmp_path)
    with Mapflow() as client:
        yield client


async def test_nothing_that_is_shown_asks_the_service(mf, mapflow_sandbox):
    tiles = sources.XYZ(
        "https://tiles.example.com/SECRETKEY/{z}/{x}/{y}.png",
        login="bob-the-login",
        password="hunter22",
    )
    place = {"model": "buildings", "area": BLOCK, "source": sources.Provider("Mapbox")}
    job = mf.processings.run(**place).wait()
    result, drawn = job.result(), job.result()
    drawn.map(imagery=False)
    pages = mf.processings.pages()
    pages.all()
    shutil.copy(FIELD_IMAGE, "field.tif")
    mosaic = mf.imagery.mosaics.create("Field")
    plan = mapflow.split(BLOCK, mapflow.SplitLimits(aoi_area_limit_m2=10_000))
    account = mf.account.status()
    things = {
        "account": account,
        "models": mf.models.list(),
        "providers": account.providers,
        "options": mf.models.get("buildings").options,
        "estimate": mf.processings.estimate(**place),
        "dry run": mf.processings.run(**(place | {"source": tiles}), dry_run=True),
        "processing": job,
        "processings": mf.processings.list(),
        "areas": job.areas(),
        "result": result,
        "pages": pages,
        "project": mf.projects.default(),
        "projects": mf.projects.list(),
        "found": mf.catalog.search(BLOCK).all(),
        "storage": mf.imagery.storage(),
        "uploads": mf.imagery.mosaics.upload_all(mosaic, ["field.tif"]),
        "mosaics": mf.imagery.mosaics.list(),
        "images": mosaic.images(),
        "price": plan.price(mf, model="buildings", source=sources.Provider("Mapbox")),
        "batch estimate": batch.run(mf, [BLOCK], **_but_area(place), folder="a", dry_run=True),
        "batch": batch.run(mf, {"a": BLOCK, "b": (1, 2, 3, 95)}, **_but_area(place), folder="b"),
        "collected": batch.collect("b", "all.geojson", partial=True),
        "summary": result.summary(),
    }
    async with AsyncMapflow() as client:
        things["async processing"] = await client.processings.get(job.id)
        things["async result"] = things["async processing"].result()
        things["async pages"] = client.processings.pages()
        before = len(mapflow_sandbox.requests())
        texts = {name: seen(thing) for name, thing in things.items()}
    whole = {"drawn": drawn._repr_html_(), "plan": plan._repr_html_()}
    assert len(mapflow_sandbox.requests()) == before

    assert not [name for name, text in texts.items() if "cannot be shown" in text]
    shown = " ".join([*texts.values(), *map(repr, things.values())])
    assert not [secret for secret in SECRETS if secret in shown]
    assert "POST" in texts["dry run"]
    assert "result.map() draws it here" in texts["result"]
    assert "await result.map()" in texts["async result"]
    assert "await job.map()" in texts["async processing"]
    assert "async for item in pages" in texts["async pages"]
    assert "Done 1" in texts["batch"]
    assert "Refused 1" in texts["batch"]
    assert "latitude" in texts["batch"]
    assert "Would start 1 of 1" in texts["batch estimate"]
    assert repr(things["batch"]).startswith("<Report of 2 areas: 1 done, 1 refused; ")
    assert repr(things["batch estimate"]).startswith("<BatchEstimate: 1 of 1 rows would be started")
    for name, page in whole.items():
        assert page.count("<iframe") == 1, name
        assert page.startswith("<div"), name
        assert "http" not in re.sub(r'srcdoc="[^"]*"', "", page)
    assert "Split plan" in whole["plan"]


def _but_area(place):
    return {name: value for name, value in place.items() if name != "area"}


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
def test_what_a_client_offers_says_what_it_is(kind):
    client = kind(token="bmFtZTprZXk=")
    for owner in (client, client.imagery):
        offered = [thing for name, thing in vars(owner).items() if not name.startswith("_")]
        assert offered
        for thing in offered:
            assert repr(thing).endswith((" of https://api.mapflow.ai/rest>", "/rest'"))


def test_a_path_is_shown_from_the_current_folder_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert words("ledger", Path.cwd() / "yards" / "batch.sqlite") == str(Path("yards/batch.sqlite"))
    assert words("ledger", Path("yards") / "a.geojson") == str(Path("yards/a.geojson"))
    elsewhere = tmp_path.parent / "other.geojson"
    assert words("result", elsewhere) == str(elsewhere)


def test_a_signed_address_as_a_name_is_masked_in_a_repr():
    name = "https://bucket.example.com/a.tif?X-Amz-Signature=SECRETKEY"
    job = Processing(None, {"id": ID, "name": name})
    assert "SECRETKEY" not in repr(job) + job._repr_html_() + _subtitle(job)


def test_no_name_turns_the_direction_of_what_is_shown():
    turned = Processing(None, {"id": ID, "name": "roof\u202egpj.exe\u2066", "status": "OK"})
    for shown in (turned._repr_html_(), Listing([turned], kind=Processing)._repr_html_()):
        assert "roof" in shown
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

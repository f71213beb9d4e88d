"""``mapflow open``: a result in the browser, or where to find it if there is none."""

import pytest

from mapflow.cli import _browser
from tests.cli.conftest import QUARTER

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")


@pytest.fixture
def opened(monkeypatch):
    """What the browser was asked to show."""
    found = []
    browser = type(
        "Browser", (), {"name": "firefox", "open": staticmethod(lambda url: not found.append(url))}
    )
    monkeypatch.setattr("webbrowser.get", lambda: browser)
    monkeypatch.setenv("DISPLAY", ":0")
    return found


def test_the_map_of_a_result(cli, finished, folder, opened):
    done = cli.ok("open", finished)
    page = folder / f"{finished}.html"
    assert "<html" in page.read_text("utf-8")
    assert opened == [page.resolve().as_uri()]
    assert done.out == f"{page.resolve().as_uri()}\n"
    assert "No browser" not in done.err


def test_a_page_that_is_there_is_opened_as_it_is(cli, finished, folder, opened):
    page = folder / f"{finished}.html"
    page.write_text("mine")
    before = len(cli.service.requests())
    done = cli.ok("open", finished.upper())
    assert "is there already; --overwrite draws it again" in done.err
    assert page.read_text() == "mine"
    assert len(cli.service.requests()) == before
    cli.ok("open", finished, "--overwrite")
    assert page.read_text("utf-8") != "mine"
    assert len(opened) == 2


def test_the_page_of_the_service_is_the_one_that_the_service_names(cli, finished, folder, opened):
    done = cli.ok("open", finished, "--web", "--json")
    (row,) = cli.ok("history", "--json").json
    assert done.json == {"url": row["link_to_map"], "path": None, "is_open": True}
    assert opened == [row["link_to_map"]]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "link", [None, "", "javascript:alert(1)//{key}", "https://example.com/other"]
)
def test_no_page_is_made_up(cli, finished, opened, monkeypatch, link):
    url = link and link.format(key=finished)
    monkeypatch.setattr("mapflow._views.statistics.StatisticsRow.url", url)
    done = cli("open", finished, "--web")
    assert done.code == 4
    assert "The service names no page of" in done.err
    assert opened == []


def test_without_a_browser_it_says_where_the_page_is(cli, finished, folder, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    browser = type("Browser", (), {"name": "w3m", "open": staticmethod(lambda _: 1 / 0)})
    monkeypatch.setattr("webbrowser.get", lambda: browser)
    done = cli.ok("open", finished)
    assert done.out == f"{(folder / f'{finished}.html').resolve().as_uri()}\n"
    assert "No browser was found on this machine. Open the address yourself." in done.err
    assert cli.ok("open", finished, "--json").json["is_open"] is False


@pytest.mark.parametrize(
    ("name", "environment", "is_used"),
    [
        ("firefox", {"DISPLAY": ":0"}, True),
        ("firefox", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("firefox", {}, False),
        ("w3m", {"DISPLAY": ":0"}, False),
        ("w3m", {"BROWSER": "w3m"}, True),
    ],
)
def test_which_browsers_are_used(monkeypatch, name, environment, is_used):
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(each, raising=False)
    for each, value in environment.items():
        monkeypatch.setenv(each, value)
    monkeypatch.setattr("sys.platform", "linux")
    browser = type("Browser", (), {"name": name, "open": staticmethod(lambda _: True)})
    monkeypatch.setattr("webbrowser.get", lambda: browser)
    assert _browser.open_page("https://example.com") is is_used


def test_what_has_no_result_yet_says_how_it_stands(frozen, folder, opened):
    started = frozen.ok(*RUN).out.strip()
    done = frozen("open", started)
    assert done.code == 2
    assert f"Processing {started} has no result yet: it is " in done.err
    assert f"`mapflow wait {started}`" in done.err
    assert list(folder.iterdir()) == opened == []


def test_what_failed_says_why(cli, failed, opened):
    done = cli("open", failed)
    assert done.code == 6
    assert f"mapflow restart {failed}" in done.err
    assert opened == []


def test_what_is_refused_before_anything_is_asked(cli, folder, opened):
    (folder / "roofs.geojson").write_text("{}")
    for arguments, words in (
        (("roofs.geojson",), "Open it with `mapflow map roofs.geojson`."),
        (("nope",), "'nope' is not the id of a processing"),
        (("65285409-ac88-4fc0-a937-193cf42c2343", "--web", "--overwrite"), "--web writes no file"),
    ):
        done = cli("open", *arguments)
        assert done.code == 2
        assert words in done.err
    assert cli.service.requests() == opened == []

"""Pages of one origin may use the sandbox, if it is started so; no others, and never by cookies."""

import httpx
import pytest

from mapflow import sandbox
from mapflow.sandbox.control.cors import origin

PAGE = "https://app.example.com"
ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
ALLOWS = "access-control-allow-origin"


@pytest.fixture(scope="module")
def opened():
    with sandbox.start(cors=[PAGE, "http://localhost:3000"]) as running:
        yield running


@pytest.fixture
def client(opened):
    headers = {"Authorization": f"Basic {opened.token}"}
    with httpx.Client(base_url=opened.base_url, headers=headers, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("page", [PAGE, "http://localhost:3000"])
def test_a_page_may_ask_and_read(client, page):
    asked = client.options("/projects", headers={"Origin": page, **ASKS})
    assert asked.status_code == 200
    assert asked.headers[ALLOWS] == page
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()
    response = client.get("/projects/default", headers={"Origin": page})
    assert (response.status_code, response.headers[ALLOWS]) == (200, page)
    assert "Origin" in response.headers["vary"]
    assert "Retry-After" in response.headers["access-control-expose-headers"]


def test_credentials_of_the_browser_are_never_allowed(client):
    for response in (
        client.options("/projects", headers={"Origin": PAGE, **ASKS}),
        client.get("/projects/default", headers={"Origin": PAGE, "Cookie": "a=b"}),
    ):
        assert "access-control-allow-credentials" not in response.headers
        assert response.headers[ALLOWS] == PAGE


def test_refusals_can_be_read_too(client):
    response = client.get(
        "/projects", headers={"Origin": PAGE, "Authorization": "Basic bm9wZTpub3Bl"}
    )
    assert (response.status_code, response.headers[ALLOWS]) == (401, PAGE)
    response = client.get("/nothing", headers={"Origin": PAGE})
    assert (response.status_code, response.headers[ALLOWS]) == (404, PAGE)


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example.com", "http://app.example.com", "https://app.example.com:8443",
        "https://app.example.com.evil.com", "null", "http://localhost:3001",
    ],
)  # fmt: skip
def test_others_may_not(client, page):
    asked = client.options("/projects", headers={"Origin": page, **ASKS})
    assert asked.status_code == 400
    assert ALLOWS not in asked.headers
    assert ALLOWS not in client.get("/projects/default", headers={"Origin": page}).headers


def test_the_control_interface_stays_closed(opened):
    for method in ("GET", "POST"):
        response = httpx.request(
            method, f"{opened.control_url}clock", headers={"Origin": PAGE}, trust_env=False
        )
        assert response.status_code == 403


def test_without_the_option_no_page_may(running):
    response = httpx.options(f"{running.base_url}/projects", headers={"Origin": PAGE, **ASKS})
    assert response.status_code == 405
    assert ALLOWS not in response.headers


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://App.Example.com/", "https://app.example.com"),
        ("https://app.example.com:443", "https://app.example.com"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(given, meant):
    assert origin(given) == meant


@pytest.mark.parametrize(
    "given",
    [
        "*", "null", "", "localhost:3000", "https://", "https://*.example.com", "ftp://a.example",
        "https://a.example/path", "https://a.example?x", "https://u:p@a.example", "http://a:port",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(given):
    with pytest.raises(ValueError, match="is not an origin"):
        origin(given)
    with pytest.raises(RuntimeError, match="is not an origin"):
        sandbox.start(cors=[given])

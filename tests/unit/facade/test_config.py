"""Where tokens come from, where they go, and that no other program sees them."""

import base64
import json
import os
import pickle
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapflow import AsyncMapflow, Mapflow, config, errors
from mapflow.config import Profile, _private_file, authorization, resolve

pytestmark = pytest.mark.pythons

PAIR = "a@example.com:hunter2"
ENCODED = base64.b64encode(PAIR.encode()).decode()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path / "deep" / "config"))
    return tmp_path / "deep" / "config"


@pytest.mark.parametrize(
    "token",
    [PAIR, ENCODED, ENCODED.rstrip("="), f" {ENCODED}\n", f"Basic {ENCODED}", f"basic {PAIR}"],
)
def test_every_form_of_a_token(token):
    assert authorization(token) == f"Basic {ENCODED}"


def test_bearer():
    assert authorization("Bearer abc") == "Bearer abc"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "hunter2",
        ":",
        "a:",
        ":b",
        base64.b64encode(b"hunter2").decode(),
        "é:",
        "Bearer ",
        "Basic",
    ],
)
def test_malformed_tokens_are_refused_and_not_repeated(token):
    with pytest.raises(errors.ConfigurationError) as caught:
        authorization(token)
    assert "hunter2" not in str(caught.value)


def test_order_of_the_places(home):
    config.save_profile("default", Profile(token="p@example.com:profile"))
    env = {"MAPFLOW_TOKEN": "e@example.com:env"}
    assert resolve(token=PAIR, environ=env).token == PAIR
    assert resolve(environ=env).token_from == "MAPFLOW_TOKEN"
    assert resolve(environ={}).token == "p@example.com:profile"
    assert "profile default" in resolve(environ={}).token_from
    config.delete_profile("default")
    with pytest.raises(errors.ConfigurationError, match="mapflow login"):
        resolve(environ={})


def test_unknown_profile_is_said(home):
    with pytest.raises(errors.ConfigurationError, match="no profile named 'nope'"):
        resolve(token=PAIR, profile="nope", environ={})


@pytest.mark.parametrize(
    "url",
    [
        "http://api.mapflow.ai/rest",
        "http://10.0.0.1/rest",
        "ftp://x/rest",
        "api.mapflow.ai/rest",
        "https://",
        "https://user:pw@x/rest",
        "https://x/rest?a=1",
        "https://[::1/rest",
        "https://x:port/rest",
    ],
)
def test_bad_addresses(url):
    with pytest.raises(errors.ConfigurationError):
        Mapflow(token=PAIR, base_url=url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/rest", "http://localhost/rest", "http://[::1]:1/rest"]
)
def test_plain_http_on_this_machine(url):
    with Mapflow(token=PAIR, base_url=url + "/") as mf:
        assert mf.base_url == url


def test_of_many_profiles_some_are_named(home):
    for number in range(30):
        config.save_profile(f"{number:02}-{'x' * 100}", Profile(token=PAIR))
    with pytest.raises(errors.ConfigurationError) as caught:
        resolve(profile="nope", environ={})
    assert "and 20 more" in str(caught.value)
    assert len(str(caught.value)) < 700


def test_the_profile_file_is_private_from_the_start(home, monkeypatch):
    modes = []
    real = os.fdopen

    def watch(handle, *args, **kwargs):
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return real(handle, *args, **kwargs)

    monkeypatch.setattr(os, "fdopen", watch)
    old = os.umask(0)
    try:
        path = config.save_profile("default", Profile(token=PAIR))
    finally:
        os.umask(old)
    assert modes
    assert set(modes) == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in home.iterdir()] == ["profiles.json"]


def test_a_file_others_can_read_is_refused(home):
    path = config.save_profile("default", Profile(token=PAIR))
    path.chmod(0o644)
    with pytest.raises(errors.ConfigurationError, match="chmod 600"):
        resolve(environ={})


@pytest.mark.parametrize("content", ["{", "[]", '{"default": 5}', '{"default": {"token": 5}}'])
def test_a_damaged_file_gives_a_sentence(home, content):
    home.mkdir(parents=True)
    path = home / "profiles.json"
    path.touch(mode=0o600)
    path.write_text(content)
    with pytest.raises(errors.ConfigurationError):
        resolve(environ={})


def test_profiles_do_not_disturb_each_other(home):
    config.save_profile("a", Profile(token=PAIR))
    config.save_profile("b", Profile(token="b@example.com:b", base_url="https://b.test"))
    assert set(config.profiles()) == {"a", "b"}
    assert config.delete_profile("a")
    assert not config.delete_profile("a")
    assert config.load_profile("b").base_url == "https://b.test"
    assert set(json.loads((home / "profiles.json").read_text())) == {"b"}


def test_what_is_saved_at_the_same_time_is_all_kept(home, clock):
    names = {f"profile-{number}" for number in range(24)}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: config.save_profile(name, Profile(token=PAIR)), names))
    assert set(config.profiles()) == names
    gone = {name for name in names if name.endswith("1")}
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(config.delete_profile, gone))
    assert set(config.profiles()) == names - gone
    assert [path.name for path in home.iterdir()] == ["profiles.json"]


def test_of_two_that_save_the_same_profile_the_first_is_kept(home):
    config.save_profile("a", Profile(token=PAIR), replace=False)
    with pytest.raises(errors.ConfigurationError, match="named 'a' already"):
        config.save_profile("a", Profile(token="b@example.com:b"), replace=False)
    assert config.load_profile("a").token == PAIR
    config.save_profile("a", Profile(token="b@example.com:b"))
    assert config.load_profile("a").token == "b@example.com:b"


def test_who_holds_the_file_for_long_is_not_waited_for(home, clock, monkeypatch):
    monkeypatch.setattr(_private_file, "_PATIENCE_S", 0.1)
    with (
        _private_file.alone(config.profile_path()),
        pytest.raises(errors.ConfigurationError) as caught,
    ):
        config.save_profile("a", Profile(token=PAIR))
    assert "another program has been writing it for long" in str(caught.value)
    config.save_profile("a", Profile(token=PAIR))


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
def test_a_token_is_never_shown(kind):
    mf = kind(token=PAIR, base_url="https://x.test/rest")
    settings = resolve(token=PAIR, environ={})
    for shown in (
        repr(mf),
        str(mf),
        repr(mf._session.transport),
        repr(settings),
        repr(Profile(token=PAIR)),
    ):
        assert "hunter2" not in shown
        assert ENCODED not in shown


@pytest.mark.parametrize("given", [{"timeout_s": 0}, {"timeout_s": -1}, {"max_retries": -1}])
def test_bad_numbers(given):
    with pytest.raises(errors.InvalidInput):
        Mapflow(token=PAIR, base_url="https://x.test", **given)


def test_settings_of_an_error_hold_no_token():
    with pytest.raises(errors.ConfigurationError) as caught:
        resolve(token="hunter2", environ={})
    assert b"hunter2" not in pickle.dumps(caught.value)

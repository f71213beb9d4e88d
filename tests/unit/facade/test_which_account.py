"""Which token goes to which address: what is typed wins, and places are not mixed."""

import pytest

from mapflow import AsyncMapflow, Mapflow, config, errors
from mapflow.config import Profile, resolve

PUBLIC = config.DEFAULT_BASE_URL
#: By the name of its place, so that a row of the table reads as a sentence.
TOKENS = {name: f"{name}@example.com:secret" for name in ("typed", "env", "default", "second")}
URLS = {name: f"https://{name}.example.com/rest" for name in ("typed", "env", "default", "second")}


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path / "config"))
    for name in ("default", "second"):
        config.save_profile(name, Profile(token=TOKENS[name], base_url=URLS[name]))
    config.save_profile("plain", Profile(token=TOKENS["second"]))
    config.save_profile("empty", Profile(base_url=URLS["second"]))


# What is typed, what the environment has, and whose token goes to whose address.
RULES = [
    # A profile that is named brings both, whatever the environment says.
    ({"profile": "second"}, {}, ("second", "second")),
    ({"profile": "second"}, {"TOKEN": "env"}, ("second", "second")),
    ({"profile": "second"}, {"TOKEN": "env", "BASE_URL": "env"}, ("second", "second")),
    ({"profile": "second"}, {"BASE_URL": "env"}, ("second", "second")),
    ({"profile": "second"}, {"PROFILE": "default"}, ("second", "second")),
    ({"profile": "plain"}, {"BASE_URL": "env"}, ("second", "public")),
    # What is typed beside it wins over the profile's own.
    ({"profile": "second", "token": "typed"}, {"TOKEN": "env"}, ("typed", "second")),
    ({"profile": "second", "base_url": "typed"}, {"BASE_URL": "env"}, ("second", "typed")),
    ({"profile": "empty", "token": "typed"}, {"TOKEN": "env"}, ("typed", "second")),
    # A token that is typed.
    ({"token": "typed"}, {}, ("typed", "public")),
    ({"token": "typed"}, {"BASE_URL": "env"}, ("typed", "env")),
    ({"token": "typed"}, {"TOKEN": "env", "BASE_URL": "env"}, ("typed", "env")),
    ({"token": "typed"}, {"PROFILE": "second"}, ("typed", "second")),
    ({"token": "typed"}, {"PROFILE": "second", "BASE_URL": "env"}, ("typed", "env")),
    ({"token": "typed", "base_url": "typed"}, {"BASE_URL": "env"}, ("typed", "typed")),
    # A token of the environment: never to the address of a profile.
    ({}, {"TOKEN": "env"}, ("env", "public")),
    ({}, {"TOKEN": "env", "BASE_URL": "env"}, ("env", "env")),
    ({}, {"TOKEN": "env", "PROFILE": "plain"}, ("env", "public")),
    ({}, {"TOKEN": "env", "PROFILE": "second", "BASE_URL": "env"}, ("env", "env")),
    ({"base_url": "typed"}, {"TOKEN": "env", "PROFILE": "second"}, ("env", "typed")),
    ({"base_url": "typed"}, {"TOKEN": "env", "BASE_URL": "env"}, ("env", "typed")),
    # A token of a profile that was not named: never to an address of the environment.
    ({}, {}, ("default", "default")),
    ({}, {"PROFILE": "second"}, ("second", "second")),
    ({}, {"PROFILE": "plain"}, ("second", "public")),
    ({}, {"BASE_URL": "default"}, ("default", "default")),
    ({"base_url": "typed"}, {}, ("default", "typed")),
    ({"base_url": "typed"}, {"BASE_URL": "env"}, ("default", "typed")),
]
REFUSED = [
    ({}, {"TOKEN": "env", "PROFILE": "second"}, "MAPFLOW_TOKEN and MAPFLOW_PROFILE are both set"),
    ({}, {"BASE_URL": "env"}, "MAPFLOW_BASE_URL is https://env.example.com/rest"),
    ({}, {"BASE_URL": "env", "PROFILE": "second"}, "the token of profile 'second'"),
    ({"profile": "empty"}, {"TOKEN": "env"}, "Profile 'empty' has no token"),
    ({"profile": "nope"}, {"TOKEN": "env"}, "no profile named 'nope'"),
    ({}, {"PROFILE": "nope"}, "unset MAPFLOW_PROFILE"),
    ({"token": "typed"}, {"PROFILE": "nope"}, "unset MAPFLOW_PROFILE"),
]


def _typed(typed):
    made = dict(typed)
    if "token" in made:
        made["token"] = TOKENS[made["token"]]
    if "base_url" in made:
        made["base_url"] = URLS[made["base_url"]]
    return made


def _environ(environ):
    kinds = {"TOKEN": TOKENS, "BASE_URL": URLS}
    return {
        f"MAPFLOW_{name}": kinds.get(name, {}).get(value, value) for name, value in environ.items()
    }


@pytest.mark.parametrize(("typed", "environ", "goes"), RULES)
def test_whose_token_goes_where(typed, environ, goes, places, monkeypatch):
    token, address = goes
    found = resolve(**_typed(typed), environ=_environ(environ))
    assert (found.token, found.base_url) == (TOKENS[token], URLS.get(address, PUBLIC))
    for name, value in _environ(environ).items():
        monkeypatch.setenv(name, value)
    for kind in (Mapflow, AsyncMapflow):
        settings = kind(**_typed(typed))._session.transport.settings
        assert (settings.token, settings.base_url) == (found.token, found.base_url)


@pytest.mark.parametrize(("typed", "environ", "text"), REFUSED)
def test_what_does_not_belong_together_is_refused(typed, environ, text, places):
    with pytest.raises(errors.ConfigurationError, match=text) as caught:
        resolve(**_typed(typed), environ=_environ(environ))
    assert caught.value.hint
    assert "secret" not in str(caught.value)


def test_no_token_of_one_place_ever_goes_to_the_address_of_another(places):
    """Every combination of settings: a token is sent only to the address that it belongs to."""
    some = [None, "set"]
    for token in some:
        for url in some:
            for profile in (None, "default", "second", "plain"):
                for env_token in some:
                    for env_url in some:
                        for env_profile in (None, "second", "plain"):
                            _check(token, url, profile, env_token, env_url, env_profile)


def _check(token, url, profile, env_token, env_url, env_profile):
    typed = {
        "token": TOKENS["typed"] if token else None,
        "base_url": URLS["typed"] if url else None,
        "profile": profile,
    }
    environ = {
        "MAPFLOW_TOKEN": TOKENS["env"] if env_token else "",
        "MAPFLOW_BASE_URL": URLS["env"] if env_url else "",
        "MAPFLOW_PROFILE": env_profile or "",
    }
    try:
        found = resolve(**typed, environ=environ)
    except errors.ConfigurationError:
        assert not (token and url)
        return
    if token:
        assert found.token == TOKENS["typed"]
    if url:
        assert found.base_url == URLS["typed"]
        return
    if found.token == TOKENS["env"]:
        assert not profile
        assert found.base_url in (URLS["env"], PUBLIC)
    elif not token:
        assert found.base_url != URLS["env"]
        # Both of one and the same profile.
        wanted = profile or env_profile or "default"
        assert found.base_url == (config.load_profile(wanted).base_url or PUBLIC)


@pytest.mark.parametrize(
    "typed",
    [{"token": "typed", "base_url": "typed"}, {"token": "typed"}, {"base_url": "typed"}, {}],
)
def test_profiles_that_are_not_needed_are_not_read(typed, tmp_path, monkeypatch):
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "profiles.json").write_text("not even JSON")
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(folder))
    assert resolve(**_typed(typed), environ=_environ({"TOKEN": "env"}))


def test_a_user_without_a_home(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    assert resolve(environ=_environ({"TOKEN": "env"})).base_url == PUBLIC
    with pytest.raises(errors.ConfigurationError, match="no home folder"):
        resolve(environ={})
    with pytest.raises(errors.ConfigurationError, match="no home folder"):
        config.save_profile("default", Profile(token=TOKENS["typed"]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given", [{"token": 5}, {"token": b"a:b"}, {"profile": 5}, {"profile": []}, {"base_url": 5}]
)
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow, resolve])
def test_wrong_types_are_refused(kind, given):
    with pytest.raises(errors.ConfigurationError, match="must be a"):
        kind(**({"token": TOKENS["typed"]} | given))

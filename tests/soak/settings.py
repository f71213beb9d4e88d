"""Random environments, files of settings and arguments: a client works, or says why in our words.

``scripts/soak settings --seed 7 --count 10000``
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import socket
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from mapflow import AsyncMapflow, Mapflow, config, errors

SECRET = "hunter2hunter2"
TLS = Path(__file__).parents[1] / "support" / "tls"
PAIR = f"ada@example.com:{SECRET}"
_PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_DIRECT = ("no_proxy", "NO_PROXY")
_FILES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "REQUESTS_CA_BUNDLE")
_OURS = ("MAPFLOW_TOKEN", "MAPFLOW_BASE_URL", "MAPFLOW_PROFILE", "MAPFLOW_CONFIG_DIR")
_HOMES = ("HOME", "XDG_CONFIG_HOME")
_ALL = (*_PROXIES, *_DIRECT, *_FILES, *_OURS, *_HOMES)
#: What text is made of that a user may have typed, pasted or generated.
_BITS = (
    *("http://", "https://", "socks5://", "socks4://", "ftp://", "://", "//", "/", "\\", "@", ":"),
    *("127.0.0.1", "localhost", "::1", "[::1]", "[", "]", "10.0.0.0/8", "fd00::/8", "%eth0", "*"),
    *(".", "..", ",", ";", " ", "\t", "\n", "\r\n", "\x01", "\x7f", "\u00fc", "\u3002", "\udcff"),
    *("0", "9", "80", "443", "65536", "99999", "-1", "1e9", "x" * 70, "x" * 300, "example.test"),
    *("~", "$HOME", "%", "%zz", "?a=1", "#f", "=", "'", '"', "{}", "None", "Basic ", "Bearer "),
    *(PAIR, f"u:{SECRET}@", "xn--", "xn--a", "\U0001f3e0", "a" * 5000),
)


@dataclass
class Seen:
    """What came of all the environments."""

    count: int = 0
    outcomes: Counter = field(default_factory=Counter)
    foreign: list = field(default_factory=list)
    leaks: list = field(default_factory=list)

    @property
    def is_clean(self):
        return not self.foreign and not self.leaks


class Maker:
    """Makes environments, files and arguments out of a seed."""

    def __init__(self, seed, folder, port):
        self.rng = random.Random(seed)
        self.folder = folder
        self.port = port

    def text(self):
        """A text that no user should have typed."""
        return "".join(self.rng.choices(_BITS, k=self.rng.randint(0, 4)))

    def name(self):
        """A name, which is not a secret."""
        return self.rng.choice(["default", "work", self.text().replace(SECRET, "x")])

    def address(self):
        """An address of the service, more or less."""
        here = f"http://127.0.0.1:{self.port}/rest"
        others = ["https://127.0.0.1:9/rest", "https://api.example.test/rest", self.text()]
        return self.rng.choice([here] * 4 + others)

    def proxy(self):
        """A proxy on this machine, more or less."""
        login = self.rng.choice(["", "", f"u:{SECRET}@", f":{SECRET}@"])
        scheme = self.rng.choice(["", "http://", "https://", "socks5://", "HTTP://", "socks5h://"])
        port = self.rng.choice([":9", f":{self.port}", "", ":0", ":99999", ":x"])
        return self.rng.choice([f"{scheme}{login}127.0.0.1{port}", self.text()])

    def direct(self):
        """Hosts that are reached without a proxy."""
        separator = self.rng.choice([",", " ", ", ", ";", "\n"])
        return separator.join(self.rng.choices(_BITS, k=self.rng.randint(0, 6)))

    def path(self):
        """Something where a file or a folder is expected."""
        kind = self.rng.choice(["none", "file", "folder", "link", "loop", "pipe", "good", "text"])
        path = self.folder / str(self.rng.randrange(40))
        with suppress(OSError, ValueError):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        match kind:
            case "file":
                path.write_bytes(self.rng.randbytes(self.rng.randrange(200)))
                path.chmod(self.rng.choice([0o600, 0o644, 0o000]))
            case "folder":
                path.mkdir(exist_ok=True)
            case "link":
                path.symlink_to(self.folder / "nowhere")
            case "loop":
                path.symlink_to(path)
            case "pipe":
                return str(path) if os.name != "posix" else self._pipe(path)
            case "good":
                return str(TLS / "certificate.pem")
            case "text":
                return self.text().replace(SECRET, "x")
        return str(path)

    def _pipe(self, path):
        with suppress(OSError):
            os.mkfifo(path)
        return str(path)

    def token(self):
        """A token, more or less."""
        odd = ["", self.text(), f"{PAIR}\r\nX: y"]
        return self.rng.choice([PAIR] * 8 + [f"Bearer {SECRET}", self.rng.choice(odd)])

    def profiles(self):
        """The content of a file of profiles."""
        entry = {
            "token": self.rng.choice([PAIR, None, 5, self.text(), [PAIR]]),
            "base_url": self.rng.choice([self.address(), None, 5, {}]),
            "keyring": self.rng.choice([True, False, None, "yes"]),
        }
        whole = json.dumps(
            {self.name(): self.rng.choice([entry, entry, None, 5, [entry]])}
        ).encode()
        return self.rng.choice(
            [whole, whole, whole[: self.rng.randrange(len(whole))], b"", b"[]", b"\xef\xbb\xbf{}",
             b"[" * 100_000, self.rng.randbytes(50), whole + b" " * 2_000_000]
        )  # fmt: skip

    def environment(self):
        """Variables, of which a few are set."""
        made = {}
        for names, make in (
            (_PROXIES, self.proxy),
            (_DIRECT, self.direct),
            (_FILES, self.path),
            (_HOMES, self.path),
        ):
            for name in names:
                if self.rng.random() < 0.3:
                    made[name] = make()
        usual = {
            "MAPFLOW_TOKEN": self.token,
            "MAPFLOW_BASE_URL": self.address,
            "MAPFLOW_PROFILE": self.name,
            "MAPFLOW_CONFIG_DIR": self._config,
        }
        chances = {"MAPFLOW_PROFILE": 0.1}
        made |= {
            name: make()
            for name, make in usual.items()
            if self.rng.random() < chances.get(name, 0.6)
        }
        # The system itself takes no variable with a NUL, and none that is not a text.
        return {name: value.replace("\0", "") for name, value in made.items()}

    def _config(self):
        if self.rng.random() < 0.3:
            return self.path()
        place = self.folder / "config"
        place.mkdir(exist_ok=True)
        place.chmod(self.rng.choice([0o700, 0o777]))
        file = place / "profiles.json"
        file.unlink(missing_ok=True)
        file.write_bytes(self.profiles())
        file.chmod(self.rng.choice([0o600, 0o600, 0o644]))
        return str(place)

    def arguments(self):
        """What a program may pass."""
        usual = {
            "token": lambda: self.rng.choice([self.token()] * 9 + [5, b"x", self.token]),
            "base_url": lambda: self.rng.choice([self.address()] * 9 + [5, ""]),
            "profile": lambda: self.rng.choice([self.name()] * 5 + [5]),
        }
        made = {name: make() for name, make in usual.items() if self.rng.random() < 0.3}
        return {"max_retries": 0, "timeout_s": 2, **made}


@contextmanager
def _only(environment):
    kept = dict(os.environ)
    for name in _ALL:
        os.environ.pop(name, None)
    # Without one, the home of whoever runs this would get profiles.
    os.environ["HOME"] = str(Path.cwd())
    try:
        for name, value in environment.items():
            with suppress(ValueError, UnicodeEncodeError):
                os.environ[name] = value
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


@contextmanager
def _alone():
    """No name of a random environment is looked up anywhere."""
    real = socket.getaddrinfo

    def here(host, *given, **named):
        # What the real one does with a name before it asks anybody.
        name = host.encode("idna") if isinstance(host, str) else host
        if name not in (b"127.0.0.1", b"localhost", b"::1"):
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return real(host, *given, **named)

    socket.getaddrinfo = here
    try:
        yield
    finally:
        socket.getaddrinfo = real


async def _asked(arguments):
    async with AsyncMapflow(**arguments) as client:
        await client.account.status()


def _use(maker, arguments):
    what = maker.rng.random()
    if what < 0.1:
        config.profiles()
        config.save_profile(maker.name(), config.Profile(token=PAIR))
    elif what < 0.2:
        asyncio.run(_asked(arguments))
    else:
        with Mapflow(**arguments) as client:
            client.account.status()


def run(count, seed, port):
    """Try environments; `port` is that of a service on this machine."""
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, _alone(), chdir(folder):
        for number in range(count):
            maker = Maker(f"{seed}/{number}", Path(folder), port)
            environment, arguments = maker.environment(), maker.arguments()
            with _only(environment):
                _judge(seen, number, maker, arguments)
    return seen


def _judge(seen, number, maker, arguments):
    seen.count += 1
    try:
        _use(maker, arguments)
    except errors.MapflowError as error:
        seen.outcomes[type(error).__name__] += 1
        if SECRET in f"{error}{error.__notes__ if hasattr(error, '__notes__') else ''}":
            seen.leaks.append(f"{number}: {error}")
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        seen.foreign.append(f"{number}: {type(error).__name__} at {where}: {str(error)[:200]!a}")
    else:
        seen.outcomes["works"] += 1


def main():
    """Print one line of figures."""
    from tests.support import holes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with holes.served(response) as port:
        seen = run(given.count, given.seed, port)
    print("\n".join([*seen.foreign, *seen.leaks]))
    told = ", ".join(f"{count} {name}" for name, count in seen.outcomes.most_common())
    print(
        f"settings: {seen.count} environments, {len(seen.foreign)} foreign exceptions,"
        f" {len(seen.leaks)} secrets shown; {told}; {time.monotonic() - began:.0f} s,"
        f" seed {given.seed}"
    )
    return 0 if seen.is_clean else 1


async def response(reader, writer):
    """A service that knows one account."""
    body = b'{"email": "ada@example.com"}'
    while True:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


if __name__ == "__main__":
    sys.exit(main())

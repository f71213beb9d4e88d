"""Builds the site: a folder for each version, and a front page that leads to the newest.

Nothing in it needs a server. A page that was opened from disk may not fetch a list of versions, so
the list is a script, which every page of every version loads.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from urllib.parse import quote

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
#: Where the page of the API loads a logo from, and a picture that needs no network.
_FOREIGN = re.compile(r"https://cdn\.redoc\.ly/[\w./-]+\.svg")
_LOGO = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="14">'
    '<text y="11" font-family="sans-serif" font-size="11" fill="gray">Redocly</text></svg>'
)
# Some of its texts are too pale, and nothing led back to the guide.
_STYLE = """\
<style>
:root:not(.dark) {
  --link-color-primary: #1a56c4; --link-color-primary-legacy: #1a56c4;
  --search-trigger-color: #555761; --input-content-placeholder-color: #555761;
}
:root:not(.dark) .tag-get { --tag-color: #12713f }
:root:not(.dark) :is(.tag-put, .tag-patch) { --tag-color: #9a4d00 }
:root:not(.dark) .tag-post { --tag-color: #1a56c4 }
:root:not(.dark) .tag-delete { --tag-color: #b3261e }
:root.dark { --search-trigger-color: #a6a8b0; --input-content-placeholder-color: #a6a8b0 }
.guide {
  position: fixed; right: 1rem; bottom: 1rem; z-index: 1; padding: .3rem .8rem;
  border: 1px solid; border-radius: 1rem; font: .9rem system-ui; text-decoration: none;
  color: LinkText; background: Canvas;
}
</style>
</head>"""
_BACK = '<body>\n<a class="guide" href="index.html">← mapflow-client</a>'
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LIST = "versions.js"
_FRONT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url={newest}/index.html">
<title>mapflow-client</title>
<style>:root {{ color-scheme: light dark; font: 1rem/1.6 system-ui; margin: 2rem }}</style>
</head>
<body>
<h1>mapflow-client</h1>
<p>The pages of each version:</p>
<ul>
{links}
</ul>
</body>
</html>
"""


def build(version: str, folder: Path) -> Path:
    """Build the site of one version into a folder of that name, beside those of others.

    Args:
        version: What the folder and the choice of versions call it.
        folder: The whole site, which may hold other versions.

    Returns:
        The first page of this version.
    """
    if not _NAME.fullmatch(version):
        raise SystemExit(f"{version!r} is not a name for a version, such as 1.2.0 or main.")
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / version
    shutil.rmtree(place, ignore_errors=True)
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(place)]
    _run(*mkdocs, "--config-file", str(ROOT / "docs/mkdocs.yml"))
    # Only a web server shows it, under addresses that its links do not fit.
    (place / "404.html").unlink()
    page = place / "api.html"
    redocly = ROOT / "scripts/redocly/run"
    _run(redocly, "build-docs", ROOT / "openapi.yaml", "--output", page, "--inlineBundle")
    text = _FOREIGN.sub(_LOGO, page.read_text("utf-8"))
    # What is drawn in advance links to addresses of a server; the page itself to its own parts.
    text = re.sub(r'(<a [^>]*href=")(/[a-z]*")', r"\1#\2", text)
    text = text.replace("</head>", _STYLE, 1).replace("<body>", _BACK, 1)
    page.write_text(text, "utf-8")
    _list_versions(folder)
    return place / "index.html"


def _list_versions(folder: Path) -> None:
    """Tell all versions of each other, the newest first."""
    found = [path for path in folder.iterdir() if (path / "objects.inv").is_file()]
    places = sorted(found, key=lambda path: _age(path.name), reverse=True)
    versions = [
        {"name": place.name, "pages": [p.relative_to(place).as_posix() for p in _pages(place)]}
        for place in places
    ]
    text = f"window.siteVersions = {json.dumps(versions, indent=1)};\n"
    (folder / _LIST).write_text(text, "utf-8")
    names = [escape(place.name) for place in places]
    links = "\n".join(f'<li><a href="{name}/index.html">{name}</a></li>' for name in names)
    (folder / "index.html").write_text(_FRONT.format(newest=names[0], links=links), "utf-8")


def _pages(place: Path) -> list[Path]:
    return sorted(place.rglob("*.html"))


def _age(name: str) -> tuple[bool, Version, str]:
    """Order releases by number; what is not a number is older than all of them."""
    try:
        return True, Version(name), ""
    except InvalidVersion:
        return False, Version("0"), name


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [str(each) for each in command],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{done.stderr}")


def main() -> None:
    """Build one version."""
    from mapflow import __version__

    parser = argparse.ArgumentParser(prog="scripts/docs")
    parser.add_argument("--version", default=__version__)
    version = parser.parse_args().version
    print(f"Open {build(version, ROOT / 'build/site')}")


if __name__ == "__main__":
    main()

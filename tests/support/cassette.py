"""How a recorded conversation is kept in a file.

A cassette is one YAML document that people can read and review: JSON bodies stand as YAML, in the
characters they were sent in, and nothing in it depends on when, where or by whom it was recorded.
"""

import base64
import json
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.request import Request

from mapflow._masking.secrets import masked
from mapflow._masking.urls import mask_url
from tests.support import scrub

HEADER = {
    "sandbox": "# Recorded by scripts/record against the sandbox; its responses are synthetic.\n",
    "live": "# Recorded by scripts/record --live against the Mapflow service.\n",
}
SIZE_LIMIT_BYTES = 200_000


class _Dumper(yaml.SafeDumper):
    """Plain YAML without aliases; lists of numbers stay on one line, as coordinates are read."""

    def ignore_aliases(self, data):
        return True

    def represent_list(self, data):
        flat = bool(data) and all(isinstance(item, int | float) for item in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flat or None)


_Dumper.add_representer(list, _Dumper.represent_list)


class Persister:
    """Reads and writes cassettes; `base_url` and `against` describe the recording under way."""

    def __init__(self, base_url=None, against="sandbox"):
        self.base_url = base_url
        self.against = against

    def load_cassette(self, cassette_path, serializer):
        path = Path(cassette_path)
        if not path.is_file():
            raise CassetteNotFoundError
        kept = read(path)
        requests = [_request_from(i["request"]) for i in kept["interactions"]]
        responses = [_response_from(i["response"]) for i in kept["interactions"]]
        return requests, responses

    def save_cassette(self, cassette_path, cassette_dict, serializer):
        pairs = [
            (_request_to(request, self.base_url), _response_to(response))
            for request, response in zip(
                cassette_dict["requests"], cassette_dict["responses"], strict=True
            )
        ]
        interactions = self._steadied(pairs)
        document = {"recorded_against": self.against, "interactions": interactions}
        text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
        path = Path(cassette_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER[self.against] + text, encoding="utf-8", newline="\n")

    def _steadied(self, pairs):
        """Rename what the server made up, over the whole conversation."""
        steady = scrub.Steady()
        texts = [tuple(json.dumps(half, ensure_ascii=False) for half in pair) for pair in pairs]
        for request, response in texts:
            steady.saw_request(request)
            steady.saw_response(response)
        origin = _origin(self.base_url)

        def settle(text):
            text = steady.rename(scrub.personal(text))
            return json.loads(text.replace(origin, scrub.CANONICAL) if origin else text)

        return [
            {"request": settle(request), "response": settle(response)}
            for request, response in texts
        ]


def read(path):
    """Read the interactions of a cassette as they stand in the file."""
    return yaml.load(Path(path).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _origin(base_url):
    return "{0.scheme}://{0.netloc}".format(urlsplit(base_url)) if base_url else None


def _request_to(request, base_url):
    kept = {"method": request.method, "uri": scrub.uri(request.uri, base_url)}
    kept["headers"] = dict(request.headers)
    if request.body:
        is_form = kept["headers"].get("content-type", "").startswith("multipart/")
        kept["body"] = _parts_of(request.body) if is_form else _body_to(request.body)
    return kept


def _response_to(response):
    headers = {k.lower(): v[0] for k, v in response["headers"].items()}
    kept = {"status": response["status"]["code"]}
    kept["headers"] = {k: v for k, v in sorted(headers.items()) if k in scrub.RESPONSE_HEADERS}
    if "location" in headers:
        kept["headers"]["location"] = mask_url(headers["location"])
    body = response["body"]["string"]
    if body:
        kept["body"] = _body_to(body)
        if "json" in kept["body"]:
            kept["body"]["json"] = masked(scrub.without_ours(kept["body"]["json"]))
    return kept


def _body_to(body):
    raw = body.encode() if isinstance(body, str) else bytes(body)
    value = scrub.as_json(raw)
    if value is not None:
        return {"json": value}
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode()}
    return {"text": text}


def _parts_of(body):
    """A cleaned multipart body as the list of its parts."""
    mark = f"--{scrub.BOUNDARY}"
    parts = [part.partition("\r\n\r\n") for part in body.decode().split(mark)[1:-1]]
    return {
        "parts": [
            {
                "headers": dict(line.split(": ", 1) for line in head.split("\r\n") if line),
                "content": content.removesuffix("\r\n"),
            }
            for head, _, content in parts
        ]
    }


def _form(parts):
    """Put the parts of a multipart body together again."""
    text = ""
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part["headers"].items())
        text += f"--{scrub.BOUNDARY}\r\n{head}\r\n{part['content']}\r\n"
    return f"{text}--{scrub.BOUNDARY}--\r\n"


def body_bytes(kept):
    """Turn a body as kept in a cassette back into what went over the wire."""
    body = kept.get("body")
    if body is None:
        return b""
    if "json" in body:
        return json.dumps(body["json"], ensure_ascii=False, separators=(",", ":")).encode()
    if "base64" in body:
        return base64.b64decode(body["base64"])
    if "parts" in body:
        return _form(body["parts"]).encode()
    return body["text"].encode()


def _request_from(kept):
    return Request(kept["method"], kept["uri"], body_bytes(kept), dict(kept["headers"]))


def _response_from(kept):
    raw = body_bytes(kept)
    headers = {k: [v] for k, v in kept["headers"].items()}
    headers["content-length"] = [str(len(raw))]
    return {
        "status": {"code": kept["status"], "message": ""},
        "headers": headers,
        "body": {"string": raw},
    }

"""Things that exist in the sandbox under test, and a way to get another one.

Made-up identifiers lead nowhere but to 404. What is behind them is reached with these.
"""

import datetime

import httpx

from tests.support.places import BLOCK, FIELD_IMAGE, square

#: The spring that the examples of the document play in, so that their dates make sense.
NOW = datetime.datetime(2026, 5, 1, 8, tzinfo=datetime.UTC)
STRANGER = "stranger@example.com"
COLLEAGUE = "colleague@example.com"
#: About 11 square kilometres, enough for every provider's smallest order.
QUAYS = square(37.30, 55.64, 0.04)
MODEL = "🏠 Buildings"

_HOUR_S = 3600
_PLENTY = 10**15
_ROOMY = {
    "credits": 10**12,
    "areaLimit": _PLENTY,
    "memoryLimit": _PLENTY,
    "maxActiveTemplates": 10**6,
    "reviewWorkflowEnabled": True,
    "uploadsDownloadable": True,
    "team": "testers",
}


class World:
    """One account's things in one sandbox.

    Args:
        base_url: The API under test.
        control_url: The sandbox's own handles.
        token: The account that the requests come from.
    """

    def __init__(self, base_url, control_url, token):
        self._control = httpx.Client(base_url=control_url, timeout=30, trust_env=False)
        self._api = httpx.Client(
            base_url=base_url,
            headers={"Authorization": f"Basic {token}"},
            timeout=30,
            trust_env=False,
        )
        self.sent = 0
        self.now = NOW
        self._command("clock", now=NOW.timestamp())
        me = self._command("accounts", email="demo@example.com", **_ROOMY)
        colleague = self._command("accounts", email=COLLEAGUE, team="testers")
        self.stranger_token = self._command("accounts", email=STRANGER)["token"]
        status = self._get("/user/status")
        self._made = {
            "user": lambda: colleague["id"],
            "model": lambda: next(m["id"] for m in status["models"] if m["name"] == MODEL),
            "project": self._project,
            "processing": self._finished,
            "running": self._running,
            "failed": self._failed,
            "mosaic": lambda: self._image()[0],
            "image": lambda: self._image()[1],
            "template": self._template,
            "paused": self._paused,
            "lost": self._lost,
            "area": lambda: self._area("processing"),
            "planned area": lambda: self._area("template"),
            "found image": self._found_image,
        }
        self._kept = {"user": [me["id"], me["id"], colleague["id"]]}
        self._owner = {}

    def some(self, kind, choice):
        """An identifier of something that is there; which one depends on a number."""
        kept = self._kept.setdefault(kind, [])
        while len(kept) < 2:
            kept.append(self.another(kind))
        return kept[choice % len(kept)]

    def another(self, kind):
        """An identifier of something that was made just now, and that nobody else is given."""
        return self._made[kind]()

    def owner_of(self, identifier):
        """What an area or a found image belongs to."""
        return self._owner[identifier]

    def gone(self, identifier):
        """Take note that there is no such thing any more."""
        for kept in self._kept.values():
            if identifier in kept:
                kept.remove(identifier)

    def address_of(self, image_id):
        """Where an image is stored."""
        return self._get(f"/rasters/image/{image_id}")["image_url"]

    def _project(self):
        return self._post("/projects", {"name": "Quays"})["id"]

    def _running(self, **more):
        return self._post("/processings", {"wdName": MODEL, "geometry": BLOCK, **more})["id"]

    def _finished(self):
        created = self._running()
        self._hour()
        return created

    def _failed(self):
        created = self._running(meta={"sandbox:fail": "inference.internalError"})
        self._hour()
        return created

    def _image(self):
        with FIELD_IMAGE.open("rb") as file:
            answer = self._send(
                "POST", "/rasters/mosaic/image", params={"name": "Field"}, files={"file": file}
            )
        mosaic = answer["mosaic_id"]
        return mosaic, self._get(f"/rasters/mosaic/{mosaic}/image")[0]["id"]

    def _template(self):
        body = {
            "name": "Quays",
            "projectId": self._get("/projects/default")["id"],
            "activeUntil": self.soon(),
            "searchParams": {"aoiDetails": {"features": [{"geometry": QUAYS}]}},
        }
        template = self._post("/processings/template", body)["template"]
        self._hour()
        return template["id"]

    def _paused(self):
        template = self._template()
        self._post(f"/processings/template/{template}/pause")
        return template

    def _lost(self):
        """A planned search that failed: nothing is left of its areas."""
        template = self._template()
        areas = [area["properties"]["id"] for area in self._areas(template)]
        self._send("DELETE", f"/processings/template/{template}/aoi", json={"aoiIds": areas})
        return template

    def _areas(self, template):
        found = self._get(f"/processings/template/{template}")["template"]
        return found["searchParams"]["aoiDetails"]["features"]

    def _area(self, kind):
        owner = self.another(kind)
        if kind == "template":
            area = self._areas(owner)[0]["properties"]["id"]
        else:
            area = self._get(f"/processings/{owner}/aois")[0]["id"]
        self._owner[area] = owner
        return area

    def _found_image(self):
        owner = self.another("template")
        found = self._post(f"/processings/template/{owner}/images", {})["images"][0]["id"]
        self._owner[found] = owner
        return found

    def soon(self):
        """When a planned search may end."""
        return (self.now + datetime.timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%S.0Z")

    def _hour(self):
        self._command("clock", seconds=_HOUR_S)
        self.now += datetime.timedelta(seconds=_HOUR_S)

    def _command(self, name, **body):
        answer = self._control.post(name, json=body)
        answer.raise_for_status()
        return answer.json()

    def _get(self, path):
        return self._send("GET", path)

    def _post(self, path, body=None):
        return self._send("POST", path, json=body)

    def _send(self, method, path, **more):
        self.sent += 1
        answer = self._api.request(method, path.removeprefix("/"), **more)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"cannot prepare the sandbox: {method} {path}: {answer.text}")
        return answer.json() if answer.content else None

"""Does the whole job with the standard library; with a defect as its argument, not so well."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

sys.stdout.reconfigure(encoding="utf-8")

DEFECTS = frozenset(sys.argv[1:])
BASE, TOKEN = os.environ["MAPFLOW_BASE_URL"], os.environ["MAPFLOW_TOKEN"]
MODEL = "8cb13006-a299-4df6-b47d-91bd63de947f"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
WEST, SOUTH, EAST, NORTH = 18.6545, 54.3603, 18.6585, 54.3622
RING = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
WHAT = {"wdId": MODEL, "geometry": {"type": "Polygon", "coordinates": [RING]}}
KNOWN = {"UNPROCESSED", "IN_PROGRESS", "OK", "FAILED", "AWAITING", "CANCELLED", "REFUNDED"}


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"status {status}")
        self.status, self.body = status, body


def has(defect):
    return defect in DEFECTS


def line(step, **members):
    print(json.dumps({"step": step, **members}), flush=True)
    if has(f"stops-after-{step}"):
        sys.exit(0)
    if has(f"prints-{step}-twice"):
        print(json.dumps({"step": step, **members}), flush=True)


def call(method, path, body=None, *, media="application/json", raw=False):
    headers = {} if has("no-token") else {"Authorization": f"Basic {TOKEN}"}
    if has("bearer"):
        headers["Authorization"] = f"Bearer {TOKEN}"
    if body is not None:
        headers["Content-Type"] = media
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
    asked = urllib.request.Request(BASE + path, body, headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=30) as response:  # noqa: S310
            if has("only-200") and response.status != 200:
                return None
            content = response.read()
    except urllib.error.HTTPError as error:
        raise Refused(error.code, error.read()) from None
    return content if raw else json.loads(content)


def failed(step, error):
    if has("parses-html"):
        json.loads(error.body)
    try:
        told = json.loads(error.body)
    except ValueError:
        told = {}
    detail = told.get("detail")
    code = told.get("code") or (detail.get("code") if isinstance(detail, dict) else None)
    if has("no-detail"):
        code = told.get("code")
    words = "" if has("no-words") else "The service said no."
    if has("odd-breaks"):
        words = "No.\u2028Not\x85at all."
        print(json.dumps(
            {"step": step, "error": {"status": error.status, "code": code, "message": words}},
            ensure_ascii=False,
        ))  # fmt: skip
        return
    line(step, error={"status": error.status, "code": code, "message": words})


def attempt(step, do, *arguments):
    try:
        return do(*arguments)
    except Refused as error:
        failed(step, error)


def checked(value):
    """Break at what the service may send, if that is the defect."""
    if has("refuses-more") and set(value) & {"sandboxExtra"}:
        raise TypeError("unexpected member sandboxExtra")
    if has("counts-on-values") and value.get("status", "OK") not in KNOWN:
        raise ValueError(f"{value.get('status')!r} is not a valid Status")
    if has("dislikes-null") and value.get("name", "") is None:
        raise TypeError("name: NoneType is not str")
    prices = [model.get("pricePerSqKm", 0) for model in value.get("models") or []]
    if has("dislikes-inner-null") and None in prices:
        raise TypeError("pricePerSqKm: NoneType is not float")
    if has("needs-all") and "status" in value:
        value["percentCompleted"]
    return value


def whole(number):
    if has("whole-numbers-only") and isinstance(number, float):
        raise TypeError("7.0 is not an integer")
    return number


def status():
    told = call("GET", "/user/status")
    names = [model.get("name") for model in checked(told).get("models") or []]
    left = told.get("remainingCredits")
    line("status", credits=whole(left and left + has("wrong-number")), models=names)


def project():
    told = checked(call("GET", "/projects/default"))
    line("project", id=told["id"], name=told["name"])
    return told["id"]


def cost():
    body = {**WHAT, "params": {"data_provider": "Mapbox"}}
    media = "text/plain" if has("wrong-media") else "application/json"
    price = whole(call("POST", "/processing/cost", body, media=media))
    line("cost", credits=str(price) if has("text-for-number") else price)


def paid(step, path, body):
    if has("wrong-area"):
        body["geometry"] = {**WHAT["geometry"], "coordinates": [[*RING[:2], RING[0]]]}
    for _ in range(2 if has("posts-again") else 1):
        try:
            told = call("POST", path, body)
            break
        except Refused as error:
            if error.status < 500:
                return failed(step, error)
        except OSError:
            pass
    else:
        if has("invents"):
            return line(step, id=UNKNOWN)
        if not has("finds-again"):
            return line(step, lost=True)
        told = found(body["meta"]["tag"])
    line(step, id=told["id"])
    return told["id"]


def found(tag):
    """Find a processing by its tag; or the first that comes along, if that is the defect."""
    project = call("GET", "/projects/default")["id"]
    every = call("GET", f"/projects/{project}/processings")
    if has("finds-anything"):
        return min(every, key=lambda each: each["created"])
    return next(each for each in every if each["meta"]["tag"] == tag)


def poll(run):
    while True:
        try:
            told = checked(call("GET", f"/processings/{run}"))
        except Refused as error:
            if error.status < 500 or has("gives-up-polling"):
                return failed("poll", error)
            continue
        is_unknown = told["status"] not in KNOWN
        if told["status"] == "OK" or has("polls-once") or (is_unknown and has("ends-at-unknown")):
            return line("poll", status=told["status"], cost=told.get("cost"))
        time.sleep(0.01)


def result(run):
    content = call("GET", f"/processings/{run}/result", raw=True)
    written = content.decode("latin-1").encode() + b"\n" if has("recodes") else content
    if not has("keeps-nothing"):
        Path(os.environ["MAPFLOW_OUTPUT"], "result.geojson").write_bytes(written)
    line("result", bytes=len(content))


def upload():
    mosaic = checked(call("POST", "/rasters/mosaic", {"name": "Mine"}))["id"]
    image = Path(os.environ["MAPFLOW_IMAGE"]).read_bytes()
    part = b'Content-Disposition: form-data; name="file"; filename="i.tif"'
    if has("other-part"):
        part = b'Content-Disposition: form-data; name="image"; filename="file"'
    form = b"--B\r\n" + part + b"\r\n\r\n" + image + b"\r\n--B--\r\n"
    try:
        media = "multipart/form-data; boundary=B"
        if has("uploads-at-once"):
            made = call("POST", "/rasters/mosaic/image?name=Mine", form, media=media)
            mosaic = UNKNOWN if has("invents-mosaic") else made["mosaic_id"]
        else:
            call("POST", f"/rasters/mosaic/{mosaic}/image", form, media=media)
    except Refused:
        if not has("ignores-refusal"):
            raise
    line("upload", mosaic=mosaic)
    return mosaic


def run_v2(step, source):
    meta = {} if has("no-tag") else {"tag": "mine" if has("one-tag") else uuid.uuid4().hex}
    body = {**WHAT, "params": {"sourceParams": source}, "meta": meta}
    return paid(step, "/processings/v2", body)


def read_v2(run):
    told = checked(call("GET", f"/processings/{run}/v2"))
    line("read-v2", id=told["id"], status=told["status"])


def main():
    if has("chatters"):
        print("Hello!")
    if has("nests"):
        print("[" * 100_000)
    attempt("status", status)
    place = attempt("project", project)
    attempt("cost", cost)
    body = {**WHAT, "params": {"data_provider": "Mapbox"}, "meta": {"tag": uuid.uuid4().hex}}
    run = paid("run", "/processings", body | ({"projectId": place} if place else {}))
    if run:
        attempt("poll", poll, run)
        attempt("result", result, run)
    if not has("skips-refused"):
        attempt("refused", call, "GET", f"/processings/{UNKNOWN}")
    attempt("refused-image", call, "GET", f"/rasters/image/{UNKNOWN}")
    mosaic = attempt("upload", upload)
    run_v2("run-upload", {"myImagery": {"mosaicId": mosaic}})
    run = run_v2("run-v2", {"dataProvider": {"providerName": "Mapbox"}})
    if run:
        attempt("read-v2", read_v2, run)
    if has("restarts"):
        call("POST", f"/processings/{run}/restart/v2", {})
    if has("leaves-a-daemon"):
        command = [sys.executable, "-I", "-c", "import time; time.sleep(60)"]
        subprocess.Popen(command, start_new_session=has("own-session"))
    if has("hangs"):
        time.sleep(60)
    if has("ends-badly"):
        sys.exit("I am an error")


main()

"""The pictures of the guide: ``python -m tests.maps.pictures`` makes them, with the sandbox."""

import io
import tempfile
from pathlib import Path

from PIL import Image

from mapflow import Mapflow, SplitLimits, sandbox, sources, split
from tests.support.browser import browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pages" / "pictures"
AREA = (37.3000, 55.6350, 37.3055, 55.6378)
WIDTH, HEIGHT = 1100, 660


def _smaller(picture: bytes, width: int) -> bytes:
    """As few bytes as a page of text deserves."""
    with Image.open(io.BytesIO(picture)) as image:
        height = round(image.height * width / image.width)
        shown = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()


def of_a_result(path: Path) -> None:
    """A page in the browser, with a pop-up."""
    with tempfile.TemporaryDirectory() as folder, sandbox.start(speed=100_000) as service:
        with Mapflow(token=service.token, base_url=service.base_url) as mf:
            job = mf.processings.run(
                model="buildings", area=AREA, source=sources.Provider("Mapbox"),
                options={"Classification": True}, name="South-west of Moscow",
            )  # fmt: skip
            job.wait(interval_s=0.01)
            page = job.map().save(Path(folder) / "roofs.html")
        with browser() as chromium:
            tab = chromium.open(page, width=WIDTH, height=HEIGHT)
            tab.until("performance.getEntriesByName('mapflow-drawn').length")
            tab.run("document.getElementById('map').focus({ focusVisible: false })")
            for x in range(WIDTH // 2, WIDTH - 150, 12):
                tab.click(x, HEIGHT * 0.62)
                if tab.run("document.querySelectorAll('.leaflet-popup').length"):
                    break
            tab.run("new Promise((r) => setTimeout(r, 600))")
            path.write_bytes(_smaller(tab.screenshot(), WIDTH))


def of_a_plan(path: Path) -> None:
    """A picture of a split plan."""
    plan = split((37.30, 55.60, 37.50, 55.70), SplitLimits(25_000_000, 10))
    path.write_bytes(_smaller(plan.map(title="A district").png(size_px=1000), 800))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    of_a_result(FOLDER / "map.jpg")
    of_a_plan(FOLDER / "plan.jpg")

"""The object storage: files and previews behind signed links, outside of the API.

Like a real object storage it refuses a request that carries credentials as well: a client that
sends its token along with a signed link has a leak.
"""

from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from mapflow.sandbox import signed_links
from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.imagery import files
from mapflow.sandbox.store import Row

VALID_S: Final = 3600
_PREVIEW_PX: Final = 1024


def link(sandbox: Sandbox, row: Row) -> str:
    """Return a link to the file of an image, good for an hour of the virtual clock."""
    expires = int(sandbox.clock.now()) + VALID_S
    signature = signed_links.sign(sandbox.database, f"{row['id']}/{expires}")
    name = quote(row["filename"], safe="")
    return f"{sandbox.root_url}/storage/{row['id']}/{name}?expires={expires}&signature={signature}"


def preview_link(sandbox: Sandbox, row: Row) -> str:
    """Return a link to the preview of an image."""
    signature = signed_links.sign(sandbox.database, f"{row['id']}/preview")
    return f"{sandbox.root_url}/storage/{row['id']}.jpg?signature={signature}"


def storage_routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of files and previews."""
    pages = _Storage(sandbox)
    return [
        Route("/storage/{image_id}.jpg", pages.preview),
        Route("/storage/{image_id}/{name:path}", pages.file),
    ]


class _Storage:
    """The pages of the storage."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def file(self, request: Request) -> Response:
        expires = request.query_params.get("expires", "")
        row = self._row(request)
        if refused := self._refuse(request, f"{request.path_params['image_id']}/{expires}"):
            return refused
        if int(expires) < self._sandbox.clock.now():
            return _say(403, "the link has expired")
        path = files.path_of(self._sandbox, row["id"]) if row else None
        if row is None or path is None or not path.exists():
            return _say(404, "the file is gone")
        return FileResponse(path, media_type="image/tiff", filename=row["filename"])

    async def preview(self, request: Request) -> Response:
        from mapflow.sandbox import rasters

        row = self._row(request)
        if refused := self._refuse(request, f"{request.path_params['image_id']}/preview"):
            return refused
        if row is None:
            return _say(404, "the image is gone")
        path = files.path_of(self._sandbox, row["id"])
        try:
            picture = await self._sandbox.at_work(rasters.preview_jpeg, path, _PREVIEW_PX)
        except rasters.RasterProblem as problem:
            return _say(404, f"the image has no preview: {problem}")
        return Response(picture, media_type="image/jpeg")

    def _row(self, request: Request) -> Row | None:
        return self._sandbox.database.one(
            "SELECT * FROM images WHERE id = ?", str(request.path_params["image_id"])
        )

    def _refuse(self, request: Request, what: str) -> Response | None:
        if "authorization" in request.headers:
            return _say(400, "send no credentials with a signed link")
        signature = request.query_params.get("signature", "")
        if not signed_links.is_signed(self._sandbox.database, what, signature):
            return _say(403, "the signature does not fit the link")
        return None


def _say(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status)

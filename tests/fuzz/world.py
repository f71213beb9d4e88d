"""Fills a sandbox with things to ask for, so that not every request ends at "no such thing"."""

from datetime import datetime, timedelta

import httpx

from tests.support.places import BLOCK, FIELD_IMAGE

#: How many of each; requests delete them one after another.
MANY = 24


def build(base_url, token, control_url):
    """Make projects, processings in several states, imagery and planned searches.

    Returns:
        Ids by the name of the path parameter that takes them.
    """
    authorization = {"Authorization": f"Basic {token}"}
    with httpx.Client(base_url=base_url, headers=authorization, timeout=60, trust_env=False) as api:

        def made(method, path, **more):
            response = api.request(method, path, **more)
            response.raise_for_status()
            return response.json()

        now = httpx.get(f"{control_url}clock", trust_env=False).json()["now"]
        until = (datetime.fromisoformat(now) + timedelta(days=90)).isoformat()
        projects = [made("POST", "/projects", json={"name": f"P{n}"})["id"] for n in range(MANY)]
        runs = [
            made(
                "POST",
                "/processings",
                json={
                    "wdName": "🏠 Buildings",
                    "geometry": BLOCK,
                    "projectId": projects[n % 5],
                    "params": {"data_provider": "Mapbox"},
                    "meta": {"sandbox:fail": "dataloader.InternalError"} if n % 3 == 0 else {},
                },
            )["id"]
            for n in range(MANY)
        ]
        mosaics, images = [], []
        for number in range(MANY):
            with FIELD_IMAGE.open("rb") as file:
                response = made(
                    "POST",
                    "/rasters/mosaic/image",
                    params={"name": f"M{number}"},
                    files={"file": (f"{number}.tif", file, "image/tiff")},
                )
            mosaics.append(response["mosaic_id"])
        plans, areas = [], []
        for number in range(MANY):
            feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": BLOCK}
            response = made(
                "POST",
                "/processings/template",
                json={
                    "name": f"T{number}",
                    "projectId": projects[number % 5],
                    "activeUntil": until,
                    "searchParams": {
                        "aoiDetails": {"type": "FeatureCollection", "features": [feature]}
                    },
                },
            )["template"]
            plans.append(response["id"])
            areas += [
                each["properties"]["id"]
                for each in response["searchParams"]["aoiDetails"]["features"]
            ]
        httpx.post(f"{control_url}clock", json={"seconds": 7200}, trust_env=False)
        for mosaic in mosaics:
            images += [each["id"] for each in made("GET", f"/rasters/mosaic/{mosaic}/image")]
        user = made("GET", f"/processings/template/{plans[0]}")["template"]["userId"]
    return {
        "projectId": projects,
        "processingId": runs,
        "mosaicId": mosaics,
        "imageId": images,
        "templateId": plans,
        "aoiId": areas,
        "userId": [user],
        "size": ["s", "l"],
    }

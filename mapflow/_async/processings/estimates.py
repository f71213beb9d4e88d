"""What runs would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._requests.run_spec import RunSpec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from mapflow._async.processings.sending import AsyncRunSender
    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._views.account import Model
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source


class AsyncEstimates:
    """Prices."""

    _sender: AsyncRunSender

    async def estimate(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
    ) -> Estimate:
        """Ask what a run would cost, without running anything.

        ``obstacles`` of the estimate lists what would refuse the run.

        Args:
            model: The model: its id, its name, or its name without emoji and case. Default: that
                of ``like``.
            area: The area of interest: GeoJSON, anything with ``__geo_interface__``, a bounding
                box ``(west, south, east, north)`` in degrees, a path to a file; or an earlier
                processing, for its areas. Default: that of ``like``, or all the ground of a
                ``sources.MyImagery``, or of a ``sources.GeoTIFF`` that holds an image.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            like: An earlier processing, by handle or id, to take over from what is not given:
                model, area, source, options, project, parameters, name, description and meta.
                Options that are given are added to it. Default: none.
            project: Where it is to run, by handle, id or name, because its owner's limits
                count; None for the default project.
            inference_params: Parameters of the model itself, which the service does not
                document; they need version 2 of the API.
            extra: Members of the request body that this package does not know, with their values,
                for options that are newer than it. Default: none.

        Returns:
            The cost in credits, with the area and the model that were understood, the limits and
            the balance of the account, and which of them the run exceeds. Hand it to ``run`` as
            ``price``, and the price is not asked again.

        Raises:
            InvalidArea: The area cannot be used; the message names the place.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            BadRequest: The service refused, for example because the provider has a minimum area.

        Example:
            ```python
            from mapflow import sources

            estimate = await mf.processings.estimate(
                model="buildings", area=area, source=sources.Provider("Mapbox")
            )
            print(estimate.cost, estimate.area_m2, estimate.missing_credits, estimate.obstacles)
            ```

        Operation: estimateCost (POST /processing/cost), estimateCostV2
            (POST /processing/cost/v2)
        """
        spec = RunSpec(
            model=model,
            area=area,
            source=source,
            options=options,
            like=like,
            project=project,
            inference_params=inference_params,
            extra=extra,
        )
        return await self._sender.estimate(spec, within_limits=False)

    async def estimate_by_size(
        self,
        *,
        model: str | Model,
        area_m2: float,
        source: Source | None = None,
        options: Options | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
    ) -> float:
        """Return the price of a run over an area of this size, wherever it lies.

        Args:
            model: The model: its id, its name, or its name without emoji and case.
            area_m2: How much, in square metres.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            inference_params: Parameters of the model itself, which the service does not
                document.
            extra: Members of the request body that this package does not know, with their values,
                for options that are newer than it. Default: none.

        Returns:
            The cost in credits, from version 2 of the API, because version 1 cannot quote it.

        Raises:
            InvalidInput: The size is not a number above 0.
            InvalidSource: This is not an imagery source.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            BadRequest: The service refused; the text says why.

        Example:
            ```python
            from mapflow import sources

            credits = await mf.processings.estimate_by_size(
                model="buildings", area_m2=25_000_000, source=sources.Provider("Mapbox")
            )
            ```

        Operation: estimateCostV2 (POST /processing/cost/v2)
        """
        spec = RunSpec(
            model=model,
            source=source,
            options=options,
            inference_params=inference_params,
            extra=extra,
        )
        return await self._sender.price_of_size(spec, area_m2)

"""What a user says about a finished processing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._requests.references import identifier
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from mapflow._async.client import AsyncMapflow
    from mapflow._async.processing import AsyncProcessing
    from mapflow._views.processing import ProcessingRecord

_BEST = 5


class AsyncReviews:
    """Rating, and the review of results that some accounts have."""

    _client: AsyncMapflow

    async def rate(
        self,
        processing: ProcessingRecord | UUID | str,
        rating: int,
        *,
        feedback: str = "",
    ) -> AsyncProcessing:
        """Rate the result of a processing.

        Args:
            processing: Its id, or a handle of it.
            rating: 1 (bad) to 5 (good).
            feedback: Free text.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: The rating is not 1 to 5, or the processing has no result.
            PermissionDenied: The project is shared, and its role does not allow it.

        Example:
            ```python
            job = await mf.processings.rate(job, 5, feedback="Found every barn.")
            ```

        Operation: rateProcessing (PUT /processings/{processingId}/rate)
        """
        from mapflow_openapi.api.processings import rate_processing
        from mapflow_openapi.models import RatingRequest

        if isinstance(rating, bool) or rating not in range(1, _BEST + 1):
            raise InvalidInput(f"A rating is 1 to 5, not {rating!r}.")
        key = identifier(processing, "processing")
        before = await self._client.processings.get(key)
        if not before.status.is_success:
            raise InvalidInput(
                f"Processing {key} has no result to rate: it is {before.status or 'unknown'}."
            )
        body = RatingRequest(rating=rating, feedback=feedback)
        await self._client._transport.nothing(rate_processing._get_kwargs(key, body=body))
        return await self._client.processings.get(key)

    async def accept(self, processing: ProcessingRecord | UUID | str) -> AsyncProcessing:
        """Accept a result that is in review.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: It is not in review.
            PermissionDenied: The project is shared, and its role does not allow it.

        Example:
            ```python
            if job.review is not None and job.review.status == "IN_REVIEW":
                await mf.processings.accept(job)
            ```

        Operation: acceptProcessing (PUT /processings/{processingId}/acceptation)
        """
        from mapflow_openapi.api.processings import accept_processing

        key = await self._in_review(processing)
        await self._client._transport.nothing(accept_processing._get_kwargs(key))
        return await self._client.processings.get(key)

    async def reject(
        self,
        processing: ProcessingRecord | UUID | str,
        comment: str,
        *,
        features: Iterable[Mapping[str, object]] = (),
    ) -> AsyncProcessing:
        """Reject a result that is in review; the service works it over.

        Args:
            processing: Its id, or a handle of it.
            comment: What is wrong.
            features: GeoJSON features that mark the places.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: It is not in review, or the comment is empty.
            PermissionDenied: The project is shared, and its role does not allow it.

        Example:
            ```python
            if job.review is not None and job.review.status == "IN_REVIEW":
                await mf.processings.reject(job, "The northern half is missing.")
            ```

        Operation: rejectProcessing (PUT /processings/{processingId}/rejection)
        """
        from mapflow_openapi.api.processings import reject_processing
        from mapflow_openapi.models import FeatureCollection, Rejection

        if not _arguments.text(comment, "comment").strip():
            raise InvalidInput("A rejection needs a comment that says what is wrong.")
        key = await self._in_review(processing)
        marked = [dict(feature) for feature in features]
        body = Rejection(
            comment=comment,
            features=FeatureCollection.from_dict({"type": "FeatureCollection", "features": marked}),
        )
        await self._client._transport.nothing(reject_processing._get_kwargs(key, body=body))
        return await self._client.processings.get(key)

    async def _in_review(self, processing: ProcessingRecord | UUID | str) -> UUID:
        """The id of a processing whose review is the user's turn."""
        key = identifier(processing, "processing")
        before = await self._client.processings.get(key)
        if before.review is None or before.review.status != "IN_REVIEW":
            state = "has no review" if before.review is None else f"is {before.review.status}"
            raise InvalidInput(
                f"Processing {key} is not to be reviewed: it {state}.",
                hint="Only results in review (IN_REVIEW) can be accepted or rejected.",
            )
        return key

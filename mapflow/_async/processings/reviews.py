"""What a user says about a finished processing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import models
from mapflow_openapi.api import processings as api

from mapflow import _arguments
from mapflow._async.processings.processing import AsyncProcessing
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.processing import ProcessingRecord


class AsyncReviews:
    """Rating, and the review of results that some accounts have."""

    _session: AsyncSession

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
        handle = AsyncProcessing._of(self._session, processing)
        return await handle.rate(rating, feedback=feedback)

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
        handle = await self._in_review(processing)
        await self._session.transport.nothing(api.accept_processing._get_kwargs(handle._key))
        return await handle.refresh()

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
        if not _arguments.text(comment, "comment").strip():
            raise InvalidInput("A rejection needs a comment that says what is wrong.")
        handle = await self._in_review(processing)
        marked = [dict(feature) for feature in features]
        body = models.Rejection(
            comment=comment,
            features=models.FeatureCollection.from_dict(
                {"type": "FeatureCollection", "features": marked}
            ),
        )
        await self._session.transport.nothing(
            api.reject_processing._get_kwargs(handle._key, body=body)
        )
        return await handle.refresh()

    async def _in_review(self, processing: ProcessingRecord | UUID | str) -> AsyncProcessing:
        """A processing whose review is the user's turn."""
        before = await AsyncProcessing._of(self._session, processing).refresh()
        if before.review is None or before.review.status != "IN_REVIEW":
            state = "has no review" if before.review is None else f"is {before.review.status}"
            raise InvalidInput(
                f"Processing {before.id} is not to be reviewed: it {state}.",
                hint="Only results in review (IN_REVIEW) can be accepted or rejected.",
            )
        return before

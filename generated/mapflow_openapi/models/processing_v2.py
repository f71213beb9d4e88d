from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.any_map import AnyMap
    from ..models.block_choice import BlockChoice
    from ..models.layer import Layer
    from ..models.processing_message import ProcessingMessage
    from ..models.processing_params_v2 import ProcessingParamsV2
    from ..models.rating_state import RatingState
    from ..models.review_state import ReviewState
    from ..models.workflow_def import WorkflowDef


T = TypeVar("T", bound="ProcessingV2")


@_attrs_define
class ProcessingV2:
    """A run of a model over one or more areas (version 2 form).

    Attributes:
        id (UUID): The processing. Example: 8c9e6f24-1b7d-4a35-8f02-6d3e5c4b2a10.
        status (str): Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED` or
            `REFUNDED`, as in the version 1 form. Example: OK.
        name (None | str | Unset): Its name. Example: Harbour roofs.
        description (None | str | Unset): Free text. Example: checked by hand.
        project_id (None | Unset | UUID): The project it belongs to. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        vector_layer (Layer | None | Unset): The result as vector tiles; null until finished.
        raster_layer (Layer | None | Unset): The imagery that was processed, as tiles; null until finished.
        result_raster_layer (Layer | None | Unset): The result as raster tiles, for models that make one.
        workflow_def (None | Unset | WorkflowDef): The model.
        aoi_count (int | None | Unset): Number of areas. Example: 2.
        aoi_area (int | None | Unset): Area in square metres. Example: 1634206.
        area (int | None | Unset): The same as `aoiArea`, in square metres; some revisions have one, some the other,
            some both. Example: 1634206.
        cost (int | None | Unset): Price in credits. Example: 27.
        review_status (None | ReviewState | Unset): Where the review stands; null without a review.
        rating (None | RatingState | Unset): The caller's rating; null until rated.
        percent_completed (int | None | Unset): 0 to 100. Example: 100.
        params (None | ProcessingParamsV2 | Unset): The imagery source and the settings of the model as they were sent.
        blocks (list[BlockChoice] | None | Unset): The optional steps that were switched on or off.
        meta (AnyMap | None | Unset): The client's own notes, returned unchanged.
        messages (list[ProcessingMessage] | None | Unset): Why it failed; empty when all is well.
        created (datetime.datetime | None | Unset): When it was created. Example: 2026-03-02T09:15:00.000000Z.
        updated (datetime.datetime | None | Unset): When it was last changed. Example: 2026-03-02T09:27:41.250000Z.
    """

    id: UUID
    status: str
    name: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    project_id: None | Unset | UUID = UNSET
    vector_layer: Layer | None | Unset = UNSET
    raster_layer: Layer | None | Unset = UNSET
    result_raster_layer: Layer | None | Unset = UNSET
    workflow_def: None | Unset | WorkflowDef = UNSET
    aoi_count: int | None | Unset = UNSET
    aoi_area: int | None | Unset = UNSET
    area: int | None | Unset = UNSET
    cost: int | None | Unset = UNSET
    review_status: None | ReviewState | Unset = UNSET
    rating: None | RatingState | Unset = UNSET
    percent_completed: int | None | Unset = UNSET
    params: None | ProcessingParamsV2 | Unset = UNSET
    blocks: list[BlockChoice] | None | Unset = UNSET
    meta: AnyMap | None | Unset = UNSET
    messages: list[ProcessingMessage] | None | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    updated: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.layer import Layer  # noqa: PLC0415
        from ..models.processing_params_v2 import ProcessingParamsV2  # noqa: PLC0415
        from ..models.rating_state import RatingState  # noqa: PLC0415
        from ..models.review_state import ReviewState  # noqa: PLC0415
        from ..models.workflow_def import WorkflowDef  # noqa: PLC0415

        id = str(self.id)

        status = self.status

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        project_id: None | str | Unset
        if isinstance(self.project_id, Unset):
            project_id = UNSET
        elif isinstance(self.project_id, UUID):
            project_id = str(self.project_id)
        else:
            project_id = self.project_id

        vector_layer: dict[str, Any] | None | Unset
        if isinstance(self.vector_layer, Unset):
            vector_layer = UNSET
        elif isinstance(self.vector_layer, Layer):
            vector_layer = self.vector_layer.to_dict()
        else:
            vector_layer = self.vector_layer

        raster_layer: dict[str, Any] | None | Unset
        if isinstance(self.raster_layer, Unset):
            raster_layer = UNSET
        elif isinstance(self.raster_layer, Layer):
            raster_layer = self.raster_layer.to_dict()
        else:
            raster_layer = self.raster_layer

        result_raster_layer: dict[str, Any] | None | Unset
        if isinstance(self.result_raster_layer, Unset):
            result_raster_layer = UNSET
        elif isinstance(self.result_raster_layer, Layer):
            result_raster_layer = self.result_raster_layer.to_dict()
        else:
            result_raster_layer = self.result_raster_layer

        workflow_def: dict[str, Any] | None | Unset
        if isinstance(self.workflow_def, Unset):
            workflow_def = UNSET
        elif isinstance(self.workflow_def, WorkflowDef):
            workflow_def = self.workflow_def.to_dict()
        else:
            workflow_def = self.workflow_def

        aoi_count: int | None | Unset
        if isinstance(self.aoi_count, Unset):
            aoi_count = UNSET
        else:
            aoi_count = self.aoi_count

        aoi_area: int | None | Unset
        if isinstance(self.aoi_area, Unset):
            aoi_area = UNSET
        else:
            aoi_area = self.aoi_area

        area: int | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        cost: int | None | Unset
        if isinstance(self.cost, Unset):
            cost = UNSET
        else:
            cost = self.cost

        review_status: dict[str, Any] | None | Unset
        if isinstance(self.review_status, Unset):
            review_status = UNSET
        elif isinstance(self.review_status, ReviewState):
            review_status = self.review_status.to_dict()
        else:
            review_status = self.review_status

        rating: dict[str, Any] | None | Unset
        if isinstance(self.rating, Unset):
            rating = UNSET
        elif isinstance(self.rating, RatingState):
            rating = self.rating.to_dict()
        else:
            rating = self.rating

        percent_completed: int | None | Unset
        if isinstance(self.percent_completed, Unset):
            percent_completed = UNSET
        else:
            percent_completed = self.percent_completed

        params: dict[str, Any] | None | Unset
        if isinstance(self.params, Unset):
            params = UNSET
        elif isinstance(self.params, ProcessingParamsV2):
            params = self.params.to_dict()
        else:
            params = self.params

        blocks: list[dict[str, Any]] | None | Unset
        if isinstance(self.blocks, Unset):
            blocks = UNSET
        elif isinstance(self.blocks, list):
            blocks = []
            for blocks_type_0_item_data in self.blocks:
                blocks_type_0_item = blocks_type_0_item_data.to_dict()
                blocks.append(blocks_type_0_item)

        else:
            blocks = self.blocks

        meta: dict[str, Any] | None | Unset
        if isinstance(self.meta, Unset):
            meta = UNSET
        elif isinstance(self.meta, AnyMap):
            meta = self.meta.to_dict()
        else:
            meta = self.meta

        messages: list[dict[str, Any]] | None | Unset
        if isinstance(self.messages, Unset):
            messages = UNSET
        elif isinstance(self.messages, list):
            messages = []
            for messages_type_0_item_data in self.messages:
                messages_type_0_item = messages_type_0_item_data.to_dict()
                messages.append(messages_type_0_item)

        else:
            messages = self.messages

        created: None | str | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        elif isinstance(self.created, datetime.datetime):
            created = self.created.isoformat()
        else:
            created = self.created

        updated: None | str | Unset
        if isinstance(self.updated, Unset):
            updated = UNSET
        elif isinstance(self.updated, datetime.datetime):
            updated = self.updated.isoformat()
        else:
            updated = self.updated

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if description is not UNSET:
            field_dict["description"] = description
        if project_id is not UNSET:
            field_dict["projectId"] = project_id
        if vector_layer is not UNSET:
            field_dict["vectorLayer"] = vector_layer
        if raster_layer is not UNSET:
            field_dict["rasterLayer"] = raster_layer
        if result_raster_layer is not UNSET:
            field_dict["resultRasterLayer"] = result_raster_layer
        if workflow_def is not UNSET:
            field_dict["workflowDef"] = workflow_def
        if aoi_count is not UNSET:
            field_dict["aoiCount"] = aoi_count
        if aoi_area is not UNSET:
            field_dict["aoiArea"] = aoi_area
        if area is not UNSET:
            field_dict["area"] = area
        if cost is not UNSET:
            field_dict["cost"] = cost
        if review_status is not UNSET:
            field_dict["reviewStatus"] = review_status
        if rating is not UNSET:
            field_dict["rating"] = rating
        if percent_completed is not UNSET:
            field_dict["percentCompleted"] = percent_completed
        if params is not UNSET:
            field_dict["params"] = params
        if blocks is not UNSET:
            field_dict["blocks"] = blocks
        if meta is not UNSET:
            field_dict["meta"] = meta
        if messages is not UNSET:
            field_dict["messages"] = messages
        if created is not UNSET:
            field_dict["created"] = created
        if updated is not UNSET:
            field_dict["updated"] = updated

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.block_choice import BlockChoice  # noqa: PLC0415
        from ..models.layer import Layer  # noqa: PLC0415
        from ..models.processing_message import ProcessingMessage  # noqa: PLC0415
        from ..models.processing_params_v2 import ProcessingParamsV2  # noqa: PLC0415
        from ..models.rating_state import RatingState  # noqa: PLC0415
        from ..models.review_state import ReviewState  # noqa: PLC0415
        from ..models.workflow_def import WorkflowDef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        status = d.pop("status")

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_project_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                project_id_type_0 = UUID(data)

                return project_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        project_id = _parse_project_id(d.pop("projectId", UNSET))

        def _parse_vector_layer(data: object) -> Layer | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                vector_layer_type_0 = Layer.from_dict(data)

                return vector_layer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Layer | None | Unset, data)

        vector_layer = _parse_vector_layer(d.pop("vectorLayer", UNSET))

        def _parse_raster_layer(data: object) -> Layer | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                raster_layer_type_0 = Layer.from_dict(data)

                return raster_layer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Layer | None | Unset, data)

        raster_layer = _parse_raster_layer(d.pop("rasterLayer", UNSET))

        def _parse_result_raster_layer(data: object) -> Layer | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                result_raster_layer_type_0 = Layer.from_dict(data)

                return result_raster_layer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Layer | None | Unset, data)

        result_raster_layer = _parse_result_raster_layer(d.pop("resultRasterLayer", UNSET))

        def _parse_workflow_def(data: object) -> None | Unset | WorkflowDef:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                workflow_def_type_0 = WorkflowDef.from_dict(data)

                return workflow_def_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WorkflowDef, data)

        workflow_def = _parse_workflow_def(d.pop("workflowDef", UNSET))

        def _parse_aoi_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        aoi_count = _parse_aoi_count(d.pop("aoiCount", UNSET))

        def _parse_aoi_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        aoi_area = _parse_aoi_area(d.pop("aoiArea", UNSET))

        def _parse_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_cost(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        cost = _parse_cost(d.pop("cost", UNSET))

        def _parse_review_status(data: object) -> None | ReviewState | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                review_status_type_0 = ReviewState.from_dict(data)

                return review_status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReviewState | Unset, data)

        review_status = _parse_review_status(d.pop("reviewStatus", UNSET))

        def _parse_rating(data: object) -> None | RatingState | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rating_type_0 = RatingState.from_dict(data)

                return rating_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RatingState | Unset, data)

        rating = _parse_rating(d.pop("rating", UNSET))

        def _parse_percent_completed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        percent_completed = _parse_percent_completed(d.pop("percentCompleted", UNSET))

        def _parse_params(data: object) -> None | ProcessingParamsV2 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                params_type_0 = ProcessingParamsV2.from_dict(data)

                return params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProcessingParamsV2 | Unset, data)

        params = _parse_params(d.pop("params", UNSET))

        def _parse_blocks(data: object) -> list[BlockChoice] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                blocks_type_0 = []
                _blocks_type_0 = data
                for blocks_type_0_item_data in _blocks_type_0:
                    blocks_type_0_item = BlockChoice.from_dict(blocks_type_0_item_data)

                    blocks_type_0.append(blocks_type_0_item)

                return blocks_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[BlockChoice] | None | Unset, data)

        blocks = _parse_blocks(d.pop("blocks", UNSET))

        def _parse_meta(data: object) -> AnyMap | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                meta_type_0 = AnyMap.from_dict(data)

                return meta_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AnyMap | None | Unset, data)

        meta = _parse_meta(d.pop("meta", UNSET))

        def _parse_messages(data: object) -> list[ProcessingMessage] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                messages_type_0 = []
                _messages_type_0 = data
                for messages_type_0_item_data in _messages_type_0:
                    messages_type_0_item = ProcessingMessage.from_dict(messages_type_0_item_data)

                    messages_type_0.append(messages_type_0_item)

                return messages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ProcessingMessage] | None | Unset, data)

        messages = _parse_messages(d.pop("messages", UNSET))

        def _parse_created(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_type_0 = datetime.datetime.fromisoformat(data)

                return created_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created = _parse_created(d.pop("created", UNSET))

        def _parse_updated(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_type_0 = datetime.datetime.fromisoformat(data)

                return updated_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        updated = _parse_updated(d.pop("updated", UNSET))

        processing_v2 = cls(
            id=id,
            status=status,
            name=name,
            description=description,
            project_id=project_id,
            vector_layer=vector_layer,
            raster_layer=raster_layer,
            result_raster_layer=result_raster_layer,
            workflow_def=workflow_def,
            aoi_count=aoi_count,
            aoi_area=aoi_area,
            area=area,
            cost=cost,
            review_status=review_status,
            rating=rating,
            percent_completed=percent_completed,
            params=params,
            blocks=blocks,
            meta=meta,
            messages=messages,
            created=created,
            updated=updated,
        )

        processing_v2.additional_properties = d
        return processing_v2

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

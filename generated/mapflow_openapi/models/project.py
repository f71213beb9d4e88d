from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.integer_map import IntegerMap
    from ..models.progress_summary import ProgressSummary
    from ..models.project_account import ProjectAccount
    from ..models.share_info import ShareInfo
    from ..models.workflow_def import WorkflowDef


T = TypeVar("T", bound="Project")


@_attrs_define
class Project:
    """A folder of processings.

    Attributes:
        id (UUID): The project. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        name (str): Its name. Example: Coast 2025.
        description (None | str | Unset): Free text. Example: roofs of the old harbour.
        progress (None | ProgressSummary | Unset): How far its processings are.
        aoi_count (int | None | Unset): Number of areas in its processings. Example: 2.
        area (int | None | Unset): Area of its processings, in square metres. Example: 1634206.
        aoi_area (int | None | Unset): The same as `area`, in square metres; some revisions have one, some the other,
            some both. Example: 1634206.
        user (None | ProjectAccount | Unset): The owner. In a shared project the owner's limits apply.
        is_default (bool | None | Unset): Whether this is the project that was created with the account. Example: False.
        created (datetime.datetime | None | Unset): When the project was created. Example: 2026-03-02T09:15:00.000000Z.
        updated (datetime.datetime | None | Unset): When the project was last changed. Example:
            2026-03-02T09:27:41.250000Z.
        workflow_defs (list[WorkflowDef] | None | Unset): The models linked to the project, complete with prices and
            steps: the published desktop plugin takes them from here, not from the user status. Samples of 2022 show
            neither.
        share_project (None | ShareInfo | Unset): Who sees the project. It is there for every project, shared or not,
            and names at least the owner. The published client treats unlisted users as readers; samples of the
            documentation leave it out.
        processing_counts (IntegerMap | None | Unset): Number of processings by outcome; `succeeded` and `failed` have
            been seen.
        templates_count (int | None | Unset): Number of planned searches in the project. Example: 0.
        billing_type (None | str | Unset): How the owner pays: `CREDITS` in credits, `AREA` by area, `NONE` not at all.
            Example: CREDITS.
    """

    id: UUID
    name: str
    description: None | str | Unset = UNSET
    progress: None | ProgressSummary | Unset = UNSET
    aoi_count: int | None | Unset = UNSET
    area: int | None | Unset = UNSET
    aoi_area: int | None | Unset = UNSET
    user: None | ProjectAccount | Unset = UNSET
    is_default: bool | None | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    updated: datetime.datetime | None | Unset = UNSET
    workflow_defs: list[WorkflowDef] | None | Unset = UNSET
    share_project: None | ShareInfo | Unset = UNSET
    processing_counts: IntegerMap | None | Unset = UNSET
    templates_count: int | None | Unset = UNSET
    billing_type: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.integer_map import IntegerMap  # noqa: PLC0415
        from ..models.progress_summary import ProgressSummary  # noqa: PLC0415
        from ..models.project_account import ProjectAccount  # noqa: PLC0415
        from ..models.share_info import ShareInfo  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        progress: dict[str, Any] | None | Unset
        if isinstance(self.progress, Unset):
            progress = UNSET
        elif isinstance(self.progress, ProgressSummary):
            progress = self.progress.to_dict()
        else:
            progress = self.progress

        aoi_count: int | None | Unset
        if isinstance(self.aoi_count, Unset):
            aoi_count = UNSET
        else:
            aoi_count = self.aoi_count

        area: int | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        aoi_area: int | None | Unset
        if isinstance(self.aoi_area, Unset):
            aoi_area = UNSET
        else:
            aoi_area = self.aoi_area

        user: dict[str, Any] | None | Unset
        if isinstance(self.user, Unset):
            user = UNSET
        elif isinstance(self.user, ProjectAccount):
            user = self.user.to_dict()
        else:
            user = self.user

        is_default: bool | None | Unset
        if isinstance(self.is_default, Unset):
            is_default = UNSET
        else:
            is_default = self.is_default

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

        workflow_defs: list[dict[str, Any]] | None | Unset
        if isinstance(self.workflow_defs, Unset):
            workflow_defs = UNSET
        elif isinstance(self.workflow_defs, list):
            workflow_defs = []
            for workflow_defs_type_0_item_data in self.workflow_defs:
                workflow_defs_type_0_item = workflow_defs_type_0_item_data.to_dict()
                workflow_defs.append(workflow_defs_type_0_item)

        else:
            workflow_defs = self.workflow_defs

        share_project: dict[str, Any] | None | Unset
        if isinstance(self.share_project, Unset):
            share_project = UNSET
        elif isinstance(self.share_project, ShareInfo):
            share_project = self.share_project.to_dict()
        else:
            share_project = self.share_project

        processing_counts: dict[str, Any] | None | Unset
        if isinstance(self.processing_counts, Unset):
            processing_counts = UNSET
        elif isinstance(self.processing_counts, IntegerMap):
            processing_counts = self.processing_counts.to_dict()
        else:
            processing_counts = self.processing_counts

        templates_count: int | None | Unset
        if isinstance(self.templates_count, Unset):
            templates_count = UNSET
        else:
            templates_count = self.templates_count

        billing_type: None | str | Unset
        if isinstance(self.billing_type, Unset):
            billing_type = UNSET
        else:
            billing_type = self.billing_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if progress is not UNSET:
            field_dict["progress"] = progress
        if aoi_count is not UNSET:
            field_dict["aoiCount"] = aoi_count
        if area is not UNSET:
            field_dict["area"] = area
        if aoi_area is not UNSET:
            field_dict["aoiArea"] = aoi_area
        if user is not UNSET:
            field_dict["user"] = user
        if is_default is not UNSET:
            field_dict["isDefault"] = is_default
        if created is not UNSET:
            field_dict["created"] = created
        if updated is not UNSET:
            field_dict["updated"] = updated
        if workflow_defs is not UNSET:
            field_dict["workflowDefs"] = workflow_defs
        if share_project is not UNSET:
            field_dict["shareProject"] = share_project
        if processing_counts is not UNSET:
            field_dict["processingCounts"] = processing_counts
        if templates_count is not UNSET:
            field_dict["templatesCount"] = templates_count
        if billing_type is not UNSET:
            field_dict["billingType"] = billing_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.integer_map import IntegerMap  # noqa: PLC0415
        from ..models.progress_summary import ProgressSummary  # noqa: PLC0415
        from ..models.project_account import ProjectAccount  # noqa: PLC0415
        from ..models.share_info import ShareInfo  # noqa: PLC0415
        from ..models.workflow_def import WorkflowDef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_progress(data: object) -> None | ProgressSummary | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                progress_type_0 = ProgressSummary.from_dict(data)

                return progress_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProgressSummary | Unset, data)

        progress = _parse_progress(d.pop("progress", UNSET))

        def _parse_aoi_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        aoi_count = _parse_aoi_count(d.pop("aoiCount", UNSET))

        def _parse_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_aoi_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        aoi_area = _parse_aoi_area(d.pop("aoiArea", UNSET))

        def _parse_user(data: object) -> None | ProjectAccount | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_type_0 = ProjectAccount.from_dict(data)

                return user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProjectAccount | Unset, data)

        user = _parse_user(d.pop("user", UNSET))

        def _parse_is_default(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_default = _parse_is_default(d.pop("isDefault", UNSET))

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

        def _parse_workflow_defs(data: object) -> list[WorkflowDef] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                workflow_defs_type_0 = []
                _workflow_defs_type_0 = data
                for workflow_defs_type_0_item_data in _workflow_defs_type_0:
                    workflow_defs_type_0_item = WorkflowDef.from_dict(
                        workflow_defs_type_0_item_data
                    )

                    workflow_defs_type_0.append(workflow_defs_type_0_item)

                return workflow_defs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[WorkflowDef] | None | Unset, data)

        workflow_defs = _parse_workflow_defs(d.pop("workflowDefs", UNSET))

        def _parse_share_project(data: object) -> None | ShareInfo | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                share_project_type_0 = ShareInfo.from_dict(data)

                return share_project_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ShareInfo | Unset, data)

        share_project = _parse_share_project(d.pop("shareProject", UNSET))

        def _parse_processing_counts(data: object) -> IntegerMap | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                processing_counts_type_0 = IntegerMap.from_dict(data)

                return processing_counts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IntegerMap | None | Unset, data)

        processing_counts = _parse_processing_counts(d.pop("processingCounts", UNSET))

        def _parse_templates_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        templates_count = _parse_templates_count(d.pop("templatesCount", UNSET))

        def _parse_billing_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        billing_type = _parse_billing_type(d.pop("billingType", UNSET))

        project = cls(
            id=id,
            name=name,
            description=description,
            progress=progress,
            aoi_count=aoi_count,
            area=area,
            aoi_area=aoi_area,
            user=user,
            is_default=is_default,
            created=created,
            updated=updated,
            workflow_defs=workflow_defs,
            share_project=share_project,
            processing_counts=processing_counts,
            templates_count=templates_count,
            billing_type=billing_type,
        )

        project.additional_properties = d
        return project

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_provider import DataProvider
    from ..models.team import Team
    from ..models.workflow_def import WorkflowDef


T = TypeVar("T", bound="UserStatus")


@_attrs_define
class UserStatus:
    """What the account may do and what is left of it.

    Attributes:
        email (None | str | Unset): E-mail address of the account. The current documentation and one client do without
            it. Example: ada@example.com.
        processed_area (int | None | Unset): Area processed so far, in square metres. Example: 1634206.
        remaining_area (int | None | Unset): Area that may still be processed, in square metres; the limit for accounts
            billed by area. Example: 98365794.
        remaining_credits (int | None | Unset): Credits left; the limit for accounts billed in credits. Example: 223.
        area_limit (int | None | Unset): Area that the account may process altogether, in square metres. Example:
            100000000.
        max_aois_per_processing (int | None | Unset): How many polygons one processing may have. Example: 10.
        memory_limit (int | None | Unset): Storage for imagery, in bytes. Example: 1073741824.
        billing_type (None | str | Unset): How the account pays: `CREDITS` in credits, `AREA` by area, `NONE` not at
            all. One client takes `AREA` when it is missing. Example: CREDITS.
        models (list[WorkflowDef] | None | Unset): The models that the account may run.
        teams (list[Team] | None | Unset): The teams that the account belongs to; may be empty.
        data_providers (list[DataProvider] | None | Unset): Imagery providers that a run may name. The same provider may
            be listed twice.
        search_data_providers (list[DataProvider] | None | Unset): Imagery providers whose images can be searched and
            then processed.
        review_workflow_enabled (bool | None | Unset): Whether finished processings wait for the caller to accept them;
            missing means no. Example: False.
        template_area_limit (float | None | Unset): Largest area of a planned search, in square metres; 0 or missing
            means not known. Example: 1000000000.
        search_area_limit (float | None | Unset): Largest area of an immediate search, in square metres; 0 or missing
            means not known. An example of the documentation searches 761 square kilometres. Example: 1000000000.
    """

    email: None | str | Unset = UNSET
    processed_area: int | None | Unset = UNSET
    remaining_area: int | None | Unset = UNSET
    remaining_credits: int | None | Unset = UNSET
    area_limit: int | None | Unset = UNSET
    max_aois_per_processing: int | None | Unset = UNSET
    memory_limit: int | None | Unset = UNSET
    billing_type: None | str | Unset = UNSET
    models: list[WorkflowDef] | None | Unset = UNSET
    teams: list[Team] | None | Unset = UNSET
    data_providers: list[DataProvider] | None | Unset = UNSET
    search_data_providers: list[DataProvider] | None | Unset = UNSET
    review_workflow_enabled: bool | None | Unset = UNSET
    template_area_limit: float | None | Unset = UNSET
    search_area_limit: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        processed_area: int | None | Unset
        if isinstance(self.processed_area, Unset):
            processed_area = UNSET
        else:
            processed_area = self.processed_area

        remaining_area: int | None | Unset
        if isinstance(self.remaining_area, Unset):
            remaining_area = UNSET
        else:
            remaining_area = self.remaining_area

        remaining_credits: int | None | Unset
        if isinstance(self.remaining_credits, Unset):
            remaining_credits = UNSET
        else:
            remaining_credits = self.remaining_credits

        area_limit: int | None | Unset
        if isinstance(self.area_limit, Unset):
            area_limit = UNSET
        else:
            area_limit = self.area_limit

        max_aois_per_processing: int | None | Unset
        if isinstance(self.max_aois_per_processing, Unset):
            max_aois_per_processing = UNSET
        else:
            max_aois_per_processing = self.max_aois_per_processing

        memory_limit: int | None | Unset
        if isinstance(self.memory_limit, Unset):
            memory_limit = UNSET
        else:
            memory_limit = self.memory_limit

        billing_type: None | str | Unset
        if isinstance(self.billing_type, Unset):
            billing_type = UNSET
        else:
            billing_type = self.billing_type

        models: list[dict[str, Any]] | None | Unset
        if isinstance(self.models, Unset):
            models = UNSET
        elif isinstance(self.models, list):
            models = []
            for models_type_0_item_data in self.models:
                models_type_0_item = models_type_0_item_data.to_dict()
                models.append(models_type_0_item)

        else:
            models = self.models

        teams: list[dict[str, Any]] | None | Unset
        if isinstance(self.teams, Unset):
            teams = UNSET
        elif isinstance(self.teams, list):
            teams = []
            for teams_type_0_item_data in self.teams:
                teams_type_0_item = teams_type_0_item_data.to_dict()
                teams.append(teams_type_0_item)

        else:
            teams = self.teams

        data_providers: list[dict[str, Any]] | None | Unset
        if isinstance(self.data_providers, Unset):
            data_providers = UNSET
        elif isinstance(self.data_providers, list):
            data_providers = []
            for data_providers_type_0_item_data in self.data_providers:
                data_providers_type_0_item = data_providers_type_0_item_data.to_dict()
                data_providers.append(data_providers_type_0_item)

        else:
            data_providers = self.data_providers

        search_data_providers: list[dict[str, Any]] | None | Unset
        if isinstance(self.search_data_providers, Unset):
            search_data_providers = UNSET
        elif isinstance(self.search_data_providers, list):
            search_data_providers = []
            for search_data_providers_type_0_item_data in self.search_data_providers:
                search_data_providers_type_0_item = search_data_providers_type_0_item_data.to_dict()
                search_data_providers.append(search_data_providers_type_0_item)

        else:
            search_data_providers = self.search_data_providers

        review_workflow_enabled: bool | None | Unset
        if isinstance(self.review_workflow_enabled, Unset):
            review_workflow_enabled = UNSET
        else:
            review_workflow_enabled = self.review_workflow_enabled

        template_area_limit: float | None | Unset
        if isinstance(self.template_area_limit, Unset):
            template_area_limit = UNSET
        else:
            template_area_limit = self.template_area_limit

        search_area_limit: float | None | Unset
        if isinstance(self.search_area_limit, Unset):
            search_area_limit = UNSET
        else:
            search_area_limit = self.search_area_limit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if processed_area is not UNSET:
            field_dict["processedArea"] = processed_area
        if remaining_area is not UNSET:
            field_dict["remainingArea"] = remaining_area
        if remaining_credits is not UNSET:
            field_dict["remainingCredits"] = remaining_credits
        if area_limit is not UNSET:
            field_dict["areaLimit"] = area_limit
        if max_aois_per_processing is not UNSET:
            field_dict["maxAoisPerProcessing"] = max_aois_per_processing
        if memory_limit is not UNSET:
            field_dict["memoryLimit"] = memory_limit
        if billing_type is not UNSET:
            field_dict["billingType"] = billing_type
        if models is not UNSET:
            field_dict["models"] = models
        if teams is not UNSET:
            field_dict["teams"] = teams
        if data_providers is not UNSET:
            field_dict["dataProviders"] = data_providers
        if search_data_providers is not UNSET:
            field_dict["searchDataProviders"] = search_data_providers
        if review_workflow_enabled is not UNSET:
            field_dict["reviewWorkflowEnabled"] = review_workflow_enabled
        if template_area_limit is not UNSET:
            field_dict["templateAreaLimit"] = template_area_limit
        if search_area_limit is not UNSET:
            field_dict["searchAreaLimit"] = search_area_limit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.data_provider import DataProvider  # noqa: PLC0415
        from ..models.team import Team  # noqa: PLC0415
        from ..models.workflow_def import WorkflowDef  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        def _parse_processed_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        processed_area = _parse_processed_area(d.pop("processedArea", UNSET))

        def _parse_remaining_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        remaining_area = _parse_remaining_area(d.pop("remainingArea", UNSET))

        def _parse_remaining_credits(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        remaining_credits = _parse_remaining_credits(d.pop("remainingCredits", UNSET))

        def _parse_area_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area_limit = _parse_area_limit(d.pop("areaLimit", UNSET))

        def _parse_max_aois_per_processing(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_aois_per_processing = _parse_max_aois_per_processing(
            d.pop("maxAoisPerProcessing", UNSET)
        )

        def _parse_memory_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        memory_limit = _parse_memory_limit(d.pop("memoryLimit", UNSET))

        def _parse_billing_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        billing_type = _parse_billing_type(d.pop("billingType", UNSET))

        def _parse_models(data: object) -> list[WorkflowDef] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                models_type_0 = []
                _models_type_0 = data
                for models_type_0_item_data in _models_type_0:
                    models_type_0_item = WorkflowDef.from_dict(models_type_0_item_data)

                    models_type_0.append(models_type_0_item)

                return models_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[WorkflowDef] | None | Unset, data)

        models = _parse_models(d.pop("models", UNSET))

        def _parse_teams(data: object) -> list[Team] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                teams_type_0 = []
                _teams_type_0 = data
                for teams_type_0_item_data in _teams_type_0:
                    teams_type_0_item = Team.from_dict(teams_type_0_item_data)

                    teams_type_0.append(teams_type_0_item)

                return teams_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Team] | None | Unset, data)

        teams = _parse_teams(d.pop("teams", UNSET))

        def _parse_data_providers(data: object) -> list[DataProvider] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                data_providers_type_0 = []
                _data_providers_type_0 = data
                for data_providers_type_0_item_data in _data_providers_type_0:
                    data_providers_type_0_item = DataProvider.from_dict(
                        data_providers_type_0_item_data
                    )

                    data_providers_type_0.append(data_providers_type_0_item)

                return data_providers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DataProvider] | None | Unset, data)

        data_providers = _parse_data_providers(d.pop("dataProviders", UNSET))

        def _parse_search_data_providers(data: object) -> list[DataProvider] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                search_data_providers_type_0 = []
                _search_data_providers_type_0 = data
                for search_data_providers_type_0_item_data in _search_data_providers_type_0:
                    search_data_providers_type_0_item = DataProvider.from_dict(
                        search_data_providers_type_0_item_data
                    )

                    search_data_providers_type_0.append(search_data_providers_type_0_item)

                return search_data_providers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DataProvider] | None | Unset, data)

        search_data_providers = _parse_search_data_providers(d.pop("searchDataProviders", UNSET))

        def _parse_review_workflow_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        review_workflow_enabled = _parse_review_workflow_enabled(
            d.pop("reviewWorkflowEnabled", UNSET)
        )

        def _parse_template_area_limit(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        template_area_limit = _parse_template_area_limit(d.pop("templateAreaLimit", UNSET))

        def _parse_search_area_limit(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        search_area_limit = _parse_search_area_limit(d.pop("searchAreaLimit", UNSET))

        user_status = cls(
            email=email,
            processed_area=processed_area,
            remaining_area=remaining_area,
            remaining_credits=remaining_credits,
            area_limit=area_limit,
            max_aois_per_processing=max_aois_per_processing,
            memory_limit=memory_limit,
            billing_type=billing_type,
            models=models,
            teams=teams,
            data_providers=data_providers,
            search_data_providers=search_data_providers,
            review_workflow_enabled=review_workflow_enabled,
            template_area_limit=template_area_limit,
            search_area_limit=search_area_limit,
        )

        user_status.additional_properties = d
        return user_status

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

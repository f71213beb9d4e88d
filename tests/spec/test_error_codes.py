"""The error catalogue: complete, usable without knowing the API, and the same in Python."""

import re
from collections import Counter

import pytest

from mapflow import _error_codes
from tests.spec.document import document

#: The 51 codes of the version 1 page with their parameters, in its order.
DOCUMENTED = """
source-validator.UrlMustBeString url_type
source-validator.UrlMustBeLink
source-validator.UrlFormatInvalid parse_error_message
source-validator.ZoomMustBeInteger actual_zoom
source-validator.InvalidZoomValue actual_zoom
source-validator.TooHighZoom max_zoom actual_zoom
source-validator.TooLowZoom min_zoom actual_zoom
source-validator.UrlBlacklisted url
source-validator.ImageMetadataMustBeDict
source-validator.ImageMetadataKeyError
source-validator.S3URLError actual_s3_link
source-validator.LocalRequestKeyError
source-validator.ReadFromS3Failed s3_link
source-validator.ImageReadError
source-validator.BadImageProfile profile required_keys
source-validator.DtypeNotAllowed required_dtypes request_dtype
source-validator.NChannelsNotAllowed required_nchannels real_nchannels
source-validator.PixelSizeTooLow actual_res min_res
source-validator.PixelSizeTooHigh actual_res max_res
source-validator.ImageCheckError checked_param message metadata
source-validator.QuadkeyLinkFormatError
source-validator.SentinelInputStringKeyError
source-validator.SentinelInputStringFormatError input_string
source-validator.GridCellOutOfBound actual_cell allowed_cells
source-validator.AOINotInCell actual_cell
source-validator.MonthOutOfBounds actual_month allowed_months
source-validator.TMSLinkFormatError
source-validator.RequirementsMustBeDict requirements_type
source-validator.RequestMustBeDict request_type
source-validator.RequestMustHaveSourceType
source-validator.SourceTypeIsNotAllowed source_type allowed_sources
source-validator.RequiredSectionMustBeDict required_section_type
source-validator.RecommendedSectionMustBeDict recommended_section_type
source-validator.XYZLinkFormatError
source-validator.TaskMustContainAoi
source-validator.UnhandledException
source-validator.internalError
dataloader.internalError
dataloader.InternalError
dataloader.UnknownSourceType allowed_source_types real_source_types
dataloader.MemoryLimitExceeded allowed_size estimated_size
dataloader.LoaderArgsError argument_name argument_type expected_type
dataloader.WrongChannelsNum expected_nchannels real_nchannels
dataloader.WrongTileSize expected_size real_size
dataloader.TileNotLoaded tile_location status
dataloader.CrsIsNotSupported
dataloader.MaploaderInternalError
dataloader.SentinelLoaderInternalError
raster-processor.internalError
inference.internalError
vector-processor.internalError
"""
#: What became known later, from other sources.
NEWER = """
vector-processor.EmptyFolder s3_link
data-catalog.PreviewNotFound image_id
dataloader.TileNotReadable tile_location
dataloader.NoDataTile
source-validator.NoDataInAOI
geometry.Invalid
TOO_LARGE_PROCESSING area aoiAreaLimit
ProviderMinAreaError aoiArea providerName providerMinArea
MAXAR_PROVIDERS_UNAVAILABLE
BAD_REQUEST
NOT_FOUND
TEMPLATE_AREA_LIMIT_EXCEEDED templateAreaLimit
API_ERROR
401
403
409
500
503
FileCheckFailed filename bad_parameters
MemoryLimitExceeded memory_requested available_memory
FileTooBig max_file_size actual_file_size
ItemNotFound instance_type uid
AccessDenied instance_type uid
FileValidationFailed filename mosaic_id param_name got_param expected_param
ImageOutOfBounds
FileOpenError
ImageExtentTooBig
"""
BY_TEXT = {
    ("BAD_REQUEST", "enough limit"),
    ("BAD_REQUEST", "maximum number of active templates"),
    ("BAD_REQUEST", "Geometry updates"),
    ("403", "data provider"),
}
ENTRIES = document()["x-error-catalogue"]


def table(text):
    return {line.split()[0]: set(line.split()[1:]) for line in text.split("\n") if line}


def plain(code):
    return next(e for e in ENTRIES if e["code"] == code and "contains" not in e)


def test_there_are_51_documented_codes():
    assert len(table(DOCUMENTED)) == 51
    assert [e["code"] for e in ENTRIES if "S" in e["evidence"]] == list(table(DOCUMENTED))


@pytest.mark.parametrize(
    ("code", "parameters"), [*table(DOCUMENTED).items(), *table(NEWER).items()]
)
def test_code_is_there_with_its_parameters(code, parameters):
    entry = plain(code)
    aliases = entry.get("aliases", {})
    assert {aliases.get(name, name) for name in parameters} == set(entry["parameters"])


def test_nothing_else_is_in_the_catalogue():
    listed = {(e["code"], e.get("contains")) for e in ENTRIES}
    known = {(code, None) for code in [*table(DOCUMENTED), *table(NEWER)]}
    assert listed == known | BY_TEXT
    assert len(ENTRIES) == len(listed)


def test_both_spellings_of_a_parameter_are_known():
    assert plain("dataloader.UnknownSourceType")["aliases"] == {
        "real_source_types": "real_source_type"
    }


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e['code']} {e.get('contains', '')}")
def test_entry_is_usable(entry):
    assert entry["scope"] in {"processing", "api", "imagery"}
    assert entry["acts"] in {"user", "support", "user-then-support"}
    assert entry["retry"] in {"no", "restart", "later"}
    assert set(entry["evidence"]) <= {"S", "D", "D-old", "Q", "Q-branch", "K"}
    placeholders = re.findall(r"\{(\w+)\}", entry["message"])
    # Every value the service sends is shown, and only such a value or the service's own text.
    assert set(placeholders) - {"message"} == set(entry["parameters"]) - {"message"}
    bare = re.sub(r"\{\w+\}", "", entry["message"] + entry["hint"])
    assert not re.search(r"[{}]", bare), "a literal brace would look like a placeholder"
    for sentence in (entry["message"], entry["hint"]):
        assert sentence[0].isupper()
        assert sentence.endswith((".", "{message}"))
        assert "\n" not in sentence
    assert len(entry["hint"]) > 25
    assert entry["message"] != entry["hint"]
    if entry["acts"] == "user":
        assert "support" not in entry["hint"]
    else:
        assert "support" in entry["hint"] or entry["retry"] == "later"
    if entry["retry"] == "restart":
        assert "estart" in entry["hint"]


def test_generic_codes_have_an_entry_for_any_other_text():
    for code, count in Counter(e["code"] for e in ENTRIES).items():
        assert count == 1 or plain(code)


def test_pixel_sizes_are_not_swapped():
    low, high = (
        plain("source-validator.PixelSizeTooLow"),
        plain("source-validator.PixelSizeTooHigh"),
    )
    assert "more detailed than the model" in low["message"]
    assert "smallest accepted size is {min_res}" in low["message"]
    assert "not detailed enough" in high["message"]
    assert "largest accepted size is {max_res}" in high["message"]
    assert "higher zoom" in high["hint"]
    assert "lower zoom" in low["hint"]


def test_a_zoom_above_the_model_is_not_called_impossible():
    too_high = plain("source-validator.TooHighZoom")
    assert "{max_zoom}" in too_high["message"]
    assert "22" not in too_high["message"]
    assert "22" in plain("source-validator.InvalidZoomValue")["message"]


def test_python_has_the_same_table():
    written = [
        {
            "code": e.code,
            "scope": e.scope,
            "parameters": list(e.parameters),
            "message": e.message,
            "acts": e.acts,
            "retry": e.retry,
            "hint": e.hint,
            "aliases": dict(e.aliases),
            "contains": e.contains,
        }
        for e in _error_codes.ENTRIES
    ]
    described = [
        {key: e.get(key, {} if key == "aliases" else None) for key in written[0]} for e in ENTRIES
    ]
    assert written == described

"""What no source says is called unknown, so that no reader takes a guess for a fact."""

from pathlib import Path

import pytest

from tests.spec.document import document, operations, schemas

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "pages" / "reading.md"
#: Where something is not known, and words that say so there.
UNKNOWN = [
    ("response Refused", "the statuses they come with are not"),
    ("response ImageryRefused", "The statuses of its codes are not documented"),
    ("response Unauthorized", "The shape of the body is not documented"),
    ("response Done", "do not say whether the response has a body"),
    ("runProcessing", "How the service refuses a run that the account cannot pay"),
    (
        "runProcessing",
        "when credits are taken, and whether a failure returns them, is not",
    ),
    ("runProcessing", "no idempotency key"),
    ("runProcessingV2", "no idempotency key"),
    ("estimateCost", "accounts that are not billed in credits is not known"),
    ("restartProcessing", "what happens to others, and whether a restart is charged"),
    ("getResult", "what it returns before that is not documented"),
    ("getResult", "whether the API refuses it there is not known"),
    ("getResult", "gets the rest of a download that broke off, is not known"),
    ("getDownloadLink", "Whether the object storage honours `Range` is not known"),
    ("deleteProject", "whether the service would refuse is not known"),
    ("updateProject", "whether the service would allow it is not known"),
    ("listProjects", "The order is not documented"),
    ("listProcessings", "The order is not documented"),
    ("getProcessing", "No operation that cancels a processing is documented"),
    ("getProcessingV2", "created through version 1, and the other way round, is not documented"),
    ("updateProcessingV2", "Whether one may be omitted is not shown"),
    ("shareProject", "How to take a role back is not documented"),
    ("acceptProcessing", "What happens when `inReviewUntil` passes"),
    ("getStatistics", "columns, delimiter and encoding are not documented"),
    ("StatisticsRequest.filter", "the grammar is not documented"),
    ("StatisticsRequest.dateFrom", "the zone that the service applies is not documented"),
    ("StatisticsRequest", "Whether they mix is not documented"),
    ("createTemplate", "How many areas one may have is not documented"),
    ("restartTemplate", "is not documented"),
    ("runTemplateV2", "may or may not be a full processing"),
    ("deleteMosaic", "the rules and the shape of that refusal are not documented"),
    ("Geometry", "is not documented"),
    ("BlockChoice.enabled", "that a run does not list is not documented"),
    ("WorkflowDef.pricePerSqKm", "how the two add up is not documented"),
    ("RunParams", "which one that is is not documented"),
    ("RunParamsV2.inferenceParams", "No name is documented for any model"),
    ("Layer", "Whether they need credentials, and when they expire, is not documented"),
    ("ProjectAccount.role", "What an `ADMIN` sees and may do is not documented"),
    ("Team.role", "other roles are not known"),
    ("StoredRun", "whose content is not documented"),
    ("TemplateFinding.metadata", "the names are not documented"),
    ("Template.maxAoiIntersectionPercent", "Not explained"),
    ("SearchParams.maxAoiIntersectionPercent", "Not explained"),
    ("SearchParams.returnErrors", "Not explained"),
    ("AreasAdded.partitioningTriggered", "Not explained"),
    ("ProgressDetail", "need not add up"),
    ("UpdatedArea", "No source shows its members"),
    ("the whole", "Whether the service refuses unknown members is not documented"),
    ("the whole", "the largest request and the longest name"),
    ("the whole", "limits on how often you may ask"),
    ("the whole", "compression and caching"),
    ("the whole", "When a token expires is not documented"),
    ("log in basicToken", "whether it works is not known"),
]
#: Members of responses that no source names: nothing may be built on them.
INFERRED = {
    *(f"TemplateRunReceipt.{key}" for key in ("id", "name", "projectId", "status")),
    *(f"UpdatedArea.{key}" for key in ("id", "name", "geometry")),
    *(f"InvalidMember.{key}" for key in ("loc", "msg", "type")),
}


def said(where):
    """The description of an operation, a schema, a member of one, a response, or the whole."""
    components = document()["components"]
    if where == "the whole":
        words = " ".join(GUIDE.read_text("utf-8").split())
    elif where.startswith("response "):
        words = components["responses"][where.removeprefix("response ")]["description"]
    elif where.startswith("log in "):
        words = components["securitySchemes"][where.removeprefix("log in ")]["description"]
    elif where in operations():
        words = operations()[where][2]["description"]
    else:
        schema, _, key = where.partition(".")
        definition = schemas()[schema]
        words = (definition["properties"][key] if key else definition)["description"]
    return " ".join(words.split())


@pytest.mark.parametrize(("where", "words"), UNKNOWN)
def test_what_is_not_known_is_said(where, words):
    assert words in said(where)


def test_members_that_are_inferred_alone_are_marked_and_optional():
    found = {
        f"{name}.{key}"
        for name, schema in schemas().items()
        for key, definition in schema.get("properties", {}).items()
        if definition["x-evidence"] == ["I"]
    }
    assert found == INFERRED
    assert not any("required" in schemas()[member.split(".")[0]] for member in INFERRED)


def test_no_operation_is_inferred():
    assert not any("I" in operation["x-evidence"] for *_, operation, _ in operations().values())

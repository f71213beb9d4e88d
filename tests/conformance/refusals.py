"""Why a request that fits the document may be refused all the same.

A schema says what one value looks like. What is below depends on other values, on the account, or on
what is there already; or it is a word of a list that the document leaves open, because the service
may extend it. Any other refusal of a well-formed request is a fault.
"""

import re

_LISTED = "The document leaves the list open, and the sandbox knows the words that are in it."
_STATE = "It depends on how the thing stands."
_PAIR = "It depends on two members at once."
_GEOMETRY = "The document says that a geometry is an object, and leaves the rest to GeoJSON."
_LIMIT = "The account, or the imagery provider, sets the limit."
_FILE = "The document says that a file is bytes."
_TEXT = "The document says that it is text; its grammar is told in the description."

#: Message or code of the refusal, and why no schema can tell.
RULES = {
    r"geometry: .*": _GEOMETRY,
    r"aoi: the geometry crosses itself": _GEOMETRY,
    r"features must be a GeoJSON FeatureCollection": _GEOMETRY,
    r"sortBy must be one of .*": _LISTED,
    r"sortOrder must be ASC or DESC, .*": _LISTED,
    r"type must be JSON or CSV, .*": _LISTED,
    r"role must be one of .*": _LISTED,
    r"preview size must be s or l": _LISTED,
    r"model .* has no block .*": _LISTED,
    r"block .* cannot be switched off": _LISTED,
    r"Too many areas of interest: .*": _LIMIT,
    r"The area of \d+ m2 is over the limit of .*": _LIMIT,
    r"aoi: \d+ m2 is over the limit of one search, .*": _LIMIT,
    r"You do not have enough limit for a planned search .*": _LIMIT,
    r"areaSqKm is more than there is on Earth": _LIMIT,
    r".* starts at .* km2, this is .* km2": _LIMIT,
    r"activeUntil must be between now and 6 months ahead, .*": _LIMIT,
    r"FileOpenError": _FILE,
    r"the upload has no file": _FILE,
    r"filter: expected column=value, .*": _TEXT,
    r"meta sandbox:.* must be .*": _TEXT,
    r"(max|min)\w+ must be a percentage from 0 to 100, .*": _LIMIT,
    r"(min|acquisitionDate)\w+ is more than (max|acquisitionDate)\w+": _PAIR,
    r"dateFrom is later than dateTo": _PAIR,
    r"send geometry or areaSqKm": _PAIR,
    r"name the model: wdId or wdName": _PAIR,
    r"wdId and wdName name different models": _PAIR,
    r"send either geometry or aois": _PAIR,
    r"aois is empty": _PAIR,
    r"name whom to share with: email or userId": _PAIR,
    r"searchParams needs areas: aoiDetails": _PAIR,
    r"sourceParams: name one of .*": _PAIR,
    r"dataProvider: providerName is empty": _PAIR,
    r"myImagery: .*": _PAIR,
    r"imagerySearch: name at least one image": _PAIR,
    r"params: imagerySearch\.dataProvider is missing": _PAIR,
    r"Geometry updates are not allowed here: .*": _PAIR,
    r".* owns this project already": _STATE,
    r"The default project cannot be (renamed|deleted)": _STATE,
    r"Only finished processings can be rated: .*": _STATE,
    r"This processing is not in review: .*": _STATE,
    r"There is no result yet: .*": _STATE,
    r"Only a failed template can be restarted, .*": _STATE,
    r"This template is (not active|active already).*": _STATE,
    r"This template has ended: .*": _STATE,
}
_ANY = re.compile("|".join(RULES), re.DOTALL)


def is_a_rule(response):
    """Say whether a refusal is one of those above."""
    body = response.json()
    said = body.get("message") or body.get("detail", {}).get("code", "")
    return _ANY.fullmatch(said) is not None

"""Documents whose field names are in camel case: `orgId` in the file is `org_id` in Python."""

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from o11ygen.targets.model import Target

# Names whose last word the target writes in capitals.
_CAPITALS = {
    "ga_id": "gaID",
    "tls_auth_with_ca_cert": "tlsAuthWithCACert",
    "filter_by_trace_id": "filterByTraceID",
    "filter_by_span_id": "filterBySpanID",
}


def spelling(field: str) -> str:
    """The name in the file of a field of a model."""
    return _CAPITALS.get(field) or to_camel(field.removesuffix("_"))


class CamelTarget(Target):
    """Part of a document in camel case."""

    model_config = ConfigDict(alias_generator=spelling)

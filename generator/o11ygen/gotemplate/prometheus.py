"""Templates of alerting rules: labels and annotations that Prometheus expands for each alert.

https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
"""

from __future__ import annotations

from o11ygen.gotemplate.dialect import Dialect
from o11ygen.gotemplate.types import (
    ANY,
    BOOL,
    DURATION,
    FLOAT,
    HTML,
    NUMERIC,
    STRING,
    TIME,
    Member,
    Type,
    functions,
    signature,
)
from o11ygen.version import Version

LABELS = Type("map", "the labels of the alert", "map[string]string", STRING)
EXTERNAL_LABELS = Type("map", "the external labels", "map[string]string", STRING)
# Also a native histogram, for an alert on one; what is said against a number holds for it as well.
VALUE = Type("float", "the value of the alert, a number", "float64")
SAMPLE_LABELS = Type("map", "the labels of a sample", "map[string]string", STRING)
SAMPLE = Type(
    "struct",
    "a sample",
    "*template.sample",
    members={"Labels": Member(SAMPLE_LABELS), "Value": Member(FLOAT)},
)
SAMPLES = Type("list", "the result of a query", "template.queryResult", SAMPLE)
ARGUMENTS = Type("map", "the arguments of a console template", "map[string]interface {}", ANY)
DATA = Type(
    "struct",
    "the data of the alert",
    "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }",
    members={
        "Labels": Member(LABELS),
        "ExternalLabels": Member(EXTERNAL_LABELS),
        "ExternalURL": Member(STRING),
        "Value": Member(VALUE),
    },
)

RULES = Dialect(
    system="Prometheus",
    variables={
        "$labels": LABELS,
        "$externalLabels": EXTERNAL_LABELS,
        "$externalURL": STRING,
        "$value": VALUE,
    },
    functions=functions(
        {
            "query": ("", signature(STRING, result=SAMPLES)),
            "first": ("", signature(SAMPLES, result=SAMPLE)),
            "label": ("", signature(STRING, SAMPLE)),
            "value": ("", signature(SAMPLE, result=FLOAT)),
            "strvalue": ("", signature(SAMPLE)),
            "sortByLabel": ("", signature(STRING, SAMPLES, result=SAMPLES)),
            "args": ("", signature(result=ARGUMENTS, repeated=ANY)),
            "reReplaceAll": ("", signature(STRING, STRING, STRING)),
            "match": ("", signature(STRING, STRING, result=BOOL)),
            "safeHtml": ("", signature(STRING, result=HTML)),
            "title": ("", signature(STRING)),
            "toUpper": ("", signature(STRING)),
            "toLower": ("", signature(STRING)),
            "graphLink": ("", signature(STRING)),
            "tableLink": ("", signature(STRING)),
            "humanize": ("", signature(NUMERIC)),
            "humanize1024": ("", signature(NUMERIC)),
            "humanizeDuration": ("", signature(NUMERIC)),
            "humanizePercentage": ("", signature(NUMERIC)),
            "humanizeTimestamp": ("", signature(NUMERIC)),
            "pathPrefix": ("", signature()),
            "externalURL": ("", signature()),
            "parseDuration": ("2.32", signature(STRING, result=FLOAT)),
            "stripPort": ("2.33", signature(STRING)),
            "stripDomain": ("2.36", signature(STRING)),
            "toTime": ("2.38", signature(NUMERIC, result=TIME)),
            "toDuration": ("3.6", signature(NUMERIC, result=DURATION)),
            "now": ("3.6", signature(result=FLOAT)),
            "urlQueryEscape": ("3.8", signature(STRING)),
        }
    ),
    data=DATA,
    types=(DATA, SAMPLE),
    go_releases=(
        (Version(2, 20), Version(1, 14)),
        (Version(2, 21), Version(1, 15)),
        (Version(2, 26), Version(1, 16)),
        (Version(2, 30), Version(1, 17)),
        (Version(2, 35), Version(1, 18)),
        (Version(2, 39), Version(1, 19)),
        (Version(2, 44), Version(1, 20)),
        (Version(2, 47), Version(1, 21)),
        (Version(2, 51), Version(1, 22)),
        (Version(2, 55), Version(1, 23)),
        (Version(3, 3), Version(1, 24)),
        (Version(3, 7), Version(1, 25)),
        (Version(3, 10), Version(1, 26)),
    ),
    refusal="Prometheus refuses the rule file at load",
    failure="an error message stands in place of the text when the alert fires",
)

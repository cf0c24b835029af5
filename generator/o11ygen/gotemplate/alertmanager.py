"""Notification templates: what Alertmanager gives to its template files and to the texts of its receivers.

https://prometheus.io/docs/alerting/latest/notifications/
"""

from __future__ import annotations

from dataclasses import replace

from o11ygen.gotemplate.dialect import Dialect, newer
from o11ygen.gotemplate.types import (
    ANY,
    BOOL,
    DURATION,
    HTML,
    NUMERIC,
    STRING,
    STRINGS,
    TIME,
    URL,
    Member,
    Type,
    functions,
    methods,
    signature,
)
from o11ygen.version import Version

_kv_members: dict[str, Member] = {}
_pairs_members: dict[str, Member] = {}


def _key_values(title: str) -> Type:
    return Type("map", title, "template.KV", STRING, _kv_members)


NAMES = Type(
    "list",
    "a list of texts",
    "template.Strings",
    STRING,
    {"Join": Member(STRING, signature(STRING), Version(0, 34))},
)
PAIR = Type("struct", "a name and a value", "template.Pair", members={"Name": Member(STRING), "Value": Member(STRING)})
PAIRS = Type("list", "names and values", "template.Pairs", PAIR, _pairs_members)
KEY_VALUES = _key_values("names and values")
_NAMED = {"Names": signature(result=NAMES), "Values": signature(result=NAMES)}
_STRING_METHOD = {"String": Member(STRING, signature(), Version(0, 26))}
_pairs_members.update({**methods(_NAMED), **_STRING_METHOD})
_kv_members.update(
    {
        **methods({**_NAMED, "SortedPairs": signature(result=PAIRS), "Remove": signature(STRINGS, result=KEY_VALUES)}),
        **_STRING_METHOD,
    }
)

# The maps whose keys are worth knowing, by the name of their field.
MAPS = {
    "Labels": _key_values("the labels of an alert"),
    "Annotations": _key_values("the annotations of an alert"),
    "GroupLabels": _key_values("the labels of the group"),
    "CommonLabels": _key_values("the labels that all alerts share"),
    "CommonAnnotations": _key_values("the annotations that all alerts share"),
    "RouteLabels": _key_values("the labels of the route"),
}
ALERT = Type(
    "struct",
    "an alert",
    "template.Alert",
    members={
        "Status": Member(STRING),
        "Labels": Member(MAPS["Labels"]),
        "Annotations": Member(MAPS["Annotations"]),
        "StartsAt": Member(TIME),
        "EndsAt": Member(TIME),
        "GeneratorURL": Member(STRING),
        "Fingerprint": Member(STRING),
    },
)
_SOME_ALERTS = Type("list", "a list of alerts", "[]template.Alert", ALERT)
ALERTS = Type(
    "list",
    "the list of alerts",
    "template.Alerts",
    ALERT,
    methods({"Firing": signature(result=_SOME_ALERTS), "Resolved": signature(result=_SOME_ALERTS)}),
)
DATA = Type(
    "struct",
    "the data of a notification",
    "*template.Data",
    members={
        "Receiver": Member(STRING),
        "Status": Member(STRING),
        "Alerts": Member(ALERTS),
        "GroupLabels": Member(MAPS["GroupLabels"]),
        "CommonLabels": Member(MAPS["CommonLabels"]),
        "CommonAnnotations": Member(MAPS["CommonAnnotations"]),
        "ExternalURL": Member(STRING),
        "NotificationReason": Member(STRING, since=Version(0, 32)),
        "RouteLabels": Member(MAPS["RouteLabels"], since=Version(0, 34)),
    },
)
_ANYTHING = Type("list", "a list", "[]interface {}", ANY)
_DICTIONARY = Type("map", "a dictionary", "map[string]interface {}", ANY)

FILES = Dialect(
    system="Alertmanager",
    variables={},
    functions=functions(
        {
            "toUpper": ("", signature(STRING)),
            "toLower": ("", signature(STRING)),
            "title": ("", signature(STRING)),
            "join": ("", signature(STRING, STRINGS)),
            "match": ("", signature(STRING, STRING, result=BOOL)),
            "safeHtml": ("", signature(STRING, result=HTML)),
            "reReplaceAll": ("", signature(STRING, STRING, STRING)),
            "stringSlice": ("", signature(result=STRINGS, repeated=STRING)),
            "trimSpace": ("0.26", signature(STRING)),
            "date": ("0.28", signature(STRING, TIME)),
            "tz": ("0.28", signature(STRING, TIME, result=TIME)),
            "since": ("0.28", signature(TIME, result=DURATION)),
            "humanizeDuration": ("0.28", signature(NUMERIC)),
            "safeUrl": ("0.30", signature(STRING, result=URL)),
            "urlUnescape": ("0.30", signature(STRING)),
            "toJson": ("0.30", signature(ANY)),
            "list": ("0.32", signature(result=_ANYTHING, repeated=ANY)),
            "append": ("0.32", signature(_ANYTHING, result=_ANYTHING, repeated=ANY)),
            "dict": ("0.32", signature(result=_DICTIONARY, repeated=ANY)),
            "now": ("0.33", signature(result=TIME)),
            "routeLabels": ("0.34", signature(STRING)),
            "toDate": ("0.34", signature(STRING, STRING, result=TIME)),
            "mustToDate": ("0.34", signature(STRING, STRING, result=TIME)),
            "base64encode": ("0.34", signature(STRING)),
            "base64decode": ("0.34", signature(STRING)),
        }
    ),
    data=DATA,
    types=(DATA, ALERT, ALERTS, KEY_VALUES, PAIRS, PAIR, NAMES),
    go_releases=(
        (Version(0, 20), Version(1, 13)),
        (Version(0, 22), Version(1, 16)),
        (Version(0, 24), Version(1, 17)),
        (Version(0, 25), Version(1, 19)),
        (Version(0, 26), Version(1, 20)),
        (Version(0, 27), Version(1, 21)),
        (Version(0, 28), Version(1, 23)),
        (Version(0, 29), Version(1, 25)),
        (Version(0, 32), Version(1, 26)),
    ),
    refusal="Alertmanager refuses the template file at load",
    failure="the notification is not sent",
)
# amtool and Alertmanager load a receiver whose text does not parse; it fails with the first notification.
FIELDS = replace(FILES, refusal="Alertmanager loads it, and the notification is not sent", refuses=False)
# The URL of a webhook and the type of a responder it parses at load with the functions of Go alone.
AT_LOAD = replace(FILES, functions={}, refusal="Alertmanager parses this text at load with Go's functions alone")

# Integration -> the fields that Alertmanager gives a default template, by the release that brought them.
_DEFAULTS: dict[str, dict[str, str]] = {
    "discord": {"0.25": "message title", "0.28": "content"},
    "email": {"": "html subject"},
    "jira": {"0.28": "description priority summary"},
    "mattermost": {"0.30": "text", "0.32": "color fallback title titlelink username"},
    "msteams": {"0.26": "text title", "0.27": "summary"},
    "msteamsv2": {"0.28": "text title"},
    "opsgenie": {"": "description message source"},
    "pagerduty": {"": "client clientURL description instances"},
    "pushover": {"": "message title url"},
    "rocketchat": {"0.28": "alias emoji iconurl text title titlelink"},
    "slack": {
        "": "callbackid fallback footer iconemoji iconurl pretext text title titlelink username",
        "0.32": "color",
    },
    "sns": {"0.23": "message subject"},
    "telegram": {"0.24": "message"},
    "victorops": {"": "entity_display_name monitoring_tool state_message"},
    "webex": {"0.25": "message"},
    "wechat": {"": "agent_id message to_party to_tag to_user"},
}


def builtin_templates(version: Version | None) -> frozenset[str]:
    """The templates that Alertmanager defines itself, in the declared release or in the newest."""
    names = {"__alertmanager", "__alertmanagerURL", "__subject", "__description", "__text_alert_list"}
    if not newer(Version(0, 26), version):
        names.add("__text_alert_list_markdown")
    for integration, releases in _DEFAULTS.items():
        for since, fields in releases.items():
            if not since or not newer(Version.parse(since), version):
                names.update(f"{integration}.default.{field}" for field in fields.split())
    return frozenset(names)

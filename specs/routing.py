"""The root of the routing tree. The routes by team and severity follow from `teams.py`."""

from o11ygen import NotificationTemplate, Receiver, Route, Routing, Secret, slack, webhook

# What a person needs at three in the morning: what is wrong, where, what to do, where to look.
MESSAGE = NotificationTemplate(
    "churn",
    text="""\
{{ define "churn.title" -}}
[{{ .CommonLabels.severity | toUpper }}] {{ .GroupLabels.alertname }}
{{- if eq .Status "resolved" }} is over{{ else }} ({{ .Alerts.Firing | len }}){{ end }}
{{- end }}

{{ define "churn.text" -}}
{{ range .Alerts -}}
*{{ .Annotations.summary }}*
{{ .Annotations.description }}
{{ with .Annotations.runbook_url }}<{{ . }}|Runbook> {{ end -}}
{{ with .Annotations.dashboard_url }}<{{ . }}|Dashboard>{{ end }}
{{ end -}}
{{ end }}
""",
)

# The switch listens from outside: it speaks up when this stack falls silent. Every environment has its own, in its own
# secret; a person must never see this alert, which fires for as long as all is well.
DEAD_MANS_SWITCH = Route(
    webhook(Secret.file("/run/secrets/deadmansswitch_url"), send_resolved=False),
    name="dead-mans-switch",
    matchers={"alertname": "Watchdog"},
    group_wait="0s",
    group_interval="1m",
    repeat_interval="5m",
)

ROUTING = Routing(
    default=Receiver("unrouted", integrations=(slack("#alerts-unrouted"),)),
    group_by=("alertname", "severity"),
    group_wait="10s",
    group_interval="10s",
    repeat_interval="1h",
    routes=(DEAD_MANS_SWITCH,),
    templates=(MESSAGE,),
)

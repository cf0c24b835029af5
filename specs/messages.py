"""What a message says: what a person needs at three in the morning, and nothing to scroll past."""

from o11ygen import NotificationTemplate

TITLE = '{{ template "churn.title" . }}'
TEXT = '{{ template "churn.text" . }}'

TEMPLATES = NotificationTemplate(
    "churn",
    text="""\
{{ define "churn.title" -}}
[{{ .CommonLabels.severity | toUpper }}] {{ .GroupLabels.alertname }} in {{ .CommonLabels.environment }}
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

"""Notification templates are files of their own, which alertmanager.yml names."""

from o11ygen.resolved import NotificationTemplate
from tests.stacks import make_stack, source

stack = make_stack(
    notification_templates=(
        NotificationTemplate(
            "shop",
            '{{ define "shop.title" }}\n[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}\n{{ end }}\n',
            source("shop", "notification template shop"),
        ),
        NotificationTemplate(
            "plain", '{{ define "plain.text" }}{{ .Status }}{{ end }}', source("plain", "notification template plain")
        ),
    )
)

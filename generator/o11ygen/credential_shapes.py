"""Shapes that only credentials have: what each is, a mark that stands in every text of that shape, and the shape itself.

The prefixes are those that the issuers document, so that scanners can find them.
"""

from __future__ import annotations

SHAPES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("a webhook of Slack", ("hooks.slack.com/",), r"hooks\.slack\.com/(?:services|workflows|triggers)/\w"),
    ("a token of Slack", ("xox", "xapp-"), r"\bxox[abeprs]-[\w-]{10,}|\bxapp-\d-\w+"),
    ("an access key of AWS", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (
        "a token of GitHub",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{22,}",
    ),
    (
        "a token of GitLab",
        ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "gloas-", "glagent-", "glft-"),
        r"\bgl(?:pat|dt|rt|cbt|ptt|oas|agent|ft)-[\w-]{20,}",
    ),
    ("a token of Grafana", ("glsa_", "glc_"), r"\bglsa_\w{20,}|\bglc_[\w+/=-]{20,}"),
    ("an API key of Grafana", ("eyJrIjoi",), r"\beyJrIjoi[\w+/=-]{30,}"),
    ("a JSON Web Token", ("eyJ",), r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\."),
    (
        "a private key",
        ("PRIVATE KEY", "AGE-SECRET-KEY-"),
        r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\bAGE-SECRET-KEY-1\w",
    ),
    ("a webhook of Discord", ("/api/webhooks/",), r"\bdiscord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}"),
    ("a webhook of Microsoft Teams", ("webhook.office.com/",), r"\bwebhook\.office\.com/"),
    ("a bot token of Telegram", (":AA",), r"\b\d{8,10}:AA[\w-]{30,}"),
    ("a key of Google", ("AIza", "GOCSPX-", "ya29."), r"\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20,}|\bya29\.[\w-]{20,}"),
    (
        "a key of Stripe",
        ("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"),
        r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/]{24,}",
    ),
    ("a token of npm", ("npm_",), r"\bnpm_[A-Za-z0-9]{36}"),
    ("a token of PyPI", ("pypi-AgE",), r"\bpypi-AgE[\w-]{50,}"),
    ("a token of Vault", ("hvs.", "hvb.", "hvr."), r"\bhv[sbr]\.[\w-]{20,}"),
    ("a key of SendGrid", ("SG.",), r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    ("a token of DigitalOcean", ("_v1_",), r"\bdo[opr]_v1_[a-f0-9]{64}"),
    ("a key of New Relic", ("NRAK-",), r"\bNRAK-[A-Z0-9]{27}"),
    ("a token of Docker Hub", ("dckr_pat_",), r"\bdckr_pat_[\w-]{20,}"),
    ("a token of Terraform Cloud", (".atlasv1.",), r"\b\w{14}\.atlasv1\.[\w-]{60,}"),
    ("a token of Sentry", ("sntrys_", "sntryu_"), r"\bsntry[su]_[\w+/=-]{40,}"),
    ("a token of Atlassian", ("ATATT3x",), r"\bATATT3x[\w=-]{50,}"),
    ("a token of Databricks", ("dapi",), r"\bdapi[a-f0-9]{32}\b"),
    ("a key of OpenAI or Anthropic", ("sk-proj-", "sk-ant-"), r"\bsk-(?:proj|ant)-[\w-]{20,}"),
    ("a token of Hugging Face", ("hf_",), r"\bhf_[A-Za-z]{34}\b"),
    ("a key of Azure storage", ("AccountKey=",), r"\bAccountKey=[A-Za-z0-9+/]{40,}"),
    (
        "an authorization header",
        ("earer ", "asic "),
        r"\b[Bb]earer [\w.~+/-]{20,}=*(?![\w.~+/-])|\b[Aa]uthorization: [Bb]asic [A-Za-z0-9+/]{12,}=*",
    ),
    (
        "a password in a URL",
        ("@",),
        r"://[^/\s:@${}<>]+:[^/\s:@${}<>]+@|(?:^|[\s\"'])[\w.-]+:[^/\s:@${}<>\"']+@\w[\w.-]*:\d{2,5}\b",
    ),
)

# URLs that let in whoever knows them. Each mark stands in them whatever the case; in small letters.
HOSTS: tuple[tuple[str, str, str], ...] = (
    ("a URL of healthchecks.io", "hc-ping.com/", r"\bhc-ping\.com/[\w-]{8,}"),
    ("a webhook of Zapier", "hooks.zapier.com/", r"\bhooks\.zapier\.com/hooks/catch/\d+/\w"),
    ("an integration of PagerDuty", "events.pagerduty.com/", r"\bevents\.pagerduty\.com/integration/\w{8,}"),
    ("a bot of Telegram", "api.telegram.org/", r"\bapi\.telegram\.org/bot\d"),
    ("a webhook of Feishu", "open.feishu.cn/", r"\bopen\.feishu\.cn/open-apis/bot/v2/hook/\w"),
    ("a webhook of Lark", "open.larksuite.com/", r"\bopen\.larksuite\.com/open-apis/bot/v2/hook/\w"),
    ("an integration of Opsgenie", "opsgenie.com/", r"\bopsgenie\.com/v1/json/prometheus\?apikey=\w"),
    (
        "a webhook of Splunk On-Call",
        "alert.victorops.com/",
        r"\balert\.victorops\.com/integrations/[\w-]+/\d+/alert/\w",
    ),
    ("a webhook of WeCom", "qyapi.weixin.qq.com/", r"\bqyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=\w"),
    ("a webhook of DingTalk", "oapi.dingtalk.com/", r"\boapi\.dingtalk\.com/robot/send\?access_token=\w"),
    (
        "a webhook of Google Chat",
        "chat.googleapis.com/",
        r"\bchat\.googleapis\.com/v1/spaces/[\w-]+/messages\?\S*\bkey=",
    ),
)

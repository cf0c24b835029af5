"""What looks like a credential, and what only looks a little like one. None of these is a real one."""

from __future__ import annotations

import sys

import pydantic_core
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import credentials
from o11ygen.credential_shapes import HOSTS, SHAPES
from o11ygen.credentials import credential, random_text, suspicious, telling_names

A = "a" * 80
MIXED = "f3Qz81LmPx07TyVbNcW4sRkD"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", "a webhook of Slack"),
        ("xapp-1-A0-1", "a token of Slack"),
        (f"github_pat_{A[:30]}", "a token of GitHub"),
        (f"glrt-{A[:20]}", "a token of GitLab"),
        (f"glc_eyJ{A[:30]}", "a token of Grafana"),
        (f"eyJrIjoi{A[:40]}", "an API key of Grafana"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"),
        (f"AIza{A[:35]}", "a key of Google"),
        (f"sk_live_{A[:24]}", "a key of Stripe"),
        (f"npm_{A[:36]}", "a token of npm"),
        (f"pypi-AgE{A[:60]}", "a token of PyPI"),
        (f"hvs.{A[:24]}", "a token of Vault"),
        (f"SG.{A[:22]}.{A[:43]}", "a key of SendGrid"),
        (f"dop_v1_{'0a' * 32}", "a token of DigitalOcean"),
        (f"NRAK-{'A1' * 13}B", "a key of New Relic"),
        (f"dckr_pat_{A[:27]}", "a token of Docker Hub"),
        (f"{A[:14]}.atlasv1.{A[:64]}", "a token of Terraform Cloud"),
        (f"sntrys_{A[:60]}", "a token of Sentry"),
        (f"ATATT3x{A[:60]}", "a token of Atlassian"),
        (f"dapi{'0f' * 16}", "a token of Databricks"),
        (f"sk-ant-{A[:30]}", "a key of OpenAI or Anthropic"),
        (f"hf_{A[:34]}", "a token of Hugging Face"),
        (f"AccountKey={A[:44]}==", "a key of Azure storage"),
        (f"curl -H 'Authorization: Bearer {A[:24]}'", "an authorization header"),
        ("Authorization: Basic dXNlcjpodW50ZXIy", "an authorization header"),
        ("postgres://app:hunter2@db:5432/app", "a password in a URL"),
        ("app:hunter2@db:5432", "a password in a URL"),
        ("https://Open.Feishu.cn/open-apis/bot/v2/hook/1", "a webhook of Feishu"),
        ("https://api.opsgenie.com/v1/json/prometheus?apiKey=1", "an integration of Opsgenie"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "a webhook of WeCom"),
        ("https://a.example.com/x?access_token=1", "a credential among the parameters of a URL"),
    ],
)
def test_shapes(text: str, kind: str) -> None:
    assert credential(text, "") == kind
    assert credential(f"see {text} for more", "summary") == kind


def test_the_name_tells() -> None:
    assert credential("hunter2", "api_key") == "what stands under `api_key`"


@pytest.mark.parametrize("text", ["<token>", "$TOKEN", "${TOKEN}", "***", "xxxx", "...", "{{ $labels.token }}", ""])
def test_what_stands_for_one_is_none(text: str) -> None:
    assert credential(text, "api_key") == ""


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ops@example.com",
        "https://user@example.com/",
        "https://<user>:<password>@example.com/",
        "https://${user}:${pass}@example.com/",
        "Bearer tokens are checked",
        "Authorization: Bearer <token>",
        "Basic authentication fails",
        "task-1234567890",
        "app:1.2@sha256:9f86d081884c7d659a2feaa0c55ad015",
        "to:ops@example.com",
        "the hf_ prefix",
        "registry.example.com/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "https://runbooks.example.com/0b1c2d3e-4f5a-6b7c-8d9e-0f1a2b3c4d5e",
        "https://grafana.example.com/d/Zx81LmPx07TyVbNcW/overview?orgId=1&var-token=",
        'sum by (token) (rate(auth_token_total{job="api"}[5m])) > 0.5',
        "eyJ is how JSON begins in base64",
        "do_v1_migration",
    ],
)
def test_what_only_looks_a_little_like_one(text: str) -> None:
    assert credential(text, "summary") == ""


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        (MIXED, "key", True),
        (MIXED, "X-Scope-Auth", True),
        (MIXED, "routingKey", True),
        (MIXED, "uid", False),
        (MIXED, "monkey", False),
        ("0123456789abcdef0123456789abcdef", "key", True),
        ("0123456789abcdef", "key", False),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "key", False),
        ("payments-2026-database-primary-1", "key", False),
        ("Payments2026", "key", False),
        ("AAAAAAAAAAAAAAAAAAAAAAAAAAa1", "key", False),
        ("0b1c2d3e-4f5a-6b7c-8d9e-0f1a2b3c4d5e", "key", False),
        ("Q-0b1c2d3e-4f5a-6b7c-8d9e-0f1a2b3c4d5e-0", "key", False),
        ("Some Sentence About 2026 And Its Keys", "key", False),
        ("", "key", False),
    ],
)
def test_random_texts(text: str, place: str, found: bool) -> None:
    assert random_text(text, place) is found
    assert telling_names(frozenset((place, "x"))) or not found


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                *(mark for _, marks, _ in SHAPES for mark in marks),
                *(mark for _, mark, _ in HOSTS),
                *("https://", "?token=", "services/T0", "1", A[:40], ":", "/", " "),
            )
        ),
        max_size=5,
    ).map("".join)
)
def test_every_credential_has_a_mark(text: str) -> None:
    assert credential(text, "summary") == "" or suspicious([text], frozenset())


MARKS = (*(mark for _, marks, _ in SHAPES for mark in marks), *(mark for _, mark, _ in HOSTS))


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_is_found_as_it_is_written(mark: str) -> None:
    for one in (mark, f"é{mark}", f"\ud800\n{mark}ſ", mark.swapcase(), mark.replace(".", "x"), mark[1:], mark[:-1]):
        assert credentials._marked()(f"://{one}") == credentials._marked_in_turn(f"://{one}")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from((*MARKS, *map(str.upper, MARKS), "ſ", "\u212a", "ı", "\udc00", "\0", "\n", "a")), max_size=4
    )
    .map("".join)
    .flatmap(lambda text: st.integers(0, 3).map(lambda left: text[left:]))
)
def test_marks_are_found_at_once_where_they_are_in_turn(text: str) -> None:
    found = credentials._marked()(f"://{text}")
    assert found or not credentials._marked_in_turn(f"://{text}")
    assert found == credentials._marked_in_turn(f"://{text}") or not text.isascii()


def test_files_are_judged_without_pydantic(monkeypatch: pytest.MonkeyPatch) -> None:
    credentials._marked.cache_clear()
    assert pydantic_core.__name__ in sys.modules
    assert credentials._marked() is not credentials._marked_in_turn
    credentials._marked.cache_clear()
    monkeypatch.delitem(sys.modules, pydantic_core.__name__)
    assert credentials._marked() is credentials._marked_in_turn
    assert credential("https://hc-ping.com/12345678", "") == "a URL of healthchecks.io"
    credentials._marked.cache_clear()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape[0])
def test_no_two_shapes_share_a_name(shape: tuple[str, tuple[str, ...], str]) -> None:
    assert [kind for kind, *_ in (*SHAPES, *HOSTS)].count(shape[0]) == 1

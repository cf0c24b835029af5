"""What Jaeger accepts and does not do as it is written."""

from __future__ import annotations

from typing import Any

from o11ygen.targets.jaeger import Jaeger
from o11ygen.targets.jaeger_advice import advise
from tests.targets.jaeger_documents import (
    BACKEND,
    SAMPLING,
    Edit,
    backend,
    edited,
    extension,
)


class TestAdvice:
    def advice(self, edit: Edit, *, in_container: bool = True) -> list[tuple[str, str]]:
        config = Jaeger.model_validate(edited(edit))
        return [(each.place, each.message) for each in advise(config, in_container=in_container)]

    def test_nothing_to_say(self) -> None:
        assert self.advice(lambda d: None) == []

    def test_components_that_do_nothing(self) -> None:
        def edit(value: dict[str, Any]) -> None:
            value["processors"]["batch/slow"] = {}
            value["extensions"]["zpages"] = {"endpoint": "0.0.0.0:27778"}

        assert self.advice(edit) == [
            ("extensions.zpages", "`zpages` is defined and does nothing"),
            ('processors["batch/slow"]', "`batch/slow` is defined and does nothing"),
        ]

    def test_traces_that_a_restart_loses(self) -> None:
        assert self.advice(backend({"badger": {"ttl": {"spans": "168h"}}})) == [
            (
                f"{BACKEND}.badger.ephemeral",
                "Badger keeps traces in a temporary place: a restart loses them all, whatever `ttl` says",
            )
        ]

    def test_memory_without_a_limit(self) -> None:
        assert self.advice(backend({"memory": None})) == [
            (f"{BACKEND}.memory", "a million traces may stay in memory, which can be more than there is")
        ]

    def test_adaptive_sampling_that_measures_nothing(self) -> None:
        assert self.advice(extension("remote_sampling", {"adaptive": {"sampling_store": "main"}})) == [
            (
                f"{SAMPLING}.adaptive",
                "adaptive sampling measures nothing: every operation keeps its first probability",
            )
        ]

    def test_servers_that_other_containers_do_not_reach(self) -> None:
        def edit(value: dict[str, Any]) -> None:
            value["receivers"]["otlp"]["protocols"] = {"grpc": {}, "http": {"endpoint": "localhost:4318"}}

        assert sorted(self.advice(edit)) == [
            ("receivers.otlp.protocols.grpc", "the server listens on localhost, where no other container reaches it"),
            ("receivers.otlp.protocols.http.endpoint", "`localhost:4318` is out of reach for other containers"),
        ]
        assert self.advice(edit, in_container=False) == []

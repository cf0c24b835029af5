"""What every object of the author's model is: frozen, strict, one of its kind, and faithful to where it was written."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from o11ygen import Alert, Counter, Label, Level, MemoryStorage, Route, Severity, email, per_env, slack
from o11ygen.spec.faults import explain_error, findings
from o11ygen.spec.model import FrozenError, MisuseError, Spec, collecting, refused_fields
from o11ygen.targets.model import Target


def alert(**fields: Any) -> Alert:
    return Alert("Down", **{"expr": "up == 0", "severity": Severity.WARNING, **fields})


def refused(model: type[Spec], *args: Any, **fields: Any) -> list[str]:
    """What the model says against a construction, message and hint in one line each."""
    with pytest.raises(ValidationError) as error:
        model(*args, **fields)
    return [f"{one.message} | {one.hint}" for one in explain_error(model, error.value)]


def test_fields_and_items_can_not_be_set() -> None:
    one = alert(labels={"a": "b"})
    with pytest.raises(FrozenError, match="`for_` of alert Down is set"):
        one.for_ = "5m"
    with pytest.raises(FrozenError, match="a mapping of a spec is changed"):
        one.labels["c"] = "d"  # type: ignore[index]  # that it can't be changed is what is tested
    assert (one.for_, dict(one.labels)) == ("0s", {"a": "b"})


def test_objects_are_the_same_only_if_they_are_one() -> None:
    one, other = alert(), alert()
    assert one != other
    assert len({one, other, one}) == 2
    assert copy.copy(one) is one
    assert copy.deepcopy([one])[0] is one


def test_replace_keeps_origin_and_the_fields_that_were_given() -> None:
    one = alert(for_="5m")
    changed = one.replace(for_="10m")
    assert (changed.for_, one.for_) == ("10m", "5m")
    assert changed.origin is one.origin
    assert changed.model_fields_set == {"name", "expr", "severity", "for_"}
    with pytest.raises(ValidationError):
        one.replace(for_="soon")


@pytest.mark.parametrize(
    ("model", "args", "fields", "said"),
    [
        (Counter, ("x_total",), {"labls": ("a",)}, ['`labls` is no field of Counter | Did you mean "labels"?']),
        (Counter, (), {}, ["`name` is missing | Add `name=`: the name as it is exposed, such as `http_requests_total`."]),
        (Counter, ("a_total", "Help.", "seconds"), {}, [
            "3 values come without a keyword; only `name`, `help` may | Name the others: `field=value`."
        ]),
        (Counter, ("a_total",), {"name": "b_total"}, ["`name`: it is given twice | Give it once."]),
        (Counter, ("a_total",), {"labels": ("a", "a")}, ["`labels`: label `a` is listed twice | List each label once."]),
        (Counter, ("a_total",), {"labels": (3,)}, [
            "`labels`[0] is not a Label or a string | Give a Label or a string: "
            "the labels that every one of its series carries, beside job and instance."
        ]),
        (Label, ("a",), {"cardinality": 0}, [
            "`cardinality` is not more than 0 | Give about how many values it has, when they are not listed."
        ]),
        (MemoryStorage, (), {"max_traces": "many"}, [
            "`max_traces` is not an integer | Give an integer: the most traces that are kept."
        ]),
        (Route, (), {"to": "#channel"}, [
            "`to` is not an Integration or a Receiver | "
            "Give an Integration or a Receiver: who is told; else the parent's."
        ]),
        (Level, (), {"threshold": True}, [
            "`threshold`: a bool is no parameter value | Write a number or a string."
        ]),
        (Alert, ("Down",), {"expr": "up", "severity": Severity.INFO, "levels": {Severity.INFO: Level()}}, [
            "`severity` and `levels` are both given | Keep `levels`, or drop it and keep `severity`."
        ]),
    ],
)  # fmt: skip
def test_what_is_refused(model: type[Spec], args: tuple[Any, ...], fields: dict[str, Any], said: list[str]) -> None:
    assert refused(model, *args, **fields) == said


def test_every_fault_of_one_object_is_told() -> None:
    assert len(refused(Alert, "high-errors", expr=3, severity="loud", for_="soon", fore="1m")) == 5


def test_a_value_is_never_repeated() -> None:
    """The secret that stands where a reference belongs is in no text that anybody sees."""
    with pytest.raises(ValidationError) as error:
        slack("#a", api_url="https://hooks.slack.com/services/T0/B0/hunter2")  # type: ignore[arg-type]  # is the mistake
    assert "hunter2" not in str(error.value)
    assert refused(slack, "#a", api_url="hunter2") == [
        "`api_url` is not a Secret | Give a Secret: the incoming-webhook URL; else the environment's."
    ]


def test_while_faults_are_collected_the_import_goes_on() -> None:
    with collecting() as collected:
        wrong = Counter("x-y")
        held = Alert("Down", expr=f"{wrong} > 0", severity="loud")  # type: ignore[arg-type]  # is the mistake
        email("a@example.com")
    assert (wrong.refused, held.refused) == (True, True)
    assert wrong.name == "x-y"
    assert [fault.name for fault in collected.faults] == ["x-y", "Down"]
    assert len(collected.built) == 3
    assert refused_fields(held) == {"severity"}
    assert [finding.id for finding in findings(collected.faults)] == ["spec/value", "spec/value"]


def test_what_is_refused_is_not_refused_again_where_it_is_used() -> None:
    with collecting() as collected:
        one = Alert("Down", expr="up == 0")
        Route(slack("#a"), routes=(Route("nowhere"),))  # type: ignore[arg-type]  # is the mistake
        held = Level(threshold=1)
        Alert("Up", expr="up", levels={Severity.INFO: held})
    assert one.refused
    assert [fault.model.__name__ for fault in collected.faults] == ["Alert", "Route"]


def test_names_of_things_in_messages() -> None:
    assert [Counter("a_total").label, alert().label, slack("#a").label] == ["metric a_total", "alert Down", "slack"]
    assert [MemoryStorage.noun(), Level.noun(), slack.noun()] == ["memory storage", "level", "slack"]


@pytest.mark.parametrize("base", [Spec, Target])
def test_nothing_of_a_base_class_is_evaluated_for_each_class_below_it(base: type) -> None:
    assert vars(base).get("__annotations__", {}) == {}


def test_what_may_be_done_with_an_object_beside_building_others(capsys: pytest.CaptureFixture[str]) -> None:
    """Python asks the same of an object for a text or its items, and for a debugging print or a copy with `dict`."""
    one = alert(severity=Severity.INFO)
    differs = per_env(1, {"staging": 2})
    print(one, differs)
    assert "name='Down'" in capsys.readouterr().out
    assert Alert(**{**dict(one), "name": "Gone"}).name == "Gone"
    assert f"{Severity.INFO} {one.severity}" == "info info"
    assert "per_env(1, {'staging': 2}" in f"{differs!r}"
    for use in (str, tuple, "{}".format):
        with pytest.raises(MisuseError):
            use(one)
    with pytest.raises(MisuseError):
        f"{differs}"

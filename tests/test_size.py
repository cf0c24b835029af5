from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.size import MAX_BYTES, format_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("0B", 0),
        ("512B", 512),
        ("10KB", 10 * 1024),
        ("10KiB", 10 * 1024),
        ("512MB", 512 * 1024**2),
        ("10GB", 10 * 1024**3),
        ("10GiB", 10 * 1024**3),
        ("2TB", 2 * 1024**4),
        ("3PB", 3 * 1024**5),
        ("7EB", 7 * 1024**6),
    ],
)
def test_a_size_is_a_number_of_bytes_in_steps_of_1024(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10", "`10` has no unit, and there is no default one; write `10B` for bytes or `10GB` for gigabytes"),
        ("10gb", "`10gb` is not a size; write `10GB`"),
        ("10 GB", "`10 GB` is not a size; write `10GB`"),
        ("10G", "`10G` is not a size; write `10GB`"),
        ("10gib", "`10gib` is not a size; write `10GiB`"),
        (
            "10Gbit",
            "`10Gbit` has the unit `Gbit`, which Prometheus does not know; write a whole number with one of the units "
            "B, KB, MB, GB, TB, PB, EB, such as `10GB`",
        ),
        (
            "",
            "a size is empty; write a whole number with one of the units B, KB, MB, GB, TB, PB, EB, such as `10GB`",
        ),
        ("8EB", "`8EB` is more than Prometheus can count (2^63-1 bytes); write a smaller size"),
    ],
)
def test_a_fault_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the whole message is compared below)
        parse_size(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["-1GB", "1.5GB", "GB", "10GB5MB", "9" * 5000 + "B"])
def test_other_sizes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="; write "):
        parse_size(text)


@pytest.mark.parametrize(("size", "text"), [(0, "0B"), (1023, "1023B"), (1536, "1536B"), (10 * 1024**3, "10GB")])
def test_sizes_print_in_the_largest_whole_unit(size: int, text: str) -> None:
    assert format_size(size) == text


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 bytes are no size; write zero or more"):
        format_size(-1)


@given(st.integers(min_value=0, max_value=MAX_BYTES))
@settings(max_examples=150)
def test_what_is_printed_reads_back(size: int) -> None:
    assert parse_size(format_size(size)) == size

"""PromQL as Prometheus reads it: a lexer, a grammar and checks of types that know releases and feature flags."""

from o11ygen.promql.language.dialect import Dialect, dialect, every_form
from o11ygen.promql.language.reader import Misplaced, Reading, read

__all__ = ["Dialect", "Misplaced", "Reading", "dialect", "every_form", "read"]

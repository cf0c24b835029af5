"""How much an environment or a service may store."""

from typing import Annotated

from pydantic import Field

from o11ygen.spec.model import Spec
from o11ygen.spec.values import Integer
from o11ygen.spec.varying import Varies


class Budget(Spec):
    """The most series and samples that may come together, as labels, targets and intervals are declared.

    What is compared is the most that the declarations allow, by the check `metric/budget`; Prometheus itself is not told.
    """

    series: Varies[Annotated[Integer, Field(gt=0)] | None] = Field(
        default=None, description="The most series of all metrics and targets."
    )
    series_per_metric: Varies[Annotated[Integer, Field(gt=0)] | None] = Field(
        default=None, description="The most series of any one metric, over all its targets."
    )
    samples_per_second: Varies[Annotated[Integer, Field(gt=0)] | None] = Field(
        default=None, description="The most samples that are scraped in a second."
    )

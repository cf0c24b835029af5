"""Teams: who owns services, and who is told of their alerts."""

from typing import TypeAlias

from pydantic import Field

from o11ygen.spec.model import Spec
from o11ygen.spec.names import Name
from o11ygen.spec.receiver import Integration, Receiver
from o11ygen.spec.routing import Route
from o11ygen.spec.values import Text
from o11ygen.spec.varying import Varies

# Who is told: an integration, a named receiver, or a route with its own grouping and times.
Notify: TypeAlias = Integration | Receiver | Route


class Team(Spec):
    """A team. Critical alerts of its services go to `page`, warnings to `notify`, the others to `inform`."""

    name: Name = Field(kw_only=False, description="The value of the label `team`.")
    page: Varies[Notify] = Field(description="Who is told of critical alerts.")
    notify: Varies[Notify] = Field(description="Who is told of warnings.")
    inform: Varies[Notify | None] = Field(
        default=None, description="Who is told of informational alerts; else `notify`."
    )
    contact: Varies[Text] = Field(default="", description="How people reach the team; a comment in alertmanager.yml.")

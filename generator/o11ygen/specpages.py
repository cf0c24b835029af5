"""Pages of findings that no check makes: what is told of a spec as it is loaded and resolved, and of suppressions."""

from __future__ import annotations

PAGES = {
    "compose/secret-path": """\
Secrets whose path docker compose can't put a file at.

Compose mounts the file of each secret where the spec says that the program reads it. At a relative path, or at one that is
a folder for something else, the container does not start.""",
    "compose/target-folder": """\
Files of others for Prometheus, in a folder that docker compose can't mount.

Prometheus reads the files of `FileDiscovery`, and those that `extra` names, in its container. Compose mounts the folder
of an absolute path as it is on this machine; over `/etc`, `/run` and the like of the container it can't, and without the
files no target is found and none is seen down.""",
    "dashboard/folder": """\
A folder of a dashboard that Grafana can't make of the directory of its file.

Grafana would put it elsewhere.""",
    "dashboard/panel": """\
Settings of a panel that its kind does not have, or that Grafana reads as something else.

They would be lost without a word, and the panel shows something else than the spec says.""",
    "dashboard/query": """\
Settings of a query that the kind of panel does not have.

Grafana would ask for another shape of answer, or show none.""",
    "dashboard/title": """\
Two rows or panels of one title in a dashboard.

Ids and links follow from titles: a link to one would lead to the other.""",
    "dashboard/variable": """\
A variable with nothing to choose from, with two sources of its values, or with a value that Grafana reads as another one.

People would choose one value, and the queries ask for another.""",
    "environment/address": """\
Addresses of an environment that no program can connect to, such as a URL where a host and port belong.

Everything that reads the entry fails there: scrapes, links, and the programs of the stack among themselves.""",
    "environment/conflict": """\
Overrides of one environment that contradict each other.

One of the two would win silently, and who wrote the other believes that it holds.""",
    "environment/missing-value": """\
A `per_env` that has no value for one of the environments, and no default.

What it belongs to can't be rendered there. Name the environment or its tier, or give a default.""",
    "environment/no-effect": """\
Overrides and `disable` that change nothing: the value is the same without them, or a nearer one replaces it.

Whoever reads the environment believes that it differs. Take it out, or say what was meant.""",
    "environment/tier": """\
An environment that is derived and does not say which tier it is.

The tier decides whether people may be paged: that must not be inherited by accident.""",
    "environment/unknown": """\
A `per_env` that names an environment or a tier which does not exist.

Its value is used nowhere, and the environment that was meant has another one.""",
    "environment/unknown-target": """\
Overrides and `disable` of something that the project does not have, or that has more than one meaning.

Nothing would change, although the environment says so.""",
    "environment/unused-address": """\
An entry of `addresses` or `urls` that nothing reads.

It is misspelt, most of the time, and what should read it has no address; or it is left over.""",
    "secret/environment-variable": """\
A secret from an environment variable, for a program that expands none in its configuration.

It would send the name of the variable as the password. Prometheus and Alertmanager read secrets from files.""",
    "secret/no-file-field": """\
A secret from a file, for a field that has no sister which reads one.

The program would take the path for the secret, or refuse its configuration.""",
    "secret/plaintext": """\
Something that looks like a credential, written out in a spec.

Specs and what is rendered from them are in version control: everyone who can read it could use the credential. Write
`Secret.file(path)` or `Secret.env(NAME)`, and give the credential a new value where it was committed before.""",
    "secret/reference": """\
A `Secret` that is built of the secret itself instead of the way to it.

`Secret.file` takes a path, `Secret.env` the name of a variable. What is neither is taken for a credential, never shown.""",
    "spec/allow": """\
A suppression that accepts nothing: it is not written as o11ygen reads it, has no reason, or stands at nothing.

What it was meant to hide is told, and whoever wrote it wonders why.""",
    "spec/duplicate": """\
Two things of one name where each needs its own.

One would replace the other, in a file or at run time, without a word.""",
    "spec/expired-allow": """\
A suppression whose last day, `until`, is over or near.

From the day after it `o11ygen lint` tells again what it hid; two weeks before, this is an info that says so. Mend what it was
for, or give a later day with a reason that still holds. `o11ygen generate` knows no day: what it writes depends on the
spec alone.""",
    "spec/extra": """\
Something in `extra` that o11ygen renders from another field.

It would be replaced without a word, and no check would have seen it. Say it with the field.""",
    "spec/fixed-baseline": """\
Findings in the baseline that are gone.

Somebody has mended them. As long as the baseline holds them they could come back unseen: write it anew with
`o11ygen lint --write-baseline FILE`.""",
    "spec/import": """\
A module of the spec that can't be imported: it raises an exception, or misses another module.

Nothing of the project is known then, and nothing is judged or rendered.""",
    "spec/missing": """\
An argument that has to be given.

Without it there is nothing to render. The hint says what it is for.""",
    "spec/parameter": """\
A `$name` that is no parameter of the alert, the level or the rule.

It would stand in the expression or the text as it is: the query fails, and people read a dollar sign.""",
    "spec/pattern": """\
A regular expression that does not compile, or that does not match what is listed beside it.

Prometheus and Alertmanager read RE2, which has no lookaround and no backreferences.""",
    "spec/project": """\
No `Project` where `[tool.o11ygen]` of pyproject.toml says that there is one.

Write `project = "module:name"` there.""",
    "spec/shadowed": """\
A field of an alert that each of its levels sets as well.

The alert's own value is used nowhere; whoever changes it changes nothing.""",
    "spec/syntax": """\
A file of the spec that Python can't read.

Nothing in it is known; the other files are judged as far as they go without it.""",
    "spec/taken-name": """\
A label or annotation of a name that o11ygen sets itself, such as `severity`, `team` or `summary`.

One of the two values would win silently. Choose another name, or change what it follows from.""",
    "spec/unknown-check": """\
A suppression or a severity for a check that does not exist, or that can't be accepted.

It would be without effect. `o11ygen lint --list` shows all checks.""",
    "spec/unknown-field": """\
An argument that the class does not have.

What it says would be lost. The hint is the nearest field that there is.""",
    "spec/unused": """\
An object that is built and belongs to no project.

An alert that nobody lists is never rendered and never fires. Add it where it belongs, or take it out.""",
    "spec/unused-allow": """\
A suppression that accepts what is not found any more.

It would hide a later mistake. Take it out; the finding is gone.""",
    "spec/unused-parameter": """\
A parameter that neither the expression nor a text uses.

Whoever changes it changes nothing, and believes that the alert follows.""",
    "spec/value": """\
A value that the field does not take: of another type, out of bounds, or not written as it has to be.

The message says what is wrong with it, and the hint what to write.""",
}
"""Each by its id: a summary line, then why it matters and what to do."""

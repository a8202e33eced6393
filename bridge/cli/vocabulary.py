"""`incident-bridge vocabulary`: the team's own words, how they are said, and whether the model can hear them."""

import sys
from pathlib import Path

import click
import yaml

from bridge.cli.session import opened_node
from bridge.node import Node
from bridge.speech_models.chosen import chosen_model
from bridge.speech_models.words import ModelWords
from bridge.storage.yaml_nodes import ImportRefused
from transcription.models import ModelError
from transcription.vocabulary.hearing import hearings, never_heard
from transcription.vocabulary.names import name_terms

BY = "the command line"


@click.group()
def vocabulary() -> None:
    """The team's own words: services, hosts, acronyms, names; how they are said and how they are written."""


@vocabulary.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_vocabulary(file: Path) -> None:
    """Add and update terms from FILE (YAML); removes none. A mistake in the file imports nothing.

    \b
    vocabulary:
      - written: checkout
        spoken: [check out, the check out service]
        kind: service
      - {written: "prod-server-#", spoken: "prod server #", kind: host}
      - {written: DNS, kind: acronym}

    # stands for a number. Kinds: service, host, acronym, name, other. Without `spoken` the written form is read out.
    """
    with opened_node() as node:
        try:
            imported = node.team_vocabulary.import_yaml(file.read_text(encoding="utf-8"), BY, node.clock())
        except (ImportRefused, UnicodeDecodeError) as error:
            raise click.ClickException(f"{file}: {error}\nNothing was imported.") from None
        click.echo(f"{imported.added} added, {imported.updated} updated.")
        try:
            never = _check(node, all_of_them=False)
        except ModelError as error:
            click.echo(f"Whether the model can hear them was not checked: {error}", err=True)
            return
        if never:
            click.echo("The others are heard. `incident-bridge vocabulary check` shows this again.")


@vocabulary.command("list")
@click.option("--yaml", "as_yaml", is_flag=True, help="In the form that `import` reads.")
def list_vocabulary(as_yaml: bool) -> None:
    """Terms, separated by tabs: written form, kind, spoken forms."""
    with opened_node() as node:
        if as_yaml:
            terms = [stored.term for stored in node.team_vocabulary.all()]
            rows = [{"written": term.written, "spoken": list(term.spoken), "kind": term.kind} for term in terms]
            click.echo(yaml.safe_dump({"vocabulary": rows}, allow_unicode=True, sort_keys=False), nl=False)
            return
        for stored in node.team_vocabulary.all():
            click.echo("\t".join((stored.term.written, stored.term.kind, ", ".join(stored.term.spoken))))


@vocabulary.command()
def check() -> None:
    """Check each term and each name of the directory against the model; exit code 1 when one can never be heard."""
    with opened_node() as node:
        never = _check(node, all_of_them=True)
    sys.stdout.flush()
    sys.exit(1 if never else 0)


@vocabulary.command()
@click.argument("written")
def remove(written: str) -> None:
    """Take the term with this WRITTEN form away."""
    with opened_node() as node:
        if node.team_vocabulary.remove(written) is None:
            raise click.ClickException(f"There is no term {written!r}. `incident-bridge vocabulary list` shows all.")
        click.echo(f"{written} is no longer in the vocabulary.")


def _check(node: Node, all_of_them: bool) -> int:
    """Print what the model makes of the terms; how many it can never put out. Raises ModelError."""
    model = chosen_model(node.settings)
    terms = [stored.term for stored in node.team_vocabulary.all()]
    if all_of_them:
        terms += name_terms(person.name for person in node.directory.all())
    found = hearings(terms, ModelWords(model.path).known)
    never = never_heard(found)
    for hearing in found:
        if hearing in never:
            click.echo(f"NEVER {hearing.term.written}: {hearing.hint}")
        elif all_of_them:
            click.echo(f"ok    {hearing.term.written}: {', '.join(hearing.heard) or 'by other terms'}")
    if all_of_them or never:
        click.echo(f"{len(never)} of {len(found)} can never be heard by the model in use: {model.name}.")
    return len(never)

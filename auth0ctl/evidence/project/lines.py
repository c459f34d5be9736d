"""Settings that stand one on a line: dotenv, Java properties, INI and TOML, a Dockerfile's ``ENV``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A name and the value written beside it. ``name`` is a dotted path where the file nests (``auth0.domain``).

    ``expression``: the value is code that is only known when it runs; ``value`` is then its text.
    """

    name: str
    value: str
    line: int
    expression: bool = False


LONGEST_LINE = 2_000  # characters
DOTENV = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][\w.\-]*)\s*=\s*(.*)$")
PROPERTY = re.compile(r"^\s*([A-Za-z_%][\w.\-\[\]]*)\s*[=:]\s?(.*)$")
INI = re.compile(r"^\s*[\"']?([A-Za-z_][\w.\- ]*?)[\"']?\s*=\s*(.*)$")
SECTION = re.compile(r"^\s*\[\[?\s*([\w.\-\" :]+?)\s*\]\]?\s*$")
DOCKER = re.compile(r"^\s*(?:ENV|ARG)\s+(.+)$", re.IGNORECASE)
DOCKER_PAIR = re.compile(r"([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)")
REFERENCE = re.compile(r"\$\{([\w.\-]+)(?::-?([^}]*))?\}")
# Values that something else fills in: templates, other stores, the shell.
DYNAMIC = re.compile(
    r"\$\{|\$\(|\{\{|\{%|<%|%env\(|%kernel|@(?:string|\w+)/|^\$[A-Za-z_]|^@\w+@$|^%\w+%$|#\{|^(?:ENC|vault):"
)


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers. A longer one is a bundle or a key, no setting, and would only cost time."""
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if len(line) <= LONGEST_LINE)


def dotenv_settings(text: str) -> Iterator[Written]:
    """The lines of a dotenv file as Node's, Python's and Ruby's readers see them; comments and quotes are gone."""
    for number, line in numbered(text):
        if (found := DOTENV.match(line)) and not line.lstrip().startswith("#"):
            yield Written(name=found[1], value=unquoted(found[2]), line=number)


def unquoted(text: str) -> str:
    """A value without the quotes around it and without a comment behind it. What is left over is the user's."""
    text = text.strip()
    if text[:1] in "\"'`" and text:
        end = text.find(text[0], 1)
        if end > 0 and (not (rest := text[end + 1 :].strip()) or rest.startswith("#")):
            return text[1:end]
        return text
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip()


def property_settings(text: str) -> Iterator[Written]:
    """A Java properties file. Quotes and blanks at the end belong to the value there, unlike elsewhere."""
    environment = ""
    for number, line in numbered(text):
        if line.lstrip().startswith(("#", "!")):
            continue
        if found := PROPERTY.match(line):
            name = found[1]
            if name.startswith("%") and "." in name:  # Quarkus: %dev.quarkus.oidc.client-id
                environment, _, name = name[1:].partition(".")
                yield Written(name=f"{environment}.{name}", value=found[2], line=number)
            else:
                yield Written(name=name, value=found[2], line=number)


def ini_settings(text: str) -> Iterator[Written]:
    """INI and TOML: sections and one-line values; a list gives each of its strings in one value."""
    section = ""
    for number, line in numbered(text):
        if line.lstrip().startswith(("#", ";", "//")):
            continue
        if head := SECTION.match(line):
            section = head[1].replace('"', "") + "."
        elif found := INI.match(line):
            value = found[2].strip()
            if value.startswith("["):
                value = " ".join(re.findall(r"[\"']([^\"']*)[\"']", value))
            yield Written(name=section + found[1], value=unquoted(value), line=number)


def docker_settings(text: str) -> Iterator[Written]:
    """``ENV`` and ``ARG`` of a Dockerfile, on one line each."""
    for number, line in numbered(text):
        if found := DOCKER.match(line):
            pairs = DOCKER_PAIR.findall(found[1])
            if not pairs and len(parts := found[1].split(None, 1)) == 2:
                pairs = [tuple(parts)]
            for name, value in pairs:
                yield Written(name=name, value=unquoted(value), line=number)


def resolved(settings: Iterator[Written]) -> list[Written]:
    """``${NAME}`` replaced by what the same file says of NAME, or by its default; else the value is an expression."""
    listed = list(settings)
    known = {one.name: one.value for one in listed}
    return [_resolve(one, known) for one in listed]


def _resolve(one: Written, known: Mapping[str, str]) -> Written:
    if one.expression or not DYNAMIC.search(one.value):
        return one

    def value_of(found: re.Match[str]) -> str:
        value = known.get(found[1], found[2])
        return found[0] if value is None or value == one.value else value

    value = REFERENCE.sub(value_of, REFERENCE.sub(value_of, one.value))
    return replace(one, value=value, expression=DYNAMIC.search(value) is not None)

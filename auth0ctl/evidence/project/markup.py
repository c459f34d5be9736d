"""Settings in XML: Android's strings.xml, Apple's property lists, .NET's web.config, Java's web.xml.

Patterns, not a parser: entities are never expanded, so a hostile file has nothing to work with."""

import html
import re
from collections.abc import Iterator

from auth0ctl.evidence.project.lines import Written

COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
PAIRS = (
    re.compile(r"<string\s+name=\"([\w.\-]+)\"[^>]*>([^<]*)</string>"),  # strings.xml
    re.compile(r"<key>\s*([\w.\-]+)\s*</key>\s*<string>([^<]*)</string>"),  # .plist
    re.compile(r"<add\s+key=\"([\w.:\-]+)\"\s+value=\"([^\"]*)\""),  # web.config
    re.compile(r"<param-name>\s*([\w.\-]+)\s*</param-name>\s*<param-value>([^<]*)</param-value>"),  # web.xml
    re.compile(r"<([A-Za-z][\w.\-]*)>([^<]*)</\1>"),
)


def markup_settings(text: str) -> Iterator[Written]:
    """Every name with its value. Blanks around a value are kept: Android and iOS hand them to the SDK."""
    text = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    seen: set[int] = set()
    for pattern in PAIRS:
        for found in pattern.finditer(text):
            if found.start(2) in seen or found[1] in ("string", "key", "param-name", "param-value"):
                continue
            seen.add(found.start(2))
            line = text.count("\n", 0, found.start(2)) + 1
            yield Written(name=found[1], value=html.unescape(found[2]), line=line)

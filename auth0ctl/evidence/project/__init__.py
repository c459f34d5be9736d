"""What an app's own files say about its login: the settings that no tenant can show.

Reads what the SDKs' quickstarts have people write (dotenv files, JSON, YAML, properties, XML, literals in code) and
the SDKs that are installed. Nothing is executed, no link is followed, no secret is kept.
"""

from auth0ctl.evidence.project.reading import read_project

__all__ = ["read_project"]

"""An API that checks the tokens it is sent with auth0-api-python. Prints its verdicts as one JSON object."""

import asyncio
import json
import os
import sys

from auth0_api_python import ApiClient, ApiClientOptions
from auth0_api_python.errors import BaseAuthError

TOKENS = json.loads(os.environ["TOKENS"])


async def verdicts() -> dict[str, str]:
    api = ApiClient(ApiClientOptions(domain=os.environ["DOMAIN"], audience=os.environ["AUDIENCE"]))
    said = {}
    for name, token in TOKENS.items():
        try:
            claims = await api.verify_request({"authorization": f"Bearer {token}"})
            said[name] = f"accepted: {claims['sub']}"
        except BaseAuthError as error:
            said[name] = f"{error.get_status_code()} {error.get_error_code()}"
    return said


json.dump(asyncio.run(verdicts()), sys.stdout)

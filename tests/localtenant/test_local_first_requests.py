"""What is imported when the first requests come: little, and never by two threads from two ends at once."""

import json
import subprocess
import sys
from pathlib import Path

FIRST_ANSWER = """
import json, sys
from pathlib import Path
from urllib.request import urlopen
from auth0ctl.localtenant import open_tenant

with open_tenant(Path(sys.argv[1])).listen() as listener:
    with urlopen(f"{listener.origin}/.well-known/openid-configuration") as answer:
        assert answer.status == 200
print(json.dumps(sorted(sys.modules)))
"""

AT_ONCE = """
import threading
from auth0ctl.localtenant.lazy import load

TARGETS = ("passwords:fits", "browsers:cookies", "management:respond", "tokens.jose:verify", "store.new_key:row")
start, loaded = threading.Barrier(len(TARGETS)), []

def load_one(target):
    start.wait()
    loaded.append(load(target))

threads = [threading.Thread(target=load_one, args=(target,)) for target in TARGETS]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(loaded), "of", len(TARGETS))
"""


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_the_first_answer_needs_none_of_the_dear_libraries(tmp_path: Path) -> None:
    dear = {"werkzeug", "joserfc", "cryptography"}
    assert dear & set(json.loads(run(FIRST_ANSWER, str(tmp_path))))  # the very first run makes keys
    assert not dear & set(json.loads(run(FIRST_ANSWER, str(tmp_path))))


def test_what_several_requests_import_at_once_is_whole() -> None:
    assert [run(AT_ONCE) for _ in range(3)] == ["5 of 5\n"] * 3

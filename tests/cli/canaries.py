"""Twenty-five secrets that must never be seen, and the search for them in everything a command leaves behind."""

import base64
import html
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from forge import rsa_signer

KEY = rsa_signer("canary-key")
_PEM = KEY.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

# What each one may hold: a header takes ASCII alone, a form takes anything.
CANARIES = {
    "client secret, environment": "cs-env 7Qm\"2'vX&<zé秘>%41+/=Zk9",
    "client secret, file": 'cs-file_Wd8%2Fq~pL🔑\\x41\\"r5Tn',
    "client secret, standard input": "cs-stdin-Пароль-4h&amp;7=jK;s",
    "client secret, kept in a profile": "cs-kept-0Vb{j}$(x)`y`Yu3Rm6",
    "client secret, of another client": "cs-list-9Ge1Nq_5Xo-Kd7Ub2Hf",
    "client secret, of a new client": "cs-new-6Tz8Jw_3Ma-Pc1Ly4Ev",
    "api token, environment": "at-env.Hs5+Yx/2Lb~9Rk_4Fw-8Dj==",
    "api token, kept in a profile": "at-kept.Bv7+Gt/3Qc~6Nz_1Xm-5Sp==",
    "signing secret of an API": "ss-api-2Kf7Zd_8Wt-Yh5Ru1Om",
    "password": 'pw-"Öl & Wässer"%00+<b>9Xj',
    "wrong password": "pw-wrong-7#?&=é'Lq3 Vt",
    "authorization code": "ac-Xr4+8/Tn=2%7EvB~k_6Wd-1Jm",
    "authorization code, front channel": "ac-front-Zp9_5Qs-3Hc7Ly1Gu",
    "access token, opaque": "ao-8Fj3_Mv6-Rz1Xq4Tb9Nk2Wd",
    "access token, of a device": "ad-5Hs2_Cy7-Kp9Lg4Ev1Ub6Qm",
    "refresh token": "v1.rt-1Nb+6/Wz~3Xf_9Jt-7Kd==é",
    "refresh token, rotated": "v1.rr-4Ys8_Gq2-Vm6Pc1Ht5Lz",
    "device code": 'dc-7Rw&3=Xk%25+Jf9 Td5"Zn',
    "cookie": "ck-2Lg6_Yb9-Qh4Ws8Mz1Px5Vr",
    "subject token": 'st-9Kc&5=Hn+1/Tj%20~Eu3"Xf7',
    "actor token": "ao-actor-6Pz3_Dv8-Wm2Yq5Rl1",
    "mfa token": "mf-Fe26.2*7Jx4_Nb9-Ts3Kq6Gd1Wz",
    "hs256 secret": 'hs-4Ub8%2B_Mf1-Yt6"Lk9&Cw3é',
    "private key": "".join(_PEM.splitlines()[3:5]),
    "id token's signature": "",  # made with each token: see ``Search.add``
}
PRIVATE_KEY = _PEM

Encode = Callable[[str], str]
ENCODINGS: dict[str, Encode] = {
    "plain": str,
    "url": lambda one: quote(one, safe=""),
    "form": quote_plus,
    "json": lambda one: json.dumps(one)[1:-1],
    "html": html.escape,
    "base64": lambda one: base64.b64encode(one.encode()).decode().rstrip("=")[:-1],
    "base64url": lambda one: base64.urlsafe_b64encode(one.encode()).decode().rstrip("=")[:-1],
    "hexadecimal": lambda one: one.encode().hex(),
}


class Search:
    """Looks for every canary in every encoding. ``looked`` counts the texts that were searched."""

    def __init__(self) -> None:
        self.looked = 0
        self.names: dict[str, str] = {}
        for name, value in CANARIES.items():
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        """One more secret to look for, such as the signature of a token that has just been made."""
        if value:
            self.names |= {encode(value): f"{name} ({how})" for how, encode in ENCODINGS.items()}

    def hits(self, text: str) -> list[str]:
        """The names of the canaries that stand in a text."""
        self.looked += 1
        # A secret that a layout broke over two lines is seen as well.
        joined = "".join(text.split())
        return sorted({name for value, name in self.names.items() if value in text or "".join(value.split()) in joined})

    def hits_in_files(self, folder: Path, *, kept: Callable[[Path], bool]) -> Iterator[str]:
        """The same for every file under ``folder`` but those whose job is to keep secrets."""
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not kept(file):
                yield from (f"{file.name}: {hit}" for hit in self.hits(file.read_bytes().decode("utf-8", "replace")))

"""Secrets that must never be seen, and the search for them in everything a command leaves behind (S08, T17)."""

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
    "proxy password": "px-3Dw7_Lk5-Vb9Hn2Rt6Zc",
    "client secret, in an app's dotenv file": "ce-8Nq4%3D_Jx7-Pv2Kd6Ws9Gb",
    "session secret, in an app's dotenv file": "se-1Rb6_Yt3-Mz8Xc5Hf2LqT",
    "database password, in an app's dotenv file": "db-5Vk9_Gn2-Dr7Jw4Sp8Uy",
    "api token, in an app's dotenv file": "ae-6Jm1_Tz8-Qc4Bx7Fw3Ln",
    "client secret, of deploy-cli": "cd-9Ht2_Rv5-Kp8Ny3Gs6Wm",
    "client secret, in a smoke file's variable": "sm-2Xf8_Lc4-Zn7Tb1Kv9Rd",
    "access token, of auth0-cli": "a0-4Gw7_Sk1-Vm5Qz9Jt3Hb",
    "client secret, of auth0-cli": "a1-7Pd3_Bf6-Xr2Lh8Nc5Yv",
    "cookie, in a HAR": "hc-3Tq9_Wm6-Fz1Kb8Rn5Xd",
    "cookie that is set, in a HAR": "hs-8Ly4_Jv2-Gp7Tc3Wk6Zq",
    "bearer token, in a HAR": "hb-5Rx1_Dn8-Ht4Vm9Qj2Ls",
    "password, in a HAR": "hp-9Kz6_Bw3-Yc7Fq2Xn8Tg",
    "client secret, in a HAR": "hk-1Vj5_Pm9-Ld3Rs7Gt4Wb",
    "code, in a HAR": "hd-7Nf2_Xq8-Bt5Jh1Zv6Kc",
    "refresh token, in a HAR": "v1.hr-2Wc8_Tn4-Rk9Pm6Dx3Gy",
    "code verifier, in a HAR": "hv-6Gb3_Zk7-Qs1Lw5Yf9Hj-and-as-long-as-such-things-are",
    "code, in a callback URL": "uc-4Mt9_Hv5-Jx2Nd8Pb7Rl",
    "password, in a seed": "pd-8Qw2_Kr6-Tv9Zf4Lm1Xs",
    "client secret, in a seed": "cp-3Yn7_Gd1-Wb5Hj9Vk2Tc",
    "private key": "".join(_PEM.splitlines()[3:5]),
    "id token's signature": "",  # made with each token: see ``Search.add``
}
PRIVATE_KEY = _PEM

Encode = Callable[[str], str]


def inside_base64(before: int) -> Encode:
    """What is sure to stand in the base64 of a longer text, ``before`` bytes after the start of a group of three."""

    def encode(one: str) -> str:
        coded = base64.b64encode(bytes(before) + one.encode()).decode().rstrip("=")
        return coded[-(-before * 8 // 6) : -1]

    return encode


def url_safe(encode: Encode) -> Encode:
    return lambda one: encode(one).replace("+", "-").replace("/", "_")


ENCODINGS: dict[str, Encode] = {
    "plain": str,
    "url": lambda one: quote(one, safe=""),
    "url, twice": lambda one: quote(quote(one, safe=""), safe=""),
    "form": quote_plus,
    "json": lambda one: json.dumps(one)[1:-1],
    "html": html.escape,
    **{f"base64 at {before}": inside_base64(before) for before in range(3)},
    **{f"base64url at {before}": url_safe(inside_base64(before)) for before in range(3)},
    "hexadecimal": lambda one: one.encode().hex(),
    "backwards": lambda one: one[::-1],
}
BORDERS = str.maketrans("", "", "│┃")


class Search:
    """Looks for every canary in every encoding, also where a line breaks it. ``looked`` counts the texts."""

    def __init__(self) -> None:
        self.looked = 0
        self.names: dict[str, str] = {}  # what is looked for, without white space -> whose it is
        for name, value in CANARIES.items():
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        """One more secret to look for, such as the signature of a token that has just been made."""
        if value:
            self.names |= {joined(encode(value)): f"{name} ({how})" for how, encode in ENCODINGS.items()}

    def hits(self, text: str) -> list[str]:
        """The names of the canaries that stand in a text."""
        self.looked += 1
        whole = joined(text)
        return sorted({name for value, name in self.names.items() if value in whole})

    def hits_in_files(self, folder: Path, *, kept: Callable[[Path], bool]) -> Iterator[str]:
        """The same for every file under ``folder`` but those whose job is to keep secrets."""
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not kept(file):
                yield from (f"{file.name}: {hit}" for hit in self.hits(file.read_bytes().decode("utf-8", "replace")))


def joined(text: str) -> str:
    """A text as it is before a layout breaks it over lines, between the borders of a table."""
    return "".join(text.split()).translate(BORDERS)

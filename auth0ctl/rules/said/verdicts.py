"""What a text says is wrong with a token or a login, whatever words its library chose.

Libraries say the same few things in ever new sentences: a subject (issuer, audience, signature, algorithm, key, state,
header) and a verdict on it (invalid, mismatch, missing, not allowed). A table's phrase ``~issuer`` stands for all of
them; what a table has word for word is looked for first, because it captures more. Names that are written in one word
(``JWTNotInAudience``, ``missing_client_id``) are read as the words that they are made of.
"""

import re
from collections.abc import Mapping
from functools import cache

MOST = 20_000  # characters that are looked at: what is wrong stands near the beginning, or near the end
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\w)_(?=\w)")
_URL = re.compile(r"https?://[^\s'\"<>(),;\[\]{}|]+")

_WRONG = (
    r"(?:mis-?match\w*|not match|not valid|invalid|not allowed|not accepted|not acceptable|not configured|"
    r"not trusted|not expected|unexpected|incorrect|wrong|rejected|differ\w*|unknown|unacceptable|not recogni[sz]ed|"
    r"validation (?:failed|error)|not equal|not supported|not in|not satisfied)"
)
_BAD = r"(?:invalid|incorrect|wrong|unexpected|bad|unknown|untrusted|unacceptable|mismatch(?:ed|ing)?|different)"
_FAIL = r"(?:fail(?:s|ed|ure)?|unable|could not|cannot|can not|ca not|did not)"
_ABSENT = r"(?:no|not any|missing|nil|empty|without(?: an?| any)?)"
_KEYS = r"(?:signing|public|verification|matching|suitable|valid|applicable|appropriate|signature|rsa)"
_UNSET = (
    r"(?:must be (?:configured|provided|set|given|specified|defined|passed)|must not be (?:null|empty|blank|undefined)|"
    r"can ?not be (?:null|empty|blank|undefined)|(?:field )?is (?:a )?(?:required|missing|null|undefined|empty)"
    r"(?! (?:for|when|if) )|(?:is |was )?not (?:be )?(?:set|configured|defined|provided|specified)\b)"
)
_GIVE = r"(?:must|have to|need to|needs to|should) (?:provide|supply|specify|set|define|configure)"


def _missing(names: str) -> tuple[str, ...]:
    """Sentences in which a setting of one of these names is not there, or has no value."""
    filler = r"(?: (?:string|option|value|parameter|configuration|setting|property|argument|field|url))?"
    return (
        rf"(?<![\w.])'?(?:{names})'?{filler} (?:or \w+(?: \w+){{0,4}} )?{_UNSET}",
        rf"\b{_GIVE}(?: (?:an?|the|your|either|valid|api)){{0,2}} '?(?:{names})\b",
        rf"\brequires an? '?(?:{names})\b",
        rf"\bvalidation of '(?:{names})' was unsuccessful",
    )


_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "issuer": (
        rf"\biss(?:uer)?\b(?! certificate)[^.;\n]{{0,60}}?\b{_WRONG}",
        rf"\b{_BAD} (?:\S+ ){{0,2}}?\(?'?iss(?:uer)?\b(?! certificate)",
        r"\bnot (?:be )?trust\w*\b[^.;\n]{0,30}\bissue",
        r"\bfor given 'iss'|\bnot issued by\b",
    ),
    "audience": (
        rf"\baud(?:iences?)?\b[^.;\n]{{0,60}}?\b(?:{_WRONG}|not contain|not include|not intended)",
        rf"\b{_BAD} (?:\S+ ){{0,2}}?\(?'?aud(?:iences?)?\b",
        r"\bnot (?:allowed )?(?:to be used )?(?:in|for|by) (?:the |this |an? )?(?:expected |bound |allowed )?"
        r"aud(?:iences?)?\b",
    ),
    "signature": (
        rf"\bsignature\b[^.;\n]{{0,40}}?\b(?:{_WRONG}|verification (?:failed|raised|error)|not verified|fail(?:s|ed))",
        r"\b(?:invalid|bad|wrong) (?:\w+ ){0,2}?signature\b",
        rf"\b{_FAIL} (?:to )?(?:validate|verify)\w*[^.;\n]{{0,30}}\bsignature\b",
        r"\b(?:jwt|jws|token) verification fail(?:s|ed)?\b(?![:.]| because| with)",
    ),
    "algorithm": (
        rf"\b(?:alg|algorithm)\b[^.;\n]{{0,40}}?\b{_WRONG}",
        rf"\b(?:{_BAD}|unsupported|disallowed|different) (?:\S+ ){{0,2}}?'?(?:alg|algorithm)\b",
        r"\bwrong key type\b",
    ),
    "type": (
        rf"\btyp\b[^.;\n]{{0,40}}?\b{_WRONG}",
        rf"\b{_BAD} (?:\S+ ){{0,2}}?'?typ\b",
        r"\bheader is invalid\b[^\n]{0,40}at\+jwt",
    ),
    "key": (
        rf"\b(?:{_ABSENT}|{_FAIL}|not (?:have|contain|find))\b[^.;\n]{{0,50}}?"
        rf"\b(?:{_KEYS} (?:\w+ )?key|key to match|key that match|key match|kid)\b",
        rf"\b{_KEYS} key\b[^.;\n]{{0,30}}\b(?:not found|missing|must be provided|unknown|required)",
    ),
    "state": (
        rf"\b(?!bad state:)(?:{_BAD}|{_ABSENT}|lost|expired|mismatching) (?:\w+ ){{0,2}}?'?state\b"
        r"(?! (?:machine|file|lock|store|of|transition|change|update|error|exception|for|tax|code))",
        r"\bstate\b(?:'| \w+){0,3} (?:is|was|does|did|do|could|value|has|must)?(?: \w+){0,2} ?(?:not|n't) "
        r"(?:be )?(?:match|exist|found|parsed|valid|the same|equal|return|present|provided|set\b)",
        r"\bstate '? ?parameter (?:encountered|missing)",
        r"\b(?:parameter|require) '?state'?[^.;\n]{0,60}\b(?:missing|is null)",
        r"\bstate (?:is |was |parameter |value |cookie )*(?:invalid|missing|mismatch\w*|expired|lost|unknown)",
        r"\bstate\b[^;\n]{0,40}\bnot match (?:the |request )?state\b",
        r"\bcsrf (?:attack|detected|warning|check failed)|\bcross-site request forgery (?:attack|detected)",
    ),
    "header": (
        r"\b(?:no|missing|nil|empty) (?:\w+ ){0,2}?(?:authorization(?! (?:code|request|server|session|policy))|"
        r"auth token|bearer token|json web token|jwt)\b(?! (?:key|secret|strategy))",
        r"\b(?:authorization header|bearer token|json web token|jwt|access token)(?: \w+){0,2}? "
        r"(?:not present|not found|missing|not provided|absent|empty)\b(?! required)",
        r"\bno (?:access |bearer |auth )?token (?:is |was )?(?:present|found|provided)\b(?! and a| to compare)",
        r"\b(?:the token is null|jwt must be provided|nil json web token)\b",
    ),
    "dpop_missing": (
        r"\b(?:no|missing|without(?: an?| any)?) (?:\w+ ){0,2}?dpop\b",
        r"\bdpop required\b",
        r"\bdpop (?:proof|header|http header)\b[^.;\n]{0,20}\b(?:missing|required|not present|not provided|absent)",
    ),
    "dpop": (
        rf"\bdpop proofs?\b[^.;\n]{{0,50}}?\b(?:{_WRONG}|expired|reused|already used)",
        r"\bdpop proofs?\b[^.;\n]{0,50}?\b(?:outside|not recent|too old|too far)",
        r"\b(?:no jkt confirmation|confirmation mismatch|multiple dpop proofs)\b",
        rf"\b{_BAD} (?:\w+ ){{0,1}}?dpop proof",
    ),
    "cancelled": (
        r"\buser (?:has )?(?:cancell?ed|closed|dismissed|aborted) (?:the )?(?:\w+ ){0,2}?"
        r"(?:auth\w*|login|log in|sign[- ]?in|flow|session|browser|window|dialog)\b",
    ),
    "malformed": (
        r"\b(?:two|2) (?:dots|periods?)\b|\b(?:3|three) (?:parts|sections|segments)\b",
        r"\b(?:jwt|jws|bearer token|access token|id token)\b[^.;\n]{0,20}\bmalformed\b",
        r"\b(?:compact )?jw[se] (?:protected header )?(?:is invalid|must be a string)|\binvalid compact jw[se]\b",
        r"\binvalid (?:input segments length|payload string|header encoding|token type\. token must be)",
        r"\bunable to decode the (?:payload|header)\b|\bjwt (?:(?:header|payload) is an invalid|must be a string)\b",
    ),
    "discovery": (
        rf"\b(?:error|{_FAIL})[^.;\n]{{0,12}}? "
        r"(?:fetch|get|load|retriev|obtain|read|download|reach|decode|parse)\w*[^.;\n]{0,40}?"
        r"\b(?:server metadata|discovery document|openid configuration|oidc configuration|key set|jwks?|"
        r"authorization server|provider metadata|well-known|discovery metadata|discovery object|"
        r"(?:public|signing) keys)\b",
        r"\binvalid discovery document\b|\bmetadata does not contain property\b",
        r"\bmissing '?(?:jwks uri|authorize url|issuer)'? (?:field )?in (?:\w+ )?metadata|"
        r"\bmetadata missing (?:required )?'?(?:jwks uri|issuer)|\bnot provide an? (?:\w+ )?endpoint\b",
        r"\b(?:jwks|get keys) (?:timeout|failed)|\bjwks endpoint not return\b",
        r"\b(?:metadata|discovery|jwks)\b(?: \w+){0,3}? fail(?:s|ed|ure)?\b",
    ),
    "refresh": (
        rf"\b(?:error|{_FAIL})\b[^.;\n]{{0,40}}?\b(?:renew|refresh)(?:ing)?\b(?: \w+){{0,3}} (?:tokens?|credentials)\b",
        rf"\b(?:error|{_FAIL})\b[^.;\n]{{0,40}}?\brefresh token to (?:renew|refresh|get)",
        r"\berror (?:while|when) trying to (?:renew|refresh)\b|\btoken did not refresh\b",
        r"\bcredentials renewal failed\b",
    ),
    "azp": (rf"\bazp\b[^.;\n]{{0,60}}?\b{_WRONG}", rf"\b{_BAD} (?:\w+ ){{0,2}}'?azp\b"),
    "nonce": (
        rf"\bnonce\b(?! (?:cookie|too))[^.;\n]{{0,50}}?\b(?:{_WRONG}|has expired|was not found)",
        rf"\b(?:{_BAD}|missing) (?:id token |claim |jwt )?'?nonce\b(?! too)",
    ),
    "at_hash": (
        rf"\bat hash\b[^.;\n]{{0,40}}?\b(?:{_WRONG}|missing)",
        r"\b(?:invalid claim|missing required property|to compare against) '?at hash\b",
        r"\baccess token hash does not match\b",
        rf"\b{_BAD} '?at hash\b",
    ),
    "expired": (
        r"\b(?:jwt|access token|token)(?: is| has| was)? expired\b",
        r"'exp' (?:\([\w ]+\) )?(?:value|claim value|claim timestamp|not satisfied|claim check)",
        r"\bmax ?age exceeded\b",
    ),
    "early": (
        rf"\b(?:nbf|iat|not before time)\b(?! claim must)(?! \(.{{0,12}}\) claim must)[^.;\n]{{0,50}}?"
        rf"(?:check failed|\b{_WRONG}|not been reached|in the future|just yet)\b(?! type)",
        rf"\b{_BAD} (?:jwt |claim )?'?(?:nbf|iat)\b[^.;\n]{{0,25}}\bclaim value\b",
        r"\bjwt early by\b|\bimmature signature\b|\b(?:can)?not be used yet\b|\bissued at time is more than\b",
        r"\b(?:invalid iat|before (?:the nbf|use time)|handle token with (?:iat|nbf) prior|not valid yet)\b",
    ),
    "claim_missing": (
        r"\b(?:missing|no) (?:required |mandatory )?'[^'\n]{1,80}' (?:claim|among claims|in claims)\b",
        r"\bmissing required (?:claims?:?(?= \S)|key '[^'\n]{1,80}' among claims)",
        r"\bclaim '[^'\n]{1,80}' is not present\b|\bclaims key: '[^'\n]{1,200}' not found\b",
        r"\brequired claim '?[^'\n]{1,80}'? (?:was |is )?(?:not found|missing)|\bjwt claim not contain\b",
        r"\bmissing required '[^'\n]{1,80}' claim\b|\bjwt claim does not contain\b|\bmissing claim: \w",
        r"\bclaim to be\b[^;\n]{0,200}?\bbut was not present|\brequired claims are not present\b",
        r"\bdoes not have the claim\b",
    ),
    "no_domain": _missing(r"(?:auth0 )?domain|issuer base url"),
    "no_client_id": _missing(r"client ?id"),
    "no_client_secret": _missing(r"(?:both )?client[ _]?secret(?: (?:and|or) client[ _]assertion(?: signing key)?)?"),
    "no_cookie_secret": _missing(r"(?:cookie|session) ?secret"),
    "no_redirect_uri": _missing(r"redirect ?ur[il]|callback ?url"),
    "no_setting": _missing(
        r"audience|issuer(?: url)?|algorithms?|jwks ?uri|(?:app ?)?base ?url|strategy|token ?signing ?alg|secret|"
        r"(?:jwt )?public key|authority"
    ),
}
_EXPECTED = re.compile(r"(?:expect\w*|requested|configured|required|want\w*|should be)\b[^a-z]{0,6}$", re.IGNORECASE)


@cache
def _compiled(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS[name])


def names() -> tuple[str, ...]:
    """Every subject that a text can be said to complain about."""
    return tuple(_PATTERNS)


def unjoined(text: str) -> str:
    """The text with ``OneWord`` and ``one_word`` read as the words they are made of, its URLs out of the way."""
    shown = text if len(text) <= MOST else f"{text[: MOST // 2]} {text[-MOST // 2 :]}"
    plain = _URL.sub("URL", shown).replace("DPoP", "dpop").replace("OAuth", "oauth").replace("n't", " not")
    return _JOINED.sub(" ", plain)


def verdict(name: str, text: str) -> str:
    """The words with which ``text`` (as ``unjoined`` gives it) complains about a subject; empty where it does not."""
    return next((found[0] for pattern in _compiled(name) if (found := pattern.search(text))), "")


def two_urls(text: str) -> tuple[str, str]:
    """What was found and what was expected, where a text names two URLs that are not the same; empty for all others.

    Two that differ by a slash at the end need no words around them: Auth0's issuer is the one with the slash.
    """
    places = {match[0].rstrip(".:"): match.start() for match in _URL.finditer(text)}
    for url in places:
        if url.endswith("/") and url.rstrip("/") in places:
            return url, url.rstrip("/")
    if len(places) != 2:
        return "", ""
    first, second = places
    expected_second = _EXPECTED.search(text[max(0, places[second] - 30) : places[second]])
    return (first, second) if expected_second else (second, first)

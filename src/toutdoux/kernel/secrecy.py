"""What must never be written down here: passwords, private keys, tokens. This says what looks like one."""

import re

#: Words after which a secret is usually written, with the sign that announces it.
_ANNOUNCED = re.compile(
    r"(?:\bpass(?:word|wd|phrase|code)?|\bpwd|\bmdp|\bmots? de passe|\bphrase (?:de passe|secr[eè]te)|\bsecret|\btoken|"
    r"\bjeton|\bapi[ _-]?key|\bcl[ée] (?:api|priv[ée]e|secr[eè]te)|\bpin|\bcode)\s*(?:[:=]|\b(?:is|est)\b)\s*\S",
    re.IGNORECASE,
)
_KEY_FILE = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|PuTTY-User-Key-File|AGE-SECRET-KEY-1|OTPAUTH://", re.IGNORECASE)
#: How tokens of well-known services begin.
_KNOWN_TOKEN = re.compile(
    r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|sk-|sk_live_|rk_live_|SG\.|hf_|pypi-|npm_|dop_v1_)[\w-]{12,}"
)
_IN_ADDRESS = re.compile(r"\w+://[^\s/:@]+:[^\s/@]+@")
#: A long run without a space, of letters and digits mixed, that is neither an address nor words joined by dots or dashes.
_LONG_RUN = re.compile(r"(?<![\w/.+=-])[A-Za-z0-9+/=_]{28,}(?![\w/.+=-])")


def looks_secret(text: str) -> bool:
    """Say whether ``text`` seems to hold a password, a private key or a token.

    A public key is none: it may be written. Nothing is perfect here; the page says so, and this catches what people do by
    mistake: pasting a key, an address with a password in it, "password: …", a token.
    """
    public = re.sub(r"\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|age1)\s*[A-Za-z0-9+/=]+", " ", text)
    found = (_KEY_FILE, _ANNOUNCED, _KNOWN_TOKEN, _IN_ADDRESS)
    return any(pattern.search(public) for pattern in found) or any(_mixed(run) for run in _LONG_RUN.findall(public))


def _mixed(run: str) -> bool:
    return any(c.isdigit() for c in run) and any(c.isalpha() for c in run)

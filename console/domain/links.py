"""Links that came in a conversation: which of them are opened, and where they really lead."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST = 2048
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # how browsers tell that a name is an address
_QUAD = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
_PHONE = re.compile(r"\+?[0-9][0-9() .-]{1,30}")
_IN_TEXT = re.compile(r"(?<!\S)\W?https?://[^\s/]+\.\S{2,}", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z0-9.+_-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be opened.

    Attributes:
        url: what is opened: it leads to nothing but what `host` says.
        host: the host in the letters of the network (punycode), or the number or address.
    """

    url: str
    host: str

    @property
    def may_deceive(self) -> bool:
        """Whether the name holds letters that can look like others."""
        return self.host.startswith("xn--") or ".xn--" in self.host


def link_of(address: str) -> Link | None:
    """The link, if it is one to the web, a number or a mail address, and leads where it says.

    None for files, shares, programs, names before an @, and whatever readers disagree about.
    """
    if not address or len(address) > _LONGEST or not all(map(_is_plain, address)):
        return None
    scheme, colon, rest = address.partition(":")
    if not colon:
        return None
    match scheme.lower():
        case "https" | "http":
            return _web(address)
        case "tel":
            number = re.sub(r"[^+0-9]", "", rest)
            return Link(f"tel:{number}", number) if _PHONE.fullmatch(rest) else None
        case "mailto":
            mail = rest.partition("?")[0]  # a subject or a copy is not the stranger's to set
            return Link(f"mailto:{mail}", mail) if _MAIL.fullmatch(mail) else None
    return None


def has_link(text: str) -> bool:
    """Whether a text holds a web link that WhatsApp can show a preview of.

    Source: WhatsApp, "Text messages": it begins with http:// or https://.
    """
    return _IN_TEXT.search(text) is not None


def _is_plain(letter: str) -> bool:
    return letter != "\\" and unicodedata.category(letter)[0] not in "CZ"


def _web(address: str) -> Link | None:
    try:
        parts = urlsplit(address)
        host, port = _true_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    lead = f"{parts.scheme}://"
    if not host or "@" in parts.netloc or not address.lower().startswith(lead):
        return None
    where = host if port is None else f"{host}:{port}"
    rest = address[len(lead) + len(parts.netloc) :]
    return Link(f"{lead}{where}{rest}", host)


def _true_host(host: str) -> str:
    """The host as the network knows it; empty if it is none, or one that readers differ on."""
    if ":" in host:  # an IPv6 address, which Python has read already
        return f"[{host}]" if re.fullmatch(r"[0-9a-f:.]+", host) else ""
    if not all(letter.isascii() or unicodedata.category(letter)[0] in "LMN" for letter in host):
        return ""  # a mark that looks like the end of the host
    try:
        plain = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    labels = plain.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        is_quad = _QUAD.fullmatch(plain) and all(int(part) < 256 for part in labels)
        return plain if is_quad else ""
    return plain if all(map(_LABEL.fullmatch, labels)) else ""

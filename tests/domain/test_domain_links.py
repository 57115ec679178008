"""A link is opened only where it leads to what is shown of it."""

import pytest

from console.domain.links import link_of

_WEB = [
    ("https://example.com", "https://example.com", "example.com"),
    ("https://example.com/", "https://example.com/", "example.com"),
    ("HTTPS://EXAMPLE.COM/A", "https://example.com/A", "example.com"),
    ("http://example.com:8080/x?q=1#top", "http://example.com:8080/x?q=1#top", "example.com"),
    ("https://a-b.example.co.uk/", "https://a-b.example.co.uk/", "a-b.example.co.uk"),
    ("https://example.com./", "https://example.com/", "example.com"),
    ("https://bücher.example/ü", "https://xn--bcher-kva.example/ü", "xn--bcher-kva.example"),
    ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
    ("https://xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
    ("https://ｅxample.com/", "https://example.com/", "example.com"),
    ("https://192.0.2.7/x", "https://192.0.2.7/x", "192.0.2.7"),
    ("https://[2001:db8::7]/x", "https://[2001:db8::7]/x", "[2001:db8::7]"),
    ("https://example.com/a@b", "https://example.com/a@b", "example.com"),
    ("https://example.com/?to=user@host", "https://example.com/?to=user@host", "example.com"),
    ("https://example.com/%5c..%2f", "https://example.com/%5c..%2f", "example.com"),
    ("tel:+31(20)123-45.67", "tel:+31201234567", "+31201234567"),
    ("TEL:0201234567", "tel:0201234567", "0201234567"),
    ("mailto:ana@example.com", "mailto:ana@example.com", "ana@example.com"),
    (
        "mailto:ana@example.com?attach=/etc/passwd&bcc=x@evil.example",
        "mailto:ana@example.com",
        "ana@example.com",
    ),
]
_REFUSED = [
    # names before the host
    "https://bank.example@evil.example/login",
    "https://bank.example:443@evil.example/",
    "https://user:pw@example.com/",
    "https://@example.com/",
    "https://:@example.com/",
    "https://bank.example%40evil.example/",
    "https://bank.example＠evil.example/",
    # backslashes, which browsers read as slashes
    "https://example.com:443\\@evil.com/",
    "https://evil.com\\.example.com/",
    "https:\\\\evil.com",
    "https:/\\evil.com",
    "\\\\evil\\share\\a.exe",
    "https://example.com/..\\..\\x",
    # marks that aren't seen, or turn the direction of reading
    "https://example.com/\u202egpj.exe",
    "https://exam\u200bple.com/",
    "https://example.com\u2066.evil.com/",
    "https://example.com/a\nb",
    "https://example.com/a\tb",
    "https://example.com\0.evil.com/",
    "https://example.com/\x7f",
    "https://exa\u00admple.com/",
    " https://example.com",
    "https://example.com /",
    "https://example.com/a b",
    "https://example.com\u3000/",
    # other schemes: files, programs, scripts
    "file:///etc/passwd",
    "file://attacker/share",
    "FILE:///C:/Windows/System32/calc.exe",
    "//evil/share",
    "///etc/passwd",
    "smb://evil/share",
    "nfs://evil/share",
    "ftp://example.com/a.exe",
    "sftp://example.com/",
    "javascript:alert(1)",
    "JavaScript://example.com/%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://example.com/1",
    "view-source:https://example.com",
    "about:blank",
    "chrome://settings",
    "ms-msdt:/id PCWDiagnostic",
    "ms-msdt:id",
    "search-ms:query=x&crumb=location:\\\\evil\\share",
    "search-ms:query=x",
    "ms-officecmd:x",
    "ms-word:ofe|u|https://evil.example/a.docm",
    "ms-excel:ofv|u|https://evil.example/a.xls",
    "ms-settings:privacy",
    "ms-appinstaller:?source=https://evil.example",
    "shell:startup",
    "steam://run/1",
    "slack://open",
    "zoommtg://zoom.us/join",
    "skype:evil?call",
    "sms:+31201234567",
    "facetime:evil",
    "itms-services://?action=download-manifest",
    "intent://x#Intent;scheme=https;end",
    "jar:https://evil.example/a.jar!/",
    "ldap://evil.example/",
    "gopher://evil.example/",
    "telnet://evil.example/",
    "ssh://evil.example/",
    "vnc://evil.example/",
    "rdp://evil.example/",
    "repconsole://s/0",
    "filesystem:https://example.com/x",
    "help:x",
    "hcp://x",
    "wais:x",
    "urn:x",
    # no host, or one that readers disagree about
    "https:",
    "https:/",
    "https://",
    "https:///",
    "https:///etc/passwd",
    "https:example.com",
    "https:/example.com",
    "https://.",
    "https://..",
    "https://.example.com",
    "https://example..com",
    "https://-example.com",
    "https://example-.com",
    "https://exa$mple.com",
    "https://exa%6dple.com",
    "https://example.com:99999/",
    "https://example.com:x/",
    "https://example.com:-1/",
    "https://[::1",
    "https://[evil.com]/",
    "https://[::1%25eth0]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://256.256.256.256/",
    "https://1.2.3.4.5/",
    "https://evil.com／.example.com/",
    "https://example。com/",
    "https://evil.com⁄.example.com/",
    "https://evil.com？.example.com/",
    "https://evil.com＃.example.com/",
    "https://evil.com：80.example.com:1:2/",
    "https://" + "a" * 64 + ".com/",
    "https://example.com/" + "a" * 3000,
    # numbers and addresses that are more than that
    "tel:",
    "tel:*#06#",
    "tel:+31201234567;phone-context=evil.example",
    "tel:+31201234567,,1",
    "tel://+31201234567",
    "mailto:",
    "mailto:?to=ana@example.com",
    "mailto:ana",
    "mailto:ana@example.com,bob@example.com",
    "mailto:ana@example.com%0abcc:x@evil.example",
    "mailto:-evil --flag@example.com",
    "mailto://ana@example.com",
    # no address at all
    "",
    "example.com",
    "www.example.com",
    "C:\\Windows\\calc.exe",
    "C:/Windows/calc.exe",
    "/etc/passwd",
    "calc.exe",
]


@pytest.mark.parametrize(("address", "url", "host"), _WEB)
def test_t11_a_link_is_opened_as_it_is_shown(address: str, url: str, host: str) -> None:
    link = link_of(address)
    assert link is not None
    assert (link.url, link.host) == (url, host)
    assert link.host.isascii()


@pytest.mark.parametrize("address", _REFUSED)
def test_t11_what_leads_elsewhere_than_it_says_is_not_opened(address: str) -> None:
    assert link_of(address) is None


def test_t11_the_table_is_as_long_as_it_should_be() -> None:
    assert len(set(_REFUSED)) + len(_WEB) >= 120


def test_t11_letters_that_look_like_others_are_told() -> None:
    deceptive, plain = link_of("https://аррӏе.com"), link_of("https://apple.com")
    assert deceptive is not None
    assert plain is not None
    assert (deceptive.may_deceive, plain.may_deceive) == (True, False)

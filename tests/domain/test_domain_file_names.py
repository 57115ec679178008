"""A stranger's file gets a name that can do no harm, and a click opens harmless types alone."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.file_names import Care, care_of, saved_name, shown_name

_SHAPE = re.compile(r"[^\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069\u200e\u200f]+")
_TYPES = [
    "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/3gpp",
    "audio/mpeg", "audio/mp4", "audio/ogg", "audio/amr", "application/pdf", "text/plain",
    "application/zip", "application/msword", "application/octet-stream", "text/html",
    "application/x-msdownload", "application/x-executable", "image/svg+xml", "", "x", "a/b;c=d",
]  # fmt: skip
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What systems run, install, mount or follow; among them all that Windows asks about.
_DANGEROUS = re.findall(
    r"\S+",
    """
ade adp apk app application appref-ms appx appxbundle asp aspx bas bat bin cab cer chm cmd
cnt com command cpl crt csh desktop diagcab der deb dll dmg docm dot dotm elf exe fxp gadget
grp hlp hpj hta html htm htc img inf ins iso isp its jar jnlp js jse ksh lnk mad maf mag mam
maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mht mhtml mjs mmc mof msc msh msh1
msh2 msi msix msp mst ops osd out pcd php pif pkg pl plg potm ppam ppsm pptm prf prg
printerexport ps1 ps1xml ps2 psc1 psd1 psdm1 pssc pst py pyc pyo pyw rb reg rgs rpm run scf
scr sct search-ms settingcontent-ms sh shb shs slk svg swf sys terminal theme tmp torrent
udf url vb vbe vbp vbs vhd vhdx vmcx vsmacros vsw vxd webloc website wim ws wsc wsf wsh xbap
xht xhtml xla xlam xlsm xltm xll xnk xps xsl
    """,
)
_DISGUISES = [
    "report.{0}", "report.pdf.{0}", "report.pdf .{0}", "report\u202efdp.{0}", "report.{0}.",
    "report.{0} ", "report.{0}\u200b", "report.{0}::$DATA", "..\\..\\report.{0}", "CON.{0}",
    "report.{0}\0.pdf", "a" * 300 + ".{0}", "report.{1}",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "mime", "shown"),
    [
        ("invoice.pdf", "application/pdf", "invoice.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\x\\bill.txt", "text/plain", "bill.txt"),
        ("..\\..\\a.bat", "text/plain", "a.txt"),
        ("a.pdf:evil.exe", "application/pdf", "a.pdf_evil.pdf"),
        ("annual\u202ecod.exe", "application/pdf", "annualcod.pdf"),
        ("a\r\nb\0.txt", "text/plain", "ab.txt"),
        ("CON.txt", "text/plain", "_CON.txt"),
        ("con .pdf", "application/pdf", "_con.pdf"),
        ("nul", "text/plain", "_nul.txt"),
        ("lpt1.x.pdf", "application/pdf", "_lpt1.x.pdf"),
        ("...", "text/plain", "File.txt"),
        ("", "application/pdf", "File.pdf"),
        (".htaccess", "text/plain", "htaccess.txt"),
        ("a:b?.pdf ", "application/pdf", "a_b_.pdf"),
        ("señal 📄.txt", "text/plain", "señal 📄.txt"),
        ("photo.JPEG", "image/jpeg", "photo.jpeg"),
        ("photo.jpg.exe", "image/jpeg", "photo.jpg"),
        ("prices.csv", "text/plain", "prices.csv"),
        ("v1.2 plan", "application/pdf", "v1.2 plan.pdf"),
        ("tool.exe", "application/x-msdownload", "tool.exe"),
    ],
)
def test_t9_a_name_can_do_no_harm(name: str, mime: str, shown: str) -> None:
    assert shown_name(name, mime) == shown


@settings(max_examples=1000)
@given(st.text(max_size=200), st.sampled_from(_TYPES))
def test_t9_any_name_becomes_a_short_one_that_is_only_a_name(name: str, mime: str) -> None:
    for make in (shown_name, saved_name):
        made = make(name, mime)
        assert _SHAPE.fullmatch(made)
        assert 0 < len(made.encode()) <= 120
        assert made == made.strip(" .")
        assert made not in {".", ".."}
        assert make(made, mime) == made
    assert re.fullmatch(r"[^.].*\.[a-z0-9]{1,8}", saved_name(name, mime), re.DOTALL)


@settings(max_examples=1000)
@given(
    st.lists(
        st.sampled_from(["..", "/", "\\", ":", "con", ".exe", ".pdf", " ", ".", "\u202e", "a"])
    ),
    st.sampled_from(_TYPES),
)
def test_t9_names_made_of_tricks_stay_inside_too(parts: list[str], mime: str) -> None:
    made = saved_name("".join(parts), mime)
    assert _SHAPE.fullmatch(made)
    assert not re.match(r"(con|nul)( *\.|$)", made, re.IGNORECASE)


def test_t8_no_dangerous_name_is_opened_by_a_click_whatever_type_is_claimed() -> None:
    assert len(_DANGEROUS) * len(_DISGUISES) > 400
    for ending, disguise, mime in itertools.product(_DANGEROUS, _DISGUISES, _TYPES):
        saved = saved_name(disguise.format(ending, ending.upper()), mime)
        last = saved.rpartition(".")[2]
        assert last != ending, saved
        if care_of(saved) is Care.OPENS:  # only under the ending of its own sniffed type
            assert care_of(saved_name("x", mime)) is Care.OPENS, (saved, mime)
        if mime not in _TYPES[:14] or mime == "audio/amr":
            assert last == "download", saved


@pytest.mark.parametrize(
    ("mime", "care"),
    [
        ("application/pdf", Care.OPENS),
        ("image/png", Care.OPENS),
        ("text/plain; charset=utf-8", Care.OPENS),
        ("application/zip", Care.WARNED),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Care.WARNED,
        ),
        ("application/vnd.ms-excel.sheet.macroEnabled.12", Care.KEPT_SHUT),
        ("text/html", Care.KEPT_SHUT),
        ("image/svg+xml", Care.KEPT_SHUT),
        ("application/octet-stream", Care.KEPT_SHUT),
    ],
)
def test_t8_what_may_be_done_with_a_file_depends_on_its_sniffed_type(
    mime: str, care: Care
) -> None:
    assert care_of(saved_name("invoice.pdf", mime)) is care

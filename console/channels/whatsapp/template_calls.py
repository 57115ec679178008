"""Template calls: what is asked of Graph about one template, and what its answers mean."""

from typing import Any

from console.channels.whatsapp.calls import GraphCall, Piece
from console.channels.whatsapp.elements import Element, cleaned, part, text, whole
from console.channels.whatsapp.fault_table import TABLE
from console.channels.whatsapp.templates import FIELDS, category_of, status_of, to_graph
from console.domain.templates import Category, Template, TemplateStatus
from console.domain.texts import N_

THERE_ALREADY = 2388024
_REFUSED = N_("Meta refused this without saying why. Change it and try again.")


def create_call(waba_id: str, template: Template, handle: str = "") -> GraphCall:
    """Makes a template; `handle` is of the sample of its heading."""
    body = to_graph(template, handle) | {"allow_category_change": True}
    return GraphCall(method="POST", path=f"/{waba_id}/message_templates", body=body)


def edit_call(platform_id: str, template: Template, handle: str = "") -> GraphCall:
    """Replaces the parts of a template; its name and language stay."""
    body = to_graph(template, handle)
    kept = {key: value for key, value in body.items() if key not in {"name", "language"}}
    return GraphCall(method="POST", path=f"/{platform_id}", body=kept)


def delete_call(waba_id: str, template: Template, platform_id: str) -> GraphCall:
    """Deletes one language of a template."""
    query = {"name": template.name, "hsm_id": platform_id}
    return GraphCall(method="DELETE", path=f"/{waba_id}/message_templates", query=query)


def resume_call(platform_id: str) -> GraphCall:
    """Ends a pause that Meta doesn't end by itself."""
    return GraphCall(method="POST", path=f"/{platform_id}/unpause")


def look_call(waba_id: str, template: Template) -> GraphCall:
    """Asks for all languages of a template as they are now."""
    query = {"fields": FIELDS, "limit": "100", "name": template.name}
    return GraphCall(method="GET", path=f"/{waba_id}/message_templates", query=query)


def read_created(body: Any) -> tuple[str, TemplateStatus, Category | None]:
    """The platform's id of what was made, its status and the category it was given."""
    told: Element = cleaned(body) if isinstance(body, dict) else {}
    status = status_of(text(told, "status"))
    return text(told, "id"), status, category_of(text(told, "category"))


def refusal(body: Any) -> str:
    """Why Meta refused it: its own words for people, ours, or that it gave none."""
    error = part(cleaned(body), "error") if isinstance(body, dict) else {}
    own = text(error, "error_user_msg")
    row = TABLE.get(whole(error, "error_subcode")) or TABLE.get(whole(error, "code"))
    if own:
        return own
    return row.words if row is not None else _REFUSED


def subcode(body: Any) -> int:
    """The finer number of an error; 0 if there is none."""
    error = part(body, "error") if isinstance(body, dict) else {}
    return whole(error, "error_subcode")


# the sample of a heading, by resumable upload
# Source: Graph API, "Resumable upload"


def app_call() -> GraphCall:
    """Asks which app the token is of."""
    return GraphCall(method="GET", path="/app", query={"fields": "id"})


def begin_call(app_id: str, mime: str, size_bytes: int, name: str) -> GraphCall:
    """Begins the upload of a file."""
    query = {"file_length": str(size_bytes), "file_type": mime, "file_name": name}
    return GraphCall(method="POST", path=f"/{app_id}/uploads", query=query)


def piece(session: str, offset: int) -> Piece:
    """Where the rest of a file goes."""
    return Piece(path=f"/{session}", offset=offset)


def offset_call(session: str) -> GraphCall:
    """Asks how much of a file has arrived."""
    return GraphCall(method="GET", path=f"/{session}")


def read_id(body: Any) -> str:
    """The id in an answer; empty if it has none."""
    return text(body, "id") if isinstance(body, dict) else ""


def read_handle(body: Any) -> str:
    """The handle of a file that has arrived as a whole; empty if it has not."""
    return text(body, "h") if isinstance(body, dict) else ""


def read_offset(body: Any) -> int:
    """How much of a file has arrived."""
    return whole(body, "file_offset") if isinstance(body, dict) else 0

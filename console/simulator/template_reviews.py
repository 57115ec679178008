"""What becomes of templates in time: reviewed, scored, paused, disabled, put elsewhere."""

from datetime import datetime, timedelta
from typing import Any

from console.simulator.world import World, stamp

Template = dict[str, Any]
_PAUSES = (("FIRST_PAUSE", timedelta(hours=3)), ("SECOND_PAUSE", timedelta(hours=6)))
_NOTICE = timedelta(hours=24)


def named(world: World, name: str, language: str) -> Template:
    """The template of this name and language; raises `LookupError` if there is none."""
    found = world.templates.find(name, language)
    if found is None:
        raise LookupError(f"There is no template {name} in {language}.")
    return found


def announce(world: World, subject: str, template: Template, **value: Any) -> None:
    """Reports something about a template."""
    ids = {
        "message_template_id": int(template["id"]),
        "message_template_name": template["name"],
        "message_template_language": template["language"],
    }
    world.courier.announce(world.clock.now(), subject, ids | value)


def becomes(
    world: World,
    template: Template,
    status: str,
    *,
    event: str = "",
    reason: str | None = None,
    title: str = "",
) -> None:
    """The template has this status, and the webhook hears of it."""
    template["status"] = status
    template["pause"] = title if status == "PAUSED" else ""
    if status == "REJECTED":
        template["rejected_reason"] = reason or "NONE"
    category = {"message_template_category": template["category"], "reason": reason}
    other = {"other_info": {"title": title, "description": ""}} if title else {}
    value = {"event": event or status} | category | other
    announce(world, "message_template_status_update", template, **value)


def scored(world: World, template: Template, score: str) -> None:
    """Its quality is `score`; a red one is paused for 3 hours, then 6, then disabled."""
    former = template.get("quality_score", {}).get("score", "UNKNOWN")
    template["quality_score"] = {"score": score, "date": int(stamp(world.clock.now()))}
    scores = {"previous_quality_score": former, "new_quality_score": score}
    announce(world, "message_template_quality_update", template, **scores)
    if score == "RED" and template["status"] == "APPROVED":
        _pause(world, template)


def _pause(world: World, template: Template) -> None:
    before = template.setdefault("pauses", 0)
    template["pauses"] = before + 1
    if before >= len(_PAUSES):
        becomes(world, template, "DISABLED", title="DISABLED")
        return
    title, lasts = _PAUSES[before]
    becomes(world, template, "PAUSED", title=title)
    ends_at = world.clock.now() + lasts
    world.agenda.plan(ends_at, "unpause", name=template["name"], language=template["language"])


def unpause(world: World, _at: datetime, *, name: str, language: str) -> None:
    """The pause is over, if it is still on."""
    template = world.templates.find(name, language)
    if template is not None and template["status"] == "PAUSED":
        becomes(world, template, "APPROVED", title="UNPAUSED")


def warned(world: World, template: Template, category: str) -> None:
    """The template will be of another category in a day, and the business is told now."""
    at = world.clock.now() + _NOTICE
    announce(
        world,
        "template_category_update",
        template,
        correct_category=category,
        new_category=template["category"],
        category_update_timestamp=int(stamp(at)),
    )
    place = {"name": template["name"], "language": template["language"]}
    world.agenda.plan(at, "move_template", category=category, **place)


def move(world: World, _at: datetime, *, name: str, language: str, category: str) -> None:
    """The template is of another category."""
    template = world.templates.find(name, language)
    if template is not None and template["category"] != category:
        former, template["category"] = template["category"], category
        moved = {"previous_category": former, "new_category": category}
        announce(world, "template_category_update", template, **moved)


def review(world: World, _at: datetime, *, name: str, language: str) -> None:
    """A reviewer has looked at it: approved, unless it shouts or asks for secrets."""
    template = world.templates.find(name, language)
    if template is None or template["status"] != "PENDING":
        return
    words = " ".join(str(part.get("text", "")) for part in template["components"])
    if "password" in words.lower() or "pin code" in words.lower():
        becomes(world, template, "REJECTED", reason="SCAM")
    elif "!!!" in words:
        becomes(world, template, "REJECTED", reason="INVALID_FORMAT")
    else:
        becomes(world, template, "APPROVED", reason="NONE")


def reworded(world: World, template: Template, body: str) -> None:
    """Its text is another one, and the webhook hears of all its parts."""
    parts = {part["type"]: part for part in template["components"]}
    parts["BODY"]["text"] = body
    buttons = [
        {f"message_template_button_{name}": value for name, value in button.items()}
        for button in parts.get("BUTTONS", {}).get("buttons", [])
    ]
    value = {
        "message_template_title": parts.get("HEADER", {}).get("text", ""),
        "message_template_element": body,
        "message_template_footer": parts.get("FOOTER", {}).get("text", ""),
    }
    more = {"message_template_buttons": buttons} if buttons else {}
    announce(world, "message_template_components_update", template, **value, **more)

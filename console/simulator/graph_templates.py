"""Templates over Graph: made, edited, deleted, within Meta's limits; then reviewed."""

import json
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator import template_reviews
from console.simulator.graph_messages import LostReply
from console.simulator.refusals import RefusalError, title_of
from console.simulator.template_writing import check_components, check_life, check_name, refused
from console.simulator.templates import Template
from console.simulator.world import World, stamp

_REVIEW = timedelta(minutes=2)
_LOCKED, _DAY = timedelta(days=30), timedelta(hours=24)
_PER_HOUR, _EDITS = 100, 10
_OFFERS = ("discount", "sale", "% off", "voucher", "special offer")
_GONE, _THERE, _FULL = 2388023, 2388024, 2388019


async def create(world: World, request: Request) -> Response:
    """The id of a template that Meta will review, with the category it has given it."""
    body, at = await _body(request), world.clock.now()
    fault = _struck(world)
    name, language, category = check_name(body)
    components = check_components(world, body)
    _check_room(world, name, language, at)
    row: Template = {
        "name": name,
        "language": language,
        "parameter_format": str(body.get("parameter_format", "POSITIONAL")).upper(),
        "components": components,
        "category": _category(category, components),
        "rejected_reason": "NONE",
        "id": world.ids.number(15),
        "made_at": stamp(at),
        "sub_category": "CUSTOM",
    } | check_life(category, body)
    world.templates.rows.append(row | {"status": "PENDING"})
    _plan_review(world, row, at)
    told = {key: row[key] for key in ("id", "category")} | {"status": "PENDING"}
    return LostReply() if fault else JSONResponse(told)


async def edit(world: World, request: Request, row: Template) -> Response:
    """Success; the template is reviewed again."""
    body, at = await _body(request), world.clock.now()
    fault = _struck(world)
    _check_editable(row, at)
    category = str(body.get("category") or row["category"]).upper()
    if row["status"] == "APPROVED" and category != row["category"]:
        raise refused("The category of an approved template can't be changed.")
    shown = {"parameter_format": row["parameter_format"]} | body
    row["components"] = check_components(world, shown)
    row["parameter_format"] = str(shown["parameter_format"]).upper()
    row["category"] = category
    row |= check_life(category, body)
    if row["status"] == "APPROVED":
        row["edits"] = [*row.get("edits", []), stamp(at)]
    row["status"] = "PENDING"
    _plan_review(world, row, at)
    return LostReply() if fault else JSONResponse({"success": True})


async def unpause(world: World, template: Template) -> Response:
    """Success; a template that pacing has paused is approved again."""
    if template["status"] != "PAUSED" or template.get("pause") != "RATE_LIMITING_PAUSE":
        raise refused("This template isn't paused by pacing.")
    template_reviews.becomes(world, template, "APPROVED", title="UNPAUSED")
    return JSONResponse({"success": True})


async def delete(world: World, request: Request) -> Response:
    """Success; its name can't be used for a while if it was ever approved."""
    name, number = request.query_params.get("name"), request.query_params.get("hsm_id")
    at, shelf = world.clock.now(), world.templates
    fault = _struck(world)
    gone = [
        row
        for row in shelf.rows
        if row["name"] == name and (number is None or row["id"] == number)
    ]
    if not gone:
        raise refused("The message template doesn't exist.")
    for row in gone:
        shelf.rows.remove(row)
        if row["status"] in {"APPROVED", "PAUSED", "DISABLED"}:
            shelf.locked.append([row["name"], row["language"], stamp(at + _LOCKED)])
        template_reviews.becomes(world, row, "DELETED")
    return LostReply() if fault else JSONResponse({"success": True})


async def describe(_world: World, request: Request, row: Template) -> Response:
    """The template's fields, as asked for."""
    asked = (request.query_params.get("fields") or "name,language,status").split(",")
    return JSONResponse({key: row[key] for key in ["id", *asked] if key in row})


def _struck(world: World) -> bool:
    """Whether the answer is to be lost once all is done; other faults refuse at once."""
    fault = world.faults.take("template")
    if fault is not None and fault.name == "error":
        raise RefusalError(int(fault.number), title_of(int(fault.number)))
    return fault is not None


def _check_room(world: World, name: str, language: str, at: datetime) -> None:
    shelf = world.templates
    if shelf.find(name, language) is not None:
        words = f"There is already {language} content for this template."
        raise refused(words, _THERE)
    until = max(
        (int(end) for *which, end in shelf.locked if which == [name, language]), default=0
    )
    if at.timestamp() < until:
        words = f"New {language} content can't be added while the old content is being deleted."
        raise refused(words, _GONE)
    if len(shelf.rows) >= shelf.most:
        raise refused("The account has reached its limit of message templates.", _FULL)
    hour_ago = at.timestamp() - 3600
    if sum(int(row.get("made_at", 0)) > hour_ago for row in shelf.rows) >= _PER_HOUR:
        raise RefusalError(80007, "Too many templates were created in this hour.")


def _check_editable(row: Template, at: datetime) -> None:
    if row["status"] not in {"APPROVED", "REJECTED", "PAUSED"}:
        raise refused("Only approved, rejected or paused templates can be edited.")
    edits = [float(edit) for edit in row.get("edits", []) if row["status"] == "APPROVED"]
    now = at.timestamp()
    lately = [edit for edit in edits if edit > now - _LOCKED.total_seconds()]
    if len(lately) >= _EDITS or any(edit > now - _DAY.total_seconds() for edit in lately):
        raise refused("An approved template is edited once a day and ten times in 30 days.")


def _category(category: str, components: list[dict[str, Any]]) -> str:
    """Utility that advertises is counted as marketing."""
    words = json.dumps(components).lower()
    advertises = any(offer in words for offer in _OFFERS)
    return "MARKETING" if category == "UTILITY" and advertises else category


def _plan_review(world: World, row: Template, at: datetime) -> None:
    place = {"name": row["name"], "language": row["language"]}
    world.agenda.drop("review", **place)
    world.agenda.plan(at + _REVIEW, "review", **place)


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise RefusalError(100, "The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise RefusalError(100, "The request body must be a JSON object.")
    return body

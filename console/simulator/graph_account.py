"""The account over Graph: number, templates, subscriptions, token."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.simulator.numbers import Number
from console.simulator.world import World

_DEFAULTS = "verified_name,display_phone_number,id,quality_rating"
_TIERS = {250: "TIER_250", 2000: "TIER_2K", 10000: "TIER_10K", 100000: "TIER_100K"}
_SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging"]


async def phone_number(world: World, request: Request) -> Response:
    """The number's fields, as asked for."""
    number = world.numbers[request.path_params["node"]]
    return JSONResponse(_chosen(_number(world, number), request, _DEFAULTS))


async def phone_numbers(world: World, request: Request) -> Response:
    """The account's numbers."""
    rows = [
        _chosen(_number(world, one), request, _DEFAULTS)
        for one in world.numbers.values()
        if one.waba_id == request.path_params["node"]
    ]
    cursors = {"before": "QVFIUa", "after": "QVFIUb"}
    return JSONResponse({"data": rows, "paging": {"cursors": cursors}})


async def account(world: World, request: Request) -> Response:
    """The account's fields, as asked for."""
    business = world.business
    whole = {
        "id": request.path_params["node"],
        "name": business.verified_name,
        "currency": "EUR",
        "timezone_id": "105",
        "account_review_status": "APPROVED",
        "business_verification_status": "verified",
        "ownership_type": "CLIENT_OWNED",
        "country": "NL",
        "health_status": _health(world, "WABA", request.path_params["node"]),
        "message_template_namespace": "5a1d7c0e_furniture",
    }
    return JSONResponse(_chosen(whole, request, "id,name,currency,timezone_id"))


async def templates(world: World, request: Request) -> Response:
    """One page of templates."""
    url = str(request.url.replace(query=""))
    return JSONResponse(world.templates.page(dict(request.query_params), url.rstrip("?")))


async def subscriptions(world: World, _request: Request) -> Response:
    """The apps that hear of this account: ours, once it has subscribed."""
    app = {"id": world.business.app_id, "name": "Rep Console", "link": "https://example.com/"}
    row: dict[str, Any] = {"whatsapp_business_api_data": app}
    if world.courier.url is not None:
        row["override_callback_uri"] = world.courier.url
    return JSONResponse({"data": [row] if world.subscribed else []})


async def subscribe(world: World, request: Request) -> Response:
    """Success; with `override_callback_uri`, updates go there from now on."""
    raw = await request.body()
    asked = json.loads(raw) if raw else {}
    if "override_callback_uri" in asked:
        world.courier.verify_token = asked.get("verify_token", "")
        world.courier.url = asked["override_callback_uri"]
        world.bell.set()
    world.subscribed = True
    return JSONResponse({"success": True})


async def debug_token(world: World, request: Request) -> Response:
    """What a token is good for."""
    valid = request.query_params.get("input_token") == world.business.access_token
    data: dict[str, Any] = {"is_valid": valid, "scopes": _SCOPES if valid else []}
    if valid:
        target = sorted({one.waba_id for one in world.numbers.values()})
        data |= {
            "app_id": world.business.app_id,
            "type": "SYSTEM_USER",
            "application": "Rep Console",
            "issued_at": 1767225600,
            "expires_at": world.token_ends_at,
            "data_access_expires_at": 0,
            "granular_scopes": [{"scope": one, "target_ids": target} for one in _SCOPES],
        }
    else:
        data["error"] = {"code": 190, "message": "Invalid OAuth access token."}
    return JSONResponse({"data": data})


def _number(world: World, number: Number) -> dict[str, Any]:
    limit = world.limits.messaging_limit
    return {
        "id": number.id,
        "display_phone_number": number.display_number,
        "verified_name": number.verified_name,
        "quality_rating": number.quality,
        "name_status": number.name_status,
        "new_name_status": number.new_name_status,
        "code_verification_status": number.verified,
        "status": number.status,
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
        "account_mode": "LIVE",
        "is_official_business_account": False,
        "is_pin_enabled": bool(number.pin),
        "is_on_biz_app": False,
        "health_status": _health(world, "PHONE_NUMBER", number.id),
        "whatsapp_business_manager_messaging_limit": _TIERS.get(limit, "TIER_2K"),
    }


def _health(world: World, kind: str, node: str) -> dict[str, Any]:
    entities = [
        {"entity_type": one, "id": id_, "can_send_message": "AVAILABLE"}
        for one, id_ in ((kind, node), ("BUSINESS", world.business.portfolio_id))
    ]
    return {"can_send_message": "AVAILABLE", "entities": entities}


def _chosen(whole: dict[str, Any], request: Request, defaults: str) -> dict[str, Any]:
    asked = request.query_params.get("fields") or defaults
    return {key: whole[key] for key in ["id", *asked.split(",")] if key in whole}

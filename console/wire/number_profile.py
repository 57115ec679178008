"""A number's profile, short links and blocked customers on the wire."""

from dataclasses import dataclass

from console.domain.number_profile import Link, Profile

# all of administrators alone; Meta is asked each time, nothing of it is kept
PROFILE = "/v1/channels/{channel_id}/profile"  # GET -> Profile; POST ChangeProfile -> Profile
LINKS = "/v1/channels/{channel_id}/links"  # GET -> Links; POST WriteLink -> Links
DROP_LINK = "/v1/channels/{channel_id}/links/drop"  # POST DropLink -> Links
BLOCKED = "/v1/channels/{channel_id}/blocked"  # GET -> Blocked
UNBLOCK = "/v1/channels/{channel_id}/unblock"  # POST Unblock -> Blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile:
    """The profile as it shall be; `picture` is the hub's id of a new picture's file."""

    profile: Profile
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """All short links of a number, newest first as Meta lists them."""

    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLink:
    """A link with these words; with the code of one there is, its words are changed."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropLink:
    """This link opens nothing any more."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedCustomer:
    """Who can't write to a number: as Meta names them, and who that is if the hub knows."""

    platform_id: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """All whom a number has blocked."""

    customers: tuple[BlockedCustomer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblock:
    """This one may write again."""

    platform_id: str

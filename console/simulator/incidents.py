"""What happens to the business's account: templates paused, keys changed, numbers changed."""

from dataclasses import replace
from typing import Any

from console.simulator import template_reviews
from console.simulator.identifiers import digits_of
from console.simulator.messages import Person
from console.simulator.world import World, stamp


class Incidents:
    """Makes things happen at once that no customer does by writing."""

    def __init__(self, world: World) -> None:
        self._world = world

    def template_becomes(
        self, name: str, language: str, status: str, reason: str | None = None
    ) -> None:
        """Changes a template's status (`PAUSED`, `APPROVED`, `REJECTED` …) and reports it.

        Raises:
            LookupError: There is no such template.
        """
        template = template_reviews.named(self._world, name, language)
        template_reviews.becomes(self._world, template, status, reason=reason)

    def template_quality(self, name: str, language: str, score: str) -> None:
        """Gives a template a quality (`GREEN`, `YELLOW`, `RED`); red pauses, then disables it.

        Raises:
            LookupError: There is no such template.
        """
        template = template_reviews.named(self._world, name, language)
        template_reviews.scored(self._world, template, score)

    def template_paced(self, name: str, language: str) -> None:
        """Pauses a template while its quality is judged, until somebody resumes it.

        Raises:
            LookupError: There is no such template.
        """
        template = template_reviews.named(self._world, name, language)
        template_reviews.becomes(self._world, template, "PAUSED", title="RATE_LIMITING_PAUSE")

    def template_is_judged(self, name: str, language: str, *, judged: bool = True) -> None:
        """Holds sends of a template back until its quality is known, or no more.

        Raises:
            LookupError: There is no such template.
        """
        template_reviews.named(self._world, name, language)["paced"] = judged

    def template_reworded(self, name: str, language: str, body: str) -> None:
        """Gives a template another text.

        Raises:
            LookupError: There is no such template.
        """
        template = template_reviews.named(self._world, name, language)
        template_reviews.reworded(self._world, template, body)

    def template_category(self, name: str, language: str, category: str) -> None:
        """Gives a template another category, after a day's notice.

        Raises:
            LookupError: There is no such template.
        """
        template = template_reviews.named(self._world, name, language)
        template_reviews.warned(self._world, template, category)

    def customer_changes_number(self, phone: str, new_phone: str) -> None:
        """Gives a customer a new number, and with it a new business-scoped id."""
        world, at = self._world, self._world.clock.now()
        person = world.people.pop(digits_of(phone))
        old_wa_id, old_user_id = person.wa_id, person.user_id
        person.wa_id = digits_of(new_phone)
        person.user_id = world.ids.user_id(person.wa_id)
        world.people[person.wa_id] = person
        self._move_history(old_wa_id, person)
        body = f"User {person.name} changed from {old_wa_id} to {person.wa_id}"
        changed = {"type": "user_changed_number", "wa_id": person.wa_id, "body": body}
        message = {"id": world.ids.wamid(old_wa_id), "from": old_wa_id, "timestamp": stamp(at)}
        world.announce(at, messages=[message | {"type": "system", "system": changed}])
        rotation = {
            "wa_id": person.wa_id,
            "detail": "The user's phone number has changed.",
            "user_id": {"previous": old_user_id, "current": person.user_id},
            "timestamp": stamp(at),
        }
        world.announce_field(at, "user_id_update", user_id_update=[rotation])

    def secret_changes(self, app_secret: str) -> None:
        """Signs updates with another app secret from now on."""
        self._world.courier.app_secret = app_secret

    def token_changes(self, access_token: str) -> None:
        """Accepts only another access token from now on."""
        self._world.business = replace(self._world.business, access_token=access_token)

    def another_app_answers(self, wamid: str) -> None:
        """Reports a customer's message once more, as a copy for an app that stands by."""
        written = self._world.written[wamid]
        contacts = [self._world.contact(self._world.person(written.by))]
        copy = {"contacts": contacts, "messages": [written.message]}
        self._world.announce_field(self._world.clock.now(), "standby", standby=copy)

    def another_app_takes(self, phone: str, role: str) -> None:
        """Another app of the business has the customer's thread from now on."""
        self._world.people[digits_of(phone)].held_by = role
        told = {"previous_owner_role": "escalation", "new_owner_role": role}
        self._handover(phone, "control_taken", told)

    def another_app_says(self, phone: str, text: str) -> None:
        """Reports what the other app wrote to the customer."""
        world, at, wa_id = self._world, self._world.clock.now(), digits_of(phone)
        sent = {"messaging_product": "whatsapp", "to": f"+{wa_id}", "type": "text"}
        echo = {"id": world.ids.wamid(wa_id), "timestamp": stamp(at)}
        echoes = [echo | {"message": sent | {"text": {"body": text}}}]
        world.announce_field(at, "standby", standby={"message_echoes": echoes})

    def another_app_hands_over(self, phone: str, summary: str) -> None:
        """The other app gives the customer's thread to ours, the escalation partner."""
        person = self._world.people[digits_of(phone)]
        told = {
            "previous_owner_role": person.held_by,
            "new_owner_role": "escalation",
            "conversation_context": {"type": "summary", "summary": {"text": summary}},
        }
        person.held_by = ""
        self._handover(phone, "control_passed", told)

    def _handover(self, phone: str, kind: str, told: dict[str, Any]) -> None:
        at, number = self._world.clock.now(), self._world.business.metadata
        value = {
            "messaging_product": "whatsapp",
            "sender": {"phone_number": digits_of(phone)},
            "recipient": number,
            "type": kind,
            "timestamp": stamp(at),
            kind: told,
        }
        self._world.courier.announce(at, "messaging_handovers", value)

    def posts_raw(self, body: str) -> None:
        """Posts a whole body as it is, signed: for what no well-behaved platform sends."""
        self._world.courier.send_raw(self._world.clock.now(), body)

    def _move_history(self, old_wa_id: str, person: Person) -> None:
        world = self._world
        for message in world.sent:
            if message.to == old_wa_id:
                message.to = person.wa_id
        for wamid, written in world.written.items():
            if written.by == old_wa_id:
                world.written[wamid] = replace(written, by=person.wa_id)
        for due in world.agenda.pending():
            if due.args.get("by") == old_wa_id:
                due.args["by"] = person.wa_id

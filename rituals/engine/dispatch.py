"""One event, one transaction: the handler decides, its rows and the outbox's are committed, then it is answered.

The inbox row is written last, in the same transaction: a delivery that was handled before breaks off there,
everything it did is undone, and the caller gets the answer that the first one got.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from rituals.engine import answered, drawing, effects, forms, handing, people, sentences, subjects, uploads
from rituals.engine.answer import Answer, as_reply
from rituals.engine.cards import FileField, Form
from rituals.engine.context import Context
from rituals.engine.desk import Desk
from rituals.engine.events import (
    Action,
    Command,
    Event,
    FormClosed,
    FormSubmitted,
    FromPerson,
    Installed,
    Reaction,
    Received,
    Said,
    Uninstalled,
)
from rituals.engine.files import Files
from rituals.engine.language import locale_of
from rituals.engine.meetings import CalendarFailed, MeetingsSeen
from rituals.engine.membership import Membership
from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Nothing, Outcome, Private, Reply, ShowForm, Tell
from rituals.engine.people import Sight
from rituals.engine.permissions import may
from rituals.engine.platform import platform_named
from rituals.engine.ritual import Ritual
from rituals.engine.rosters import Rosters
from rituals.engine.routing import HOUSE, MENU, OPEN, SEND, Route, Router, wants_help
from rituals.engine.thanks import says_thanks
from store import drafts, expected, inbox, outbox
from store.drafts import Draft
from store.errors import Busy, StoreError
from store.tx import Tx

log = structlog.get_logger(__name__)

_AGAIN = (Received, MeetingsSeen, CalendarFailed)


class Redelivered(Exception):  # not an error: it undoes what a redelivery did
    """This delivery was handled before."""


class Dispatcher:
    """Handles the events of people and platforms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._router = Router(desk.rituals, desk.organisation.commands)
        self._files = Files()
        self.membership = Membership(desk, self.tell_all)
        self.rosters = Rosters(desk, self.tell_all)

    async def dispatch(self, event: Event, ahead: Callable[[Answer], None] | None = None) -> Answer:
        """Handle an event once; a redelivery gets the first one's answer. Never raises: the answer tells.

        `ahead` may be told the answer while it is being stored, so that it can be drawn meanwhile; another may come.
        """
        elapsed, kind = self._desk.clock.elapsed, type(event).__name__
        since = elapsed()
        answer, outcome = await self._dealt_with(event, ahead)
        self._desk.meter.answered(kind, outcome, elapsed() - since)
        return answer

    async def _dealt_with(self, event: Event, ahead: Callable[[Answer], None] | None) -> tuple[Answer, str]:
        """The answer, and in a word what came of it."""
        try:
            if not isinstance(event, FromPerson):
                await self._desk.store.transact(lambda tx: self._notice(tx, event), subjects=subjects.of_system(event))
                self._desk.wake()
                return Answer(Nothing()), "handled"
            if isinstance(event, FormSubmitted) and event.files:
                event = await uploads.read(self._desk, self._files, event)
            answer = await self._once(event, ahead)
        except StoreError as error:
            log.warning("not stored", kind=type(event).__name__, error=type(error).__name__, detail=str(error))
            outcome = "busy" if isinstance(error, Busy) else "not stored"
            return replace(self._sorry(event, sentences.of(error)), stored=False), outcome
        except Exception:  # a ritual's fault must not reach the platform; it is logged with its trace
            log.exception("handler failed", kind=type(event).__name__)
            # Whoever tells these tells them again only when they hear that nothing was stored.
            return replace(self._sorry(event, sentences.BROKEN), stored=not isinstance(event, _AGAIN)), "failed"
        if answer.wakes:
            self._desk.wake()
        outcome = "repeated" if answer.repeated else "handled"
        return await self._redrawn(event, answer) if isinstance(event, Action) else answer, outcome

    async def _redrawn(self, event: Action, answer: Answer) -> Answer:
        """What was decided is stored: a card that cannot be drawn now must not look like a press that failed."""
        try:
            return await drawing.redrawn(self._desk, event, answer)
        except Exception:  # a ritual's fault, or the store's; it is logged with its trace
            log.exception("not redrawn", action=event.action)
            return answer

    async def _once(self, event: FromPerson, ahead: Callable[[Answer], None] | None) -> Answer:
        try:
            answer = await self._desk.store.transact(
                lambda tx: self._handle(tx, event),
                lane="people",
                subjects=subjects.of_person(self._desk, event),
                settle=lambda tx: answered.given(self._desk, tx, event),
                ahead=ahead,
            )
        except Redelivered:
            given = await self._desk.store.read(lambda tx: answered.given(self._desk, tx, event))
            return replace(given or Answer(Nothing()), repeated=True)
        self._desk.reached("dispatch.after-commit")
        return answer

    def _handle(self, tx: Tx, event: FromPerson) -> Answer:
        desk = self._desk
        now = desk.clock.now()
        if isinstance(event, Installed):
            return self._kept(tx, event, self._installed(tx, event), now)
        if not event.origin.account.active:
            return Answer(Nothing())  # what somebody did last, told after they left
        seen = people.sight(tx, desk.directory.snapshot(tx, now), desk.organisation, event.origin, now)
        if seen is None:
            return self._sorry(event, sentences.NOT_ADMITTED)
        if seen.known.account.kind == "bot":
            return Answer(Nothing())
        desk.presence.note(seen.known, now)
        if seen.linked:
            self.membership.linked(tx, seen.known.account.id)
        if seen.joined:
            self.membership.joined(tx, seen.known.person.id)
        return self._kept(tx, event, self._answered(tx, event, seen), now)

    def _kept(self, tx: Tx, event: FromPerson, answer: Answer, now: datetime) -> Answer:
        self._desk.reached("dispatch.before-inbox")
        if not inbox.put(tx, event.delivery, now, answered.noted(answer)):
            raise Redelivered
        return answer

    def _installed(self, tx: Tx, event: Installed) -> Answer:
        workspace, first = self.membership.installed(tx, event)
        if first:
            return self._sorry(event, sentences.FIRST_BEHEERDER)
        return Answer(Nothing()) if workspace.state == "admitted" else self._sorry(event, sentences.NOT_ADMITTED)

    def _answered(self, tx: Tx, event: FromPerson, seen: Sight) -> Answer:
        if isinstance(event, FormClosed):
            forms.keep_typed(tx, event, seen, kept=self._kept_in_drafts(event))
            return Answer(Nothing())
        if isinstance(event, Reaction):
            return self._reacted(tx, event, seen)
        if isinstance(event, Action) and event.action in (MENU, OPEN, SEND):
            return {MENU: self._menu, OPEN: self._opened, SEND: self._sends}[event.action](tx, event, seen)
        route = self._awaited(tx, event, seen) or self._router.find(event)
        if route is None:
            return self._lost(tx, event, seen)
        draft = self._draft(tx, event, seen) if isinstance(event, FormSubmitted) else None
        if isinstance(event, FormSubmitted) and draft is None:
            return self._told(tx, seen, sentences.NO_FORM, event)
        context = self._desk.context(tx, route.ritual, forms.where(seen, draft, self._desk, tx), event.origin, draft)
        outcome = self._decided(route, context)
        return self._settled(tx, event, outcome, context, seen)

    def _awaited(self, tx: Tx, event: FromPerson, seen: Sight) -> Route | None:
        """Plain words in the private chat that answer what was asked there."""
        if not isinstance(event, Said) or seen.place or says_thanks(event.text) or self._router.knows(event.text):
            return None
        asked = expected.take(tx, seen.known.person.id, self._desk.clock.now())
        if asked is not None:
            return self._router.answer(event, asked)
        meant = self._heard(tx, event, seen)
        return self._router.find(replace(event, text=meant)) if meant else None

    def _heard(self, tx: Tx, event: Said, seen: Sight) -> str | None:
        """The phrase that these words are about, for a ritual that asked something with buttons."""
        desk = self._desk
        asking = ((ritual, ritual.hears) for ritual in desk.rituals if ritual.hears)
        heard = (hears(desk.context(tx, ritual, seen, event.origin), event.text) for ritual, hears in asking)
        return next((phrase for phrase in heard if phrase), None)

    def _decided(self, route: Route, context: Context) -> Outcome:
        event, ritual, say = route.event, route.ritual, context.say
        if isinstance(event, Command) and wants_help(event) and ritual.usages and event.word != HOUSE:
            return Outcome(Private(sentences.usage(say, ritual.usages, context.organisation)))
        if context.place and context.place.shared and isinstance(event, Command | Said):
            return Outcome(Private(sentences.told(say(sentences.SHARED, plek=context.place_called(context.place)))))
        if route.permission and not may(context, context.known or context.person, route.permission, context.place):
            return Outcome(as_reply(event, say(route.permission.refusal)))
        elapsed = self._desk.clock.elapsed
        since = elapsed()
        outcome: Outcome = route.handle(event, context)
        self._desk.meter.handled(type(event).__name__, elapsed() - since)
        return outcome

    def _settled(self, tx: Tx, event: FromPerson, outcome: Outcome, context: Context, seen: Sight) -> Answer:
        """Effects become rows, a form gets its draft, and the reply is made to fit the platform."""
        self.apply(context, outcome.effects, seen)
        reply = outcome.reply
        if isinstance(event, FormSubmitted):
            forms.settle(tx, event, reply, kept=self._kept_in_drafts(event))
        if isinstance(reply, ShowForm) and self._wants_file(event, reply.form):
            reply = Private(sentences.told(context.say(sentences.NO_FILES)))
        if isinstance(reply, ShowForm):
            can = self._can_open(event)
            form = forms.opened(tx, reply.form, context, behind_button=not can)
            reply = ShowForm(form) if can else Private(drawing.invitation(context.say, form))
        wakes = not outcome.effects or effects.are_soon(outcome.effects, context.now)
        return self._fitted(event, reply, context, seen, wakes=wakes)

    def _kept_in_drafts(self, event: FormSubmitted | FormClosed) -> bool:
        owner, _, form = event.form.partition(".")
        return not self._desk.has(owner) or form not in self._desk.ritual(owner).unkept

    def _wants_file(self, event: FromPerson, form: Form) -> bool:
        """Whether the form is about a file, on a platform that can carry none."""
        platform = platform_named(self._desk.platforms, event.origin.platform)
        wants = any(isinstance(one, FileField) and one.required for one in form.fields)
        return wants and platform is not None and not platform.capabilities.files

    def _can_open(self, event: FromPerson) -> bool:
        """Whether a form can open on this very request."""
        platform = platform_named(self._desk.platforms, event.origin.platform)
        if platform is None:
            return True
        if isinstance(event, Said) or (isinstance(event, Command) and event.public):
            return platform.capabilities.form_from_words
        return not isinstance(event, Command) or event.picked or platform.capabilities.form_from_command

    def _opened(self, tx: Tx, event: Action, seen: Sight) -> Answer:
        """[Invullen]: the form that a typed command could not open by itself."""
        desk, ref = self._desk, event.ref
        draft = drafts.get(tx, ref.id, desk.clock.now()) if ref and ref.kind == drawing.FORM else None
        form = forms.reopened(tx, draft) if draft and draft.person_id == seen.known.person.id else None
        if form is None:
            return self._told(tx, seen, sentences.NO_BUTTON, event)
        platform = platform_named(desk.platforms, event.origin.platform)
        reply = drawing.fitted(ShowForm(form), platform.capabilities) if platform else ShowForm(form)
        place = forms.where(seen, draft, desk, tx).place
        return Answer(reply, person_id=seen.known.person.id, place=place)

    def _sends(self, tx: Tx, event: Action, seen: Sight) -> Answer:
        """[Stuur mij de oorkonde], where the platform can: making it takes longer than anybody waits for an answer."""
        key = handing.paper_of(event.ref)
        platform = platform_named(self._desk.platforms, event.origin.platform)
        if key is None or platform is None or not platform.capabilities.sends_files:
            return self._told(tx, seen, sentences.NO_BUTTON, event)
        if self._desk.paper(tx, key, seen.known.person) is None:
            return self._told(tx, seen, handing.GONE, event)
        answer = self._told(tx, seen, handing.COMING, event)
        return replace(answer, person_id=seen.known.person.id, paper=key)

    def _fitted(self, event: FromPerson, reply: Reply, context: Context, seen: Sight, *, wakes: bool = True) -> Answer:
        platform = platform_named(self._desk.platforms, event.origin.platform)
        key = str(reply.key) if isinstance(reply, Private) and reply.key else None
        reply = drawing.ready(self._desk, context, reply, platform)
        return Answer(reply, key=key, person_id=seen.known.person.id, place=context.place, wakes=wakes)

    def _menu(self, tx: Tx, event: Action, seen: Sight) -> Answer:
        ritual = self._router.ritual_of(event.ref.kind) if event.ref else None
        if ritual is None or ritual.menu is None or event.ref is None:
            return self._told(tx, seen, sentences.NO_BUTTON, event)
        context = self._desk.context(tx, ritual, seen, event.origin)
        reply = Private(drawing.menu(context, ritual.menu(context, event.ref), event.ref))
        return self._fitted(event, reply, context, seen)

    def _reacted(self, tx: Tx, event: Reaction, seen: Sight) -> Answer:
        """An emoji belongs to the ritual whose message it stands on."""
        row = outbox.posted_as(tx, seen.workspace.id, event.posted)
        name = Key.parse(row.key).ritual if row else ""
        ritual = self._desk.ritual(name) if self._desk.has(name) else None  # it may be switched off by now
        listen = ritual.listens.get(Reaction) if ritual else None
        if row is None or ritual is None or listen is None:
            return Answer(Nothing())
        context = self._desk.context(tx, ritual, seen, event.origin)
        outcome = listen(replace(event, key=Key.parse(row.key)), context)
        return self._settled(tx, event, outcome, context, seen)

    def _lost(self, tx: Tx, event: FromPerson, seen: Sight) -> Answer:
        if isinstance(event, Action | FormSubmitted):
            return self._told(tx, seen, sentences.NO_BUTTON, event)
        return Answer(Nothing())

    def _told(self, tx: Tx, seen: Sight, sentence: str, event: FromPerson) -> Answer:
        directory = self._desk.directory.snapshot(tx, self._desk.clock.now())
        say = self._desk.say(locale_of(tx, directory, seen.known.person), event.origin.platform)
        return Answer(as_reply(event, say(sentence)), place=seen.place)

    def _sorry(self, event: Event, sentence: str) -> Answer:
        if not isinstance(event, FromPerson):
            return Answer(Nothing())
        return Answer(as_reply(event, self._desk.say(event.origin.account.locale, event.origin.platform)(sentence)))

    def _draft(self, tx: Tx, event: FormSubmitted, seen: Sight) -> Draft | None:
        draft = drafts.get(tx, event.draft, self._desk.clock.now())
        return draft if draft and draft.person_id == seen.known.person.id and draft.form == event.form else None

    def _notice(self, tx: Tx, event: Event) -> None:
        """What a platform tells that nobody did: a redelivery changes nothing."""
        if not inbox.put(tx, event.delivery, self._desk.clock.now(), ""):
            return
        if isinstance(event, Uninstalled):
            self.membership.uninstalled(tx, event)
        self.tell_all(tx, event)

    def tell_all(self, tx: Tx, event: Event) -> None:
        """Every ritual that listens to this kind of event hears it."""
        for ritual in self._desk.rituals:
            self.tell(tx, event, ritual)

    def tell(self, tx: Tx, event: Event, ritual: Ritual) -> None:
        """One ritual hears an event of the clock or of delivery, inside the given transaction."""
        listen = ritual.listens.get(type(event))
        if listen is None:
            return
        context = self._desk.context(tx, ritual)
        self.apply(context, listen(event, context).effects)

    def apply(self, context: Context, some: tuple[Effect, ...], seen: Sight | None = None) -> None:
        """Effects become rows, and what is told the rituals hear."""
        effects.apply(context, some, seen)
        for one in some:
            if isinstance(one, Tell):
                self.tell_all(context.tx, one.event)

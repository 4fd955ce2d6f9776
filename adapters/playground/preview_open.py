"""The forms that people have open, for as long as somebody may want to look at them."""

from __future__ import annotations

from collections import OrderedDict

from rituals.engine.cards import Form

_MOST = 100


class OpenForms:
    """By who opened it and its draft; the oldest are forgotten first, and all of them at a restart."""

    def __init__(self) -> None:
        self._forms: OrderedDict[tuple[str, str], Form] = OrderedDict()

    def keep(self, account: str, form: Form) -> None:
        """This colleague has it before them."""
        self._forms[account, form.draft] = form
        while len(self._forms) > _MOST:
            self._forms.popitem(last=False)

    def of(self, account: str, draft: str) -> Form | None:
        """None when it is unknown, or somebody else's."""
        return self._forms.get((account, draft))

"""What the playground refuses: a status, and one sentence for whoever sits at the screen."""

from __future__ import annotations

from rituals.engine.translate import mark


class Refused(Exception):
    """A request that changes nothing. `sentence` is marked, and translated where it is shown."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Unclear(Refused):
    """The request is not one that our own page makes."""

    def __init__(self) -> None:
        super().__init__(mark("Dat verzoek begrijp ik niet. Ververs de pagina en probeer het opnieuw."))


class Elsewhere(Refused):
    """It does not come from our own page."""

    def __init__(self) -> None:
        super().__init__(
            mark("Dit verzoek komt niet van deze pagina. Open de proeftuin zelf en probeer het daar."), 403
        )


class Closed(Refused):
    """The token is missing or wrong."""

    def __init__(self) -> None:
        super().__init__(mark("Deze proeftuin is afgesloten. Vraag de beheerder om de link met het token."), 403)


class TooLarge(Refused):
    """More than a person types."""

    def __init__(self) -> None:
        super().__init__(mark("Dat is te veel tekst. Maak het korter en probeer het opnieuw."), 413)

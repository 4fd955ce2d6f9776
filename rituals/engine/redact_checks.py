"""Account numbers, mail addresses, telephone numbers and BSN: what check digits or a fixed form give away."""

from collections.abc import Iterator

from rituals.engine import redact_patterns as patterns

Span = tuple[int, int]


def ibans(text: str) -> Iterator[Span]:
    done = 0
    for head in patterns.IBAN_HEAD.finditer(text):
        end = _iban_end(text, head.start()) if head.start() >= done else None
        if end is not None:
            done = end
            yield head.start(), end


def _iban_end(text: str, start: int) -> int | None:
    body = patterns.IBAN_BODY.match(text, start)
    length = patterns.IBAN_LENGTHS.get(text[start : start + 2].upper())
    if body is None or length is None:
        return None
    signs = [at for at in range(start, body.end()) if text[at].isalnum()][:length]
    number = "".join(text[at] for at in signs).upper()
    end = signs[-1] + 1
    # A Dutch one with a typing error is private too.
    right = patterns.IBAN_DUTCH.fullmatch(number) or has_check_digits(number)
    return end if len(number) == length and right and not text[end : end + 1].isalnum() else None


def has_check_digits(iban: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def emails(text: str) -> Iterator[Span]:
    return (match.span() for match in patterns.EMAIL.finditer(text))


def phones(text: str) -> Iterator[Span]:
    return (match.span() for match in patterns.PHONE.finditer(text))


def bsns(text: str) -> Iterator[Span]:
    for match in patterns.BSN.finditer(text):
        named = patterns.BSN_NAMED.search(text, max(0, match.start() - 30), match.start())
        if named or passes_eleven_test(match[0]):
            yield match.span()


def passes_eleven_test(number: str) -> bool:
    """Eight digits pass only when they are called a BSN: one in eleven numbers passes by chance."""
    digits = [int(sign) for sign in number if sign.isdecimal()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=False))
    return len(digits) == 9 and total % 11 == 0 and any(digits)

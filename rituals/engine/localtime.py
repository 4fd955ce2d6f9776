"""Wall-clock times of a place as instants, where the clock jumps too.

A time that the clock skips (the gap in spring) becomes the first moment that does exist; a time that
it shows twice (the fold in autumn) is the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=512)  # the same hours of the same few days, at every event
def resolve(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clock in `zone` shows `day` and `at` (a time without a zone)."""
    local = datetime.combine(day, at.replace(fold=0), zone)
    return _after_gap(local) if _is_skipped(local) else local.astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The date in `zone` at the instant `at`."""
    return wall_time(at, zone).date()


def wall_time(at: datetime, zone: ZoneInfo) -> datetime:
    """The instant `at` as the clock in `zone` shows it; a datetime without a zone is refused."""
    if at.tzinfo is None:
        raise ValueError(f"a datetime without a zone: {at.isoformat()}")
    return at.astimezone(zone)


def _is_skipped(local: datetime) -> bool:
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)


def _after_gap(local: datetime) -> datetime:
    # Fold 1 takes the offset after the jump, which gives an instant before it; fold 0 the other way round.
    before = local.replace(fold=1, microsecond=0).astimezone(UTC)
    after = local.replace(fold=0, microsecond=0).astimezone(UTC)
    wanted = local.replace(tzinfo=None)
    while after - before > _SECOND:
        middle = before + ((after - before) // _SECOND // 2) * _SECOND
        if middle.astimezone(local.tzinfo).replace(tzinfo=None) < wanted:
            before = middle
        else:
            after = middle
    return after

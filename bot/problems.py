"""What is wrong with the configuration, in words for the operator who has to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """`name` is a variable or the dotted name of a key. No field ever holds the value of a secret."""

    name: str
    text: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        where = "" if self.line is None else f" (line {self.line})"
        return f"{self.name}: {self.text}{where}. {self.remedy}"


class ConfigurationError(Exception):
    """Raised where one problem is enough to stop; the command line prints all of them and exits 2."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def located(problems: Iterable[Problem], lines: Mapping[str, int]) -> Iterator[Problem]:
    """Each with its line in config.yaml: that of the key, or of the section it should have stood in."""
    for problem in problems:
        name = problem.name
        while name and name not in lines:
            name = name.rpartition(".")[0]
        yield replace(problem, line=lines.get(name))

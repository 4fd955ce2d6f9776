"""What is wrong with the configuration, in words for the operator who has to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`name` is a variable or the dotted name of a key. No field ever holds the value of a secret."""

    name: str
    text: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.name}: {self.text}. {self.remedy}"


class ConfigurationError(Exception):
    """Raised where one problem is enough to stop; the command line prints all of them and exits 2."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

"""The titles and descriptions of the illustrative activities."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.assistance.tools import ToolDraft
from tracker.sample.places import in_a_sentence
from tracker.sample.story import AssistanceTopic, Audience, ProgrammeProfile, Template, assisted


@dataclass(frozen=True, slots=True)
class Setting:
    """The parts of a title."""

    template: Template
    programme: ProgrammeProfile
    subject: AssistanceTopic
    audience: Audience
    states: tuple[str, ...]
    region: str
    tool: ToolDraft
    year: int
    online: bool


def title_of(setting: Setting) -> str:
    """Return the title of an activity."""
    first = setting.states[0]
    city = "online" if setting.online else assisted()[first].city
    title = setting.template.title.format(
        audience=setting.audience.text,
        subject=setting.subject.text,
        city=city,
        state=in_a_sentence(first),
        other=in_a_sentence(setting.states[-1]),
        region=in_a_sentence(setting.region),
        tool=setting.tool.title,
        year=setting.year,
    )
    return title[0].upper() + title[1:]


def description_of(setting: Setting) -> str:
    """Return a few sentences about an activity."""
    sentences = [f"Part of the {setting.programme.title[0].lower()}{setting.programme.title[1:]}."]
    if "{subject}" in setting.template.title:
        articles = _listed(
            [f"article {number} ({code.value})" for code, number in setting.subject.articles]
        )
        sentences.append(f"It helps to implement {articles}.")
    if len(setting.states) > 1:
        names = sorted(in_a_sentence(state) for state in setting.states)
        sentences.append(f"It is for {_listed(names)}.")
    if setting.online:
        sentences.append("Participants meet online.")
    return " ".join(sentences)


def unlike_any(title: str, taken: set[str]) -> str:
    """Return the title, with a phase where an earlier one is the same."""
    phase = 1
    unique = title
    while unique in taken:
        phase += 1
        unique = f"{title} (phase {phase})"
    taken.add(unique)
    return unique


def _listed(words: Sequence[str]) -> str:
    """Join words as a sentence does."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

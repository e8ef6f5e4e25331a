"""The steps of a draw: an event with the papers that it names, recorded once or not at all."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import Conflict
from compliance.engine.desk import Desk
from compliance.engine.draws.state import DrawState, unless_more
from compliance.engine.sealing import sealing


class Done(NamedTuple):
    """A step that was taken: of which draw, and the event that tells of it."""

    region: str
    draw_id: str
    event: Event


Met = tuple[int, Callable[[], None]]
"""Where the log ended when the state was read; and what says, if somebody was faster, that the
step is not to be taken any more."""


def taken(
    desk: Desk, state: DrawState, said: Proposal, contents: Sequence[bytes], met: Met
) -> Done:
    """Record a step and seal its papers, unless something was told of the draw meanwhile.

    Raises what `met` raises, else Conflict.
    """
    size, refuse = met
    sealed = sealing(desk, state.region, *contents)
    try:
        appended = desk.log.append([said], unless=unless_more(state, size), within=sealed)
    except Conflict:
        refuse()
        raise
    return Done(state.region, state.draw_id, appended.events[0])

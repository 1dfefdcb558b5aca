"""What an association keeps running: services and their terms, machines, incidents and maintenance. One sheet for each kind."""

from toutdoux.registers.logic.shape import Common, Register, Sheet, choice, line, link, words, yes

_KEPT = frozenset({Common.ACTION, Common.PEOPLE, Common.FILES})
_TIMED = frozenset({Common.TIMES, Common.ABOUT, Common.PEOPLE})
#: Where people can use a service, fully or to read what is there.
THERE = frozenset({"open", "read-only"})
STATES = ("planned", "pending", "open", "read-only", "closed")
#: What an incident or a maintenance does to whoever uses the service.
DOWN = "down"

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        kind="service",
        register=Register.SERVICE,
        common=_KEPT,
        states=STATES,
        ties=("machine",),
        fields=(link("page"), line("software"), line("audience")),
    ),
    Sheet(
        kind="terms",
        register=Register.SERVICE,
        common=_KEPT | {Common.ABOUT},
        required=frozenset({Common.ABOUT}),
        about=("service",),
        fields=(choice("sort", "use", "retention"), line("version"), words("text"), link("page")),
    ),
    Sheet(
        kind="machine",
        register=Register.SERVICE,
        common=_KEPT,
        states=("running", "stored", "lent", "retired"),
        fields=(line("place"), line("role"), line("provider")),
    ),
    Sheet(
        kind="incident",
        register=Register.SERVICE,
        common=_TIMED,
        required=frozenset({Common.TIMES}),
        about=("service", "machine"),
        fields=(choice("effect", DOWN, "degraded", "read-only", "none"), words("cause"), words("done")),
    ),
    Sheet(
        kind="maintenance",
        register=Register.SERVICE,
        common=_TIMED,
        required=frozenset({Common.TIMES}),
        about=("service", "machine"),
        fields=(choice("effect", DOWN, "degraded", "read-only", "none"), yes("announced"), words("done")),
    ),
)

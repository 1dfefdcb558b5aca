"""What an assembly votes on, as a Django app."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "toutdoux.assemblies.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep an item from being left, and the assembly from being closed, while a vote is open.

        And keep one that somebody would amend, or whose adoption changes something, from becoming one that nobody votes on; and
        have a second convening ask what the first asked.
        """
        # Models are loaded by now, and not before.
        from toutdoux.assemblies.commands.kinds import KEEPS
        from toutdoux.assemblies.commands.preparing import CARRIES
        from toutdoux.assemblies.sitting.hindrances import HINDRANCES
        from toutdoux.assemblies.voting.commands.postponing import carry_to_second
        from toutdoux.assemblies.voting.queries.carried import written_of
        from toutdoux.assemblies.voting.queries.votes import open_vote_hinders

        HINDRANCES.append(open_vote_hinders)
        KEEPS.append(written_of)
        CARRIES.append(carry_to_second)

"""The elections of an assembly, as a Django app."""

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "toutdoux.assemblies.elections"
    label = "elections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep an item from being left, and the assembly from being closed, while an election waits for its end.

        And keep an item at which somebody stands from becoming one that elects nobody.
        """
        # Models are loaded by now, and not before.
        from toutdoux.assemblies.commands.kinds import KEEPS
        from toutdoux.assemblies.elections.queries import open_election_hinders, stood_for
        from toutdoux.assemblies.sitting.hindrances import HINDRANCES

        HINDRANCES.append(open_election_hinders)
        KEEPS.append(stood_for)

"""The words of the e-mails, in the languages of the console."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def invitation_letter(*, tenant: str, link: str, locale: str) -> Letter:
    if locale.startswith("es"):
        return Letter(
            f"Invitación a {tenant} en Souk",
            f"Te han invitado a trabajar en {tenant}.\n\nAbre este enlace antes de siete días:\n{link}\n\n"
            "Si no esperabas esta invitación, no hagas nada.\n",
        )
    return Letter(
        f"Invitation to {tenant} on Souk",
        f"You have been invited to work in {tenant}.\n\nOpen this link within seven days:\n{link}\n\n"
        "If you did not expect it, do nothing.\n",
    )


def reset_letter(*, link: str, locale: str) -> Letter:
    if locale.startswith("es"):
        return Letter(
            "Nueva contraseña para Souk",
            f"Abre este enlace antes de dos horas para elegir una nueva contraseña:\n{link}\n\n"
            "Si no la has pedido, no hagas nada: la anterior sigue siendo válida.\n",
        )
    return Letter(
        "A new password for Souk",
        f"Open this link within two hours to choose a new password:\n{link}\n\n"
        "If you did not ask for it, do nothing: the old one stays valid.\n",
    )

"""The authenticator app: offered, confirmed with a first code, used, taken away."""

from sqlalchemy import delete, exists, func, insert, select, update

from souk.kernel.crypto import Vault
from souk.kernel.errors import Conflict, FieldError, Invalid
from souk.kernel.work import SystemWork
from souk.tenancy.audit import record_audit_everywhere
from souk.tenancy.models import Membership, RecoveryCode, TenantSetting, User
from souk.tenancy.repository import lock_credential, user_of_id
from souk.tenancy.secrets import new_recovery_code
from souk.tenancy.totp import matching_step, new_secret

RECOVERY_CODES = 10


class WrongCode(Invalid):
    code = "wrong_code"
    title = "The code does not fit"

    def __init__(self) -> None:
        super().__init__(
            "The code does not fit, or was used already; type the one shown now, and check the clock.",
            fields=[FieldError("code", "does not fit")],
        )


class SecondFactorDemanded(Conflict):
    code = "second_factor_demanded"
    title = "A tenant of yours asks for a second factor"


async def offer_second_factor(work: SystemWork, vault: Vault, user_id: int) -> str:
    """A new secret to be typed into the app. Nothing is asked for at sign-in until it is confirmed."""
    secret = new_secret()
    credential = await lock_credential(work, user_id)
    credential.totp_offered_sealed = vault.seal({"secret": secret})
    return secret


async def confirm_second_factor(
    work: SystemWork, vault: Vault, user_id: int, code: str, *, request_id: str | None = None
) -> list[str]:
    """The first code shows that the app has the secret. Answers the recovery codes. Raises WrongCode."""
    credential = await lock_credential(work, user_id)
    if credential.totp_offered_sealed is None:
        raise Conflict("Nothing is waiting to be confirmed; begin setting up the authenticator app again.")
    step = matching_step(vault.unseal(credential.totp_offered_sealed)["secret"], code, work.now)
    if step is None:
        raise WrongCode
    credential.totp_sealed = credential.totp_offered_sealed
    credential.totp_offered_sealed = None
    credential.totp_last_step = step
    user = await user_of_id(work, user_id)
    user.has_second_factor = True
    await _write_down(work, user, "second_factor.set_up", request_id)
    return await _new_recovery_codes(work, vault, user_id)


async def renew_recovery_codes(
    work: SystemWork, vault: Vault, user_id: int, code: str, *, request_id: str | None = None
) -> list[str]:
    """Ten new ones; the old ones are worth nothing any more. Raises WrongCode."""
    if not await use_code(work, vault, user_id, code):
        raise WrongCode
    await _write_down(work, await user_of_id(work, user_id), "second_factor.codes_renewed", request_id)
    return await _new_recovery_codes(work, vault, user_id)


async def remove_second_factor(
    work: SystemWork, vault: Vault, user_id: int, code: str, *, request_id: str | None = None
) -> None:
    """Raises SecondFactorDemanded, WrongCode."""
    if await _is_demanded(work, user_id):
        raise SecondFactorDemanded("A tenant you belong to asks every member for an authenticator app.")
    if not await use_code(work, vault, user_id, code):
        raise WrongCode
    await reset_second_factor(work, user_id)
    await _write_down(work, await user_of_id(work, user_id), "second_factor.removed", request_id)


async def _write_down(work: SystemWork, user: User, action: str, request_id: str | None) -> None:
    subject = ("user", user.id, user.email)
    await record_audit_everywhere(work, user.id, user.email, action, subject=subject, request_id=request_id)


async def reset_second_factor(work: SystemWork, user_id: int) -> None:
    """For who has lost phone and recovery codes; the command line does this."""
    credential = await lock_credential(work, user_id)
    credential.totp_sealed = credential.totp_offered_sealed = credential.totp_last_step = None
    (await user_of_id(work, user_id)).has_second_factor = False
    await work.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


async def use_code(work: SystemWork, vault: Vault, user_id: int, code: str) -> bool:
    """Whether the app's code or a recovery code fits; either is good once."""
    credential = await lock_credential(work, user_id)
    if credential.totp_sealed is None:
        return False
    step = matching_step(vault.unseal(credential.totp_sealed)["secret"], code, work.now)
    if step is not None:
        if credential.totp_last_step is not None and step <= credential.totp_last_step:
            return False
        credential.totp_last_step = step
        return True
    used = await work.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == _hash(vault, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=work.now)
        .returning(RecoveryCode.code_hash)
    )
    return used.one_or_none() is not None


async def _new_recovery_codes(work: SystemWork, vault: Vault, user_id: int) -> list[str]:
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    await work.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    await work.session.execute(
        insert(RecoveryCode), [{"user_id": user_id, "code_hash": _hash(vault, code)} for code in codes]
    )
    return codes


def _hash(vault: Vault, code: str) -> str:
    return vault.keyed_hash("recovery", code.strip().lower())


async def _is_demanded(work: SystemWork, user_id: int) -> bool:
    return (
        await work.session.execute(
            select(
                exists()
                .where(Membership.user_id == user_id)
                .where(TenantSetting.tenant_id == Membership.tenant_id)
                .where(TenantSetting.area == "security")
                .where(func.coalesce(TenantSetting.content["totp_required"].as_boolean(), False))
            )
        )
    ).scalar_one()

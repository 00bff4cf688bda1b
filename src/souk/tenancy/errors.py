"""Refusals of the door, the people and the settings."""

from souk.kernel.errors import Conflict, Forbidden, Invalid, Missing, Throttled, Unavailable


class SignInRequired(Forbidden):
    """Nobody is known to ask: the one refusal that the web answers with 401."""

    code = "sign_in_required"
    title = "Sign in first"
    actionable = True


class WrongCredentials(SignInRequired):
    code = "wrong_credentials"
    title = "E-mail, password or code do not fit"


class SecondFactorRequired(SignInRequired):
    code = "second_factor_required"
    title = "The code of your authenticator app is needed"


class SecondFactorSetUpRequired(Forbidden):
    code = "second_factor_set_up_required"
    title = "This tenant asks for a second factor"
    actionable = True


class CsrfRefused(Forbidden):
    code = "csrf_token_missing"
    title = "The request does not come from our own pages"


class NotPermitted(Forbidden):
    code = "not_permitted"
    title = "Your role does not allow this"

    def __init__(self, capability: str, meaning: str, *, by_token: bool) -> None:
        holder = "This token" if by_token else "Your role"
        super().__init__(f"{holder} does not allow to {meaning}.", details={"capability": capability})


class TenantMissing(Missing):
    code = "tenant_not_found"
    title = "No such tenant"


class TenantRequired(Invalid):
    code = "tenant_required"
    title = "Say which tenant is meant"


class TooManyAttempts(Throttled):
    code = "locked_out"
    title = "Too many failed attempts"


class LastOwner(Conflict):
    code = "last_owner"
    title = "A tenant needs an owner"


class AlreadyMember(Conflict):
    code = "already_member"
    title = "Already a member"


class AccountInactive(Conflict):
    code = "account_inactive"
    title = "The account is deactivated"


class AlreadySetUp(Conflict):
    code = "already_set_up"
    title = "Souk is already set up"


class LinkSpent(Missing):
    code = "link_spent"
    title = "The link does not work any more"


class StaleVersion(Conflict):
    code = "stale_version"
    title = "Changed by someone else in the meantime"


class FeatureOff(Conflict):
    code = "feature_off"
    title = "Switched off for this tenant"


class IdempotencyKeyReused(Invalid):
    code = "idempotency_key_reused"
    title = "The idempotency key belongs to another request"


class StillWorking(Conflict):
    code = "request_in_progress"
    title = "The same request is still being worked on"


class MailNotSent(Unavailable):
    code = "mail_not_sent"
    title = "The e-mail could not be sent"

from souk.kernel.errors import Unavailable


class ProvisioningRefused(Unavailable):
    """The server does not let Souk make what it needs, or what is there is somebody else's."""

    code = "provisioning_refused"
    title = "The database cannot be prepared"

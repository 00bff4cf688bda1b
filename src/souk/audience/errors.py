"""What can be wrong with contacts, lists, segments and suppressions."""

from souk.kernel.errors import Conflict, Invalid, Missing


class ContactMissing(Missing):
    code = "contact_not_found"
    title = "There is no such contact"


class ContactInvalid(Invalid):
    code = "contact_invalid"
    title = "The contact is not valid"


class ContactExists(Conflict):
    """Somebody with this phone number or e-mail address is known; `details` carry the contact."""

    code = "contact_exists"
    title = "There is such a contact already"


class ExternalIdTaken(Conflict):
    """The source calls another contact so; `details` carry that contact."""

    code = "external_id_taken"
    title = "The external id belongs to another contact"


class ContactErased(Conflict):
    """Its personal data was erased for good."""

    code = "contact_erased"
    title = "The contact was erased"


class ContactMergedAway(Conflict):
    """It has become another contact; `details` carry which."""

    code = "contact_merged"
    title = "The contact was merged into another one"


class ListMissing(Missing):
    code = "list_not_found"
    title = "There is no such list"


class SegmentMissing(Missing):
    code = "segment_not_found"
    title = "There is no such segment"


class NameTaken(Conflict):
    code = "name_taken"
    title = "The name is taken"


class SegmentInvalid(Invalid):
    code = "segment_invalid"
    title = "The segment is not valid"


class SuppressionMissing(Missing):
    code = "suppression_not_found"
    title = "There is no such suppression"

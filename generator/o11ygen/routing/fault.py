"""Why a question about routing has no answer."""


class InquiryError(Exception):
    """What is asked can't be answered; the message says why and what to do."""

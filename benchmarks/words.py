"""What made-up ids, titles and notes are put together from."""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


SUBJECTS: Final = _words(
    """
    account address alert archive audit basket batch budget calendar catalogue claim contract courier
    credit customer delivery device digest discount document export feed forecast gateway import
    inventory invoice journal label ledger licence locale mailbox meter notice order parcel payment
    permit pickup policy price profile quota quote receipt refund region report route schedule session
    shipment stock tariff tenant ticket token transfer voucher warehouse webhook
    """
)

ROLES: Final = _words(
    """
    adapter api cache client dispatcher exporter gate indexer loader monitor notifier planner poller
    queue reader registry resolver router runner scheduler service store sync validator worker writer
    """
)

EVENTS: Final = _words(
    """
    accepted changed closed delayed delivered dropped expired failed held merged opened paused rejected
    released renewed resumed sent settled split started
    """
)

VERBS: Final = _words(
    """
    Accept Adjust Archive Assign Cancel Collect Compare Confirm Correct Deliver Estimate Expire Hide
    Import Inspect Limit List Measure Merge Notify Pause Publish Recover Refuse Release Renew Repeat
    Report Retry Search Select Send Settle Split Suspend Transfer Verify Withdraw
    """
)

OCCASIONS: Final = _lines(
    """
    after a partial failure
    at the end of the month
    before the first run
    by hand
    for a closed account
    for guests
    from an old client
    in bulk
    in several regions
    on request
    once a day
    under load
    when a limit is reached
    while the provider is away
    with a second approval
    without a network
    """
)

SENTENCES: Final = _lines(
    """
    The first attempt is made at once; what fails is tried again with growing pauses, for a day.
    An entry that was already handled is recognised by its key and answered as before.
    Nobody is told of the change before it has been written to the store.
    What cannot be assigned is kept aside and looked at by a person on the next working day.
    The limit is counted for each tenant, and a warning goes out when four fifths of it are used.
    Old records are moved to cheaper storage; a summary of each stays where it was.
    The order of events is kept within one account, and nowhere else.
    A change of the configuration takes effect with the next run, never in the middle of one.
    Times are kept in UTC and shown in the zone of whoever looks at them.
    Only the last state counts: what was overtaken in the queue is dropped.
    The provider answers twice now and then, so the second answer has to do no harm.
    Totals are computed from the entries each time and never stored beside them.
    """
)

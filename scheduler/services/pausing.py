"""Pausing one account or one campaign alone, and letting it go on.

What falls due meanwhile stays queued. When it goes on, what is within its window is sent, what is later is
held as missed: the window judges, as after any delay.
"""

from dataclasses import replace

from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign
from scheduler.core.errors import Refused
from scheduler.core.records import Interruption, Rest
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk


def pause_account(desk: Desk, name: str, *, actor: str) -> Account:
    """Send nothing from the account until it is resumed. Never refused."""
    with desk.store.write() as unit:
        account = lookups.account_in_use(unit, name)
        if account.paused_at is None:
            now = desk.clock.now()
            account = replace(account, paused_at=now, paused_by=actor)
            unit.accounts.save(account)
            unit.interruptions.begin(Interruption(kind=Rest.PAUSED, account=name, began_at=now, by=actor))
    return account


def resume_account(desk: Desk, name: str) -> Account:
    """Let the account go on, after a pause or when what stopped it was mended."""
    with desk.store.write() as unit:
        account = lookups.account_in_use(unit, name)
        if account.paused_at is None and account.stopped_at is None:
            raise Refused(f"{name} is neither paused nor stopped.", remedy="See 'drumbeat account list'.")
        account = replace(account, paused_at=None, paused_by=None, stopped_at=None, stopped_why="")
        unit.accounts.save(account)
        for kind in (Rest.PAUSED, Rest.STOPPED):
            unit.interruptions.end(kind, account=name, at=desk.clock.now())
    return account


def stop_account(desk: Desk, unit: Unit, name: str, why: str) -> None:
    """Stop an account that its network turned away; the others go on. A person resumes it."""
    account = lookups.account(unit, name)
    if account.stopped_at is None:
        now = desk.clock.now()
        unit.accounts.save(replace(account, stopped_at=now, stopped_why=why))
        unit.interruptions.begin(Interruption(kind=Rest.STOPPED, account=name, began_at=now, why=why))


def pause_campaign(desk: Desk, id: str, *, actor: str) -> Campaign:
    """Send nothing of the campaign until it is resumed. Never refused."""
    with desk.store.write() as unit:
        campaign = lookups.campaign(unit, id)
        if campaign.paused_at is None:
            now = desk.clock.now()
            campaign = replace(campaign, paused_at=now, paused_by=actor)
            unit.campaigns.save(campaign)
            unit.interruptions.begin(Interruption(kind=Rest.PAUSED, campaign=id, began_at=now, by=actor))
    return campaign


def resume_campaign(desk: Desk, id: str) -> Campaign:
    """Let the campaign go on."""
    with desk.store.write() as unit:
        campaign = lookups.campaign(unit, id)
        if campaign.paused_at is None:
            raise Refused(f"{id} is not paused.", remedy=f"See 'drumbeat campaign show {id}'.")
        campaign = replace(campaign, paused_at=None, paused_by=None)
        unit.campaigns.save(campaign)
        unit.interruptions.end(Rest.PAUSED, campaign=id, at=desk.clock.now())
    return campaign

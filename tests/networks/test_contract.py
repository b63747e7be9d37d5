"""The contract of a connection, run on every network by every connection to it."""

from datetime import timedelta

import pytest

from scheduler.core.delivery import Part
from scheduler.core.errors import (
    AccountTrouble,
    ComeBackLater,
    MaybeSent,
    NetworkError,
    NotSent,
    Rejected,
    Taken,
)
from scheduler.core.looking import Absent, Found, NotSeen, Sought, look
from scheduler.core.ports import Prepared
from scheduler.testing import Stage, letter, png


def test_what_was_published_can_be_read_back(stage: Stage) -> None:
    """A published part has a remote id, a link and an instant, and is among the account's recent posts."""
    before = stage.clock.now()
    published = stage.send(letter("“Dignity for all.”\n— IJN", png()))
    assert published.remote_id
    assert published.remote_id in published.link
    assert stage.connection.recent(stage.clock.now() - timedelta(minutes=1)) == [published]
    assert published.words == "“Dignity for all.”\n— IJN"
    assert before <= published.at <= stage.clock.now()
    assert stage.words() == ["“Dignity for all.”\n— IJN"]


def test_nothing_is_visible_before_publishing(stage: Stage) -> None:
    """Preparing, however often, shows followers nothing."""
    for _ in range(3):
        stage.connection.prepare(letter("Not yet.", png()))
    assert stage.words() == []
    assert stage.connection.recent(stage.clock.now() - timedelta(hours=1)) == []


def test_uploads_have_keys_of_their_own_only_where_they_are_looked_for(stage: Stage) -> None:
    """On a searched network two uploads of one picture have two media keys; on a keyed one the same."""
    mail = letter("One card.", png(), png(mark=1))
    first, second = stage.connection.prepare(mail), stage.connection.prepare(mail)
    assert len(set(first.media_keys)) == 2
    assert (first.media_keys == second.media_keys) is stage.keyed


def test_the_media_keys_of_a_post_are_those_it_was_prepared_with(stage: Stage) -> None:
    """What a look will be told is what was stored before the launch."""
    mail = letter("One card.", png())
    prepared = stage.connection.prepare(mail)
    published = stage.connection.publish(mail, prepared)
    assert published.media_keys == prepared.media_keys


def test_the_same_again_under_one_key(stage: Stage) -> None:
    """On a keyed network repeating is harmless; on a searched one it posts twice, so we never do it."""
    mail = letter("Only once.", png())
    first, second = stage.send(mail), stage.send(mail)
    assert (first.remote_id == second.remote_id) is stage.keyed
    assert stage.words() == ["Only once."] * (1 if stage.keyed else 2)


@pytest.mark.parametrize(
    "other",
    [
        {"words": "Other words."},
        {"alt": "Another description."},
        {"mark": 1},  # another picture
        {"reply_to": True},
    ],
    ids=lambda other: next(iter(other)),
)
def test_other_content_under_a_key_is_refused(keyed_stage: Stage, other: dict) -> None:
    """A key that holds a post never takes other content, and what is out stays as it is."""
    before = keyed_stage.send(letter("Before.", key=keyed_stage.key()))
    keyed_stage.send(letter("As approved.", png()))
    changed = {"words": "As approved.", **other}
    if "reply_to" in other:
        changed["reply_to"] = before.remote_id
    mail = letter(changed.pop("words"), png(mark=changed.pop("mark", 0)), **changed)
    with pytest.raises(Taken, match="As approved"):
        keyed_stage.send(mail)
    assert keyed_stage.words() == ["Before.", "As approved."]


def test_finding_by_key_is_certain(stage: Stage) -> None:
    """Before it is out the answer is None, afterwards it is the post; only a keyed network is asked."""
    if not stage.keyed:
        with pytest.raises(TypeError, match="searched"):
            stage.connection.find("3kabcdefghij2")
        return
    assert stage.connection.find("3kabcdefghij2") is None
    published = stage.send(letter("Here.", key="3kabcdefghij2"))
    assert stage.connection.find("3kabcdefghij2") == published
    assert stage.connection.find("3kabcdefghij3") is None


def test_recent_posts_come_newest_first_and_only_since_then(stage: Stage) -> None:
    """Older posts than asked for are left out."""
    for words in ("one", "two", "three"):
        stage.send(letter(words, key=stage.key()))
        stage.clock.advance(timedelta(minutes=10))
    since = stage.clock.now() - timedelta(minutes=25)
    assert [post.words for post in stage.connection.recent(since)] == ["three", "two"]


def test_removing_hides_a_post_and_twice_is_no_error(stage: Stage) -> None:
    """A removed post is gone for followers and looks; removing it, or one that never was, again is fine."""
    published = stage.send(letter("Withdrawn."))
    for remote_id in (published.remote_id, published.remote_id, "no-such-post"):
        stage.connection.remove(remote_id)
    assert stage.words() == []
    assert stage.connection.recent(stage.clock.now() - timedelta(hours=1)) == []
    if stage.keyed:
        assert stage.connection.find("3kabcdefghij2") is None
    again = stage.send(letter("Withdrawn."))
    assert stage.words() == ["Withdrawn."]
    assert stage.keyed or again.remote_id != published.remote_id


def test_a_post_can_be_asked_for_until_it_is_gone(stage: Stage) -> None:
    """By its remote id: in its words, with what it answers, and among others; once deleted it is certain."""
    first = stage.send(letter("One.", png(), key=stage.key()))
    second = stage.send(letter("Two.", key=stage.key(), reply_to=first.remote_id))
    for published in (first, second):
        there = stage.connection.seen(published.remote_id)
        assert there is not None
        assert (there.remote_id, there.link, there.words) == (
            published.remote_id,
            published.link,
            published.words,
        )
        assert (there.media_keys, there.reply_to) == (published.media_keys, published.reply_to)
    stage.connection.remove(first.remote_id)
    assert stage.connection.seen(first.remote_id) is None
    assert stage.connection.seen(second.remote_id) is not None
    assert stage.connection.seen("no-such-post") is None


@pytest.mark.parametrize(
    ("fault", "error"), [("trouble", AccountTrouble), ("unreachable", NotSent), ("throttle", ComeBackLater)]
)
def test_a_question_that_got_no_answer_says_nothing_of_a_post(
    stage: Stage, fault: str, error: type[NetworkError]
) -> None:
    """It is no proof that a post is gone."""
    published = stage.send(letter("Still here."))
    stage.order(fault, call="seen")
    with pytest.raises(error):
        stage.connection.seen(published.remote_id)
    assert stage.connection.seen(published.remote_id) is not None


def test_who_may_reply_changes_where_it_can(stage: Stage) -> None:
    """Any number of times, also to the same and back to everybody; the post itself stays as it is."""
    published = stage.send(letter("Open."))
    if not stage.network.replies_change:
        with pytest.raises(TypeError):
            stage.connection.let_reply(published.remote_id, ())
        return
    for may_reply in ((), (), ("followed", "mentioned"), None, None, ("followers",)):
        stage.connection.let_reply(published.remote_id, may_reply)
    assert stage.connection.seen(published.remote_id) == published
    with pytest.raises(Rejected, match="not there"):
        stage.connection.let_reply("3kabcdefghij9", ())


def test_a_reply_names_what_it_answers(stage: Stage) -> None:
    """A later part hangs on the remote id of the one before."""
    first = stage.send(letter("1/2", key=stage.key()))
    stage.send(letter("2/2", key=stage.key(), reply_to=first.remote_id))
    assert [post.reply_to for post in stage.seen()] == [None, first.remote_id]


# --- limits, on both sides ----------------------------------------------------------------------


def test_words_at_the_limit_pass_and_one_more_is_refused(stage: Stage) -> None:
    """The refusal names the measured and the allowed size, and nothing is out."""
    limits = stage.network.limits
    words = "a" * limits.text
    with pytest.raises(Rejected, match=f"{limits.text + 1} {limits.unit}.*at most {limits.text}"):
        stage.send(letter(words + "a", key=stage.key()))
    assert stage.words() == []
    stage.send(letter(words, key=stage.key()))
    assert stage.words() == [words]


def test_pictures_at_the_limit_pass_and_one_more_is_refused(stage: Stage) -> None:
    """As many pictures as the network takes, and not one more."""
    most = stage.network.limits.pictures
    with pytest.raises(Rejected, match=f"There are {most + 1} pictures.*at most {most}"):
        stage.send(letter("Cards.", *(png(mark=i) for i in range(most + 1)), key=stage.key()))
    stage.send(letter("Cards.", *(png(mark=i) for i in range(most)), key=stage.key()))
    assert [post.pictures for post in stage.seen()] == [most]


def test_a_picture_at_the_limit_passes_and_one_byte_more_is_refused(stage: Stage) -> None:
    """Bytes are counted, and both figures named."""
    most = stage.network.limits.picture_bytes
    with pytest.raises(Rejected, match=f"{most + 1:,} bytes.*at most {most:,}"):
        stage.connection.prepare(letter("A card.", png(most + 1)))
    stage.connection.prepare(letter("A card.", png(most)))


def test_alt_text_at_the_limit_passes_and_one_more_is_refused(stage: Stage) -> None:
    """Alt text is measured by the network's rule, and both figures named."""
    most = stage.network.limits.alt_text
    with pytest.raises(Rejected, match=f"{most + 1:,} characters.*at most {most:,}"):
        stage.connection.prepare(letter("A card.", png(), alt="a" * (most + 1)))
    stage.connection.prepare(letter("A card.", png(), alt="a" * most))


@pytest.mark.parametrize("alt", ["", " \n"])
def test_no_picture_goes_out_without_alt_text(stage: Stage, alt: str) -> None:
    """White space describes nothing."""
    with pytest.raises(Rejected, match="Picture 1 has no alt text"):
        stage.send(letter("A card.", png(), alt=alt))


@pytest.mark.parametrize(
    ("data", "media_type", "refused"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(40), "image/jpeg", None),
        (b"GIF89a" + bytes(40), "image/gif", None),
        (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40), "image/webp", None),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "image/webp", "no PNG, JPEG"),  # sound in the same wrapper
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", "no PNG, JPEG"),  # text with a false name
        (b"", "image/png", "no PNG, JPEG"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "image/png", "given as image/png and is image/jpeg"),
    ],
)
def test_a_picture_is_known_by_its_bytes(
    stage: Stage, data: bytes, media_type: str, refused: str | None
) -> None:
    """What the bytes begin with decides, not the name that they are given."""
    mail = letter("A card.", data, media_type=media_type)
    if refused is None:
        stage.send(mail)
        assert stage.words() == ["A card."]
        return
    with pytest.raises(Rejected, match=refused):
        stage.send(mail)


def test_a_message_must_hold_something(stage: Stage) -> None:
    """Neither words nor pictures is refused; a picture alone is not."""
    with pytest.raises(Rejected, match="neither words nor pictures"):
        stage.send(letter(" \n"))
    stage.send(letter("", png()))
    assert stage.words() == [""]


def test_pictures_must_have_been_uploaded_by_this_account(stage: Stage) -> None:
    """A post refers to uploads; forgotten or foreign ones are refused before anything is out."""
    mail = letter("A card.", png())
    for keys in ((), ("media-4711",)):
        with pytest.raises(Rejected, match="upload"):
            stage.connection.publish(mail, Prepared(media_keys=keys))
    assert stage.words() == []


def test_a_keyed_network_takes_nothing_without_a_key(stage: Stage) -> None:
    """Without a key nothing could be asked for afterwards; a searched network does not mind."""
    mail = letter("No key.", key=None)
    if not stage.keyed:
        stage.send(mail)
        return
    with pytest.raises(Rejected, match="no record key"):
        stage.send(mail)


# --- faults -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "error", "out"),
    [
        ("refuse", Rejected, False),
        ("throttle", ComeBackLater, False),
        ("trouble", AccountTrouble, False),
        ("unreachable", NotSent, False),
        ("drop", MaybeSent, True),  # carried out, and nobody told us
        ("hang", MaybeSent, True),
    ],
)
def test_an_error_tells_what_is_known(
    stage: Stage, fault: str, error: type[NetworkError], *, out: bool
) -> None:
    """Each fault raises its own kind, and what is out agrees with what the kind says."""
    stage.order(fault)
    mail = letter("Once.", png())
    prepared = stage.connection.prepare(mail)
    with pytest.raises(NetworkError) as caught:
        stage.connection.publish(mail, prepared)
    assert type(caught.value) is error
    assert stage.words() == (["Once."] if out else [])


@pytest.mark.parametrize("fault", ["drop", "hang"])
def test_a_look_finds_what_an_answer_was_lost_for(stage: Stage, fault: str) -> None:
    """After MaybeSent a look finds the post by key or media key, and by words where there is no card."""
    for pictures in ((png(),), ()):
        stage.order(fault)
        mail = letter(f"With {len(pictures)} cards.", *pictures, key=stage.key())
        prepared = stage.connection.prepare(mail)
        launched = stage.clock.now()
        with pytest.raises(MaybeSent):
            stage.connection.publish(mail, prepared)
        part = Part(
            n=1,
            words=mail.part.words,
            pictures=mail.part.pictures,
            record_key=mail.part.record_key,
            media_keys=("an-earlier-upload", *prepared.media_keys),
        )
        verdict = look(stage.connection, stage.network.lookup, Sought(part=part, since=launched))
        assert isinstance(verdict, Found)
        assert verdict.published.words == mail.part.words


def test_a_look_at_what_never_left(stage: Stage) -> None:
    """After NotSent a keyed network says so for certain; a searched one leaves it open."""
    stage.order("unreachable")
    mail = letter("Never left.", png())
    with pytest.raises(NotSent):
        stage.send(mail)
    verdict = look(stage.connection, stage.network.lookup, Sought(part=mail.part, since=stage.clock.now()))
    assert verdict == (Absent() if stage.keyed else NotSeen())


def test_a_throttled_request_is_told_when_to_come_back(stage: Stage) -> None:
    """The instant is on the connection's clock, and then it goes through."""
    stage.order("throttle", seconds=90)
    with pytest.raises(ComeBackLater) as caught:
        stage.send(letter("Later."))
    assert caught.value.until == stage.clock.now() + timedelta(seconds=90)
    stage.clock.set(caught.value.until)
    stage.send(letter("Later."))
    assert stage.words() == ["Later."]


@pytest.mark.parametrize("call", ["prepare", "publish", "recent", "remove", "find", "seen"])
def test_a_fault_strikes_the_request_it_was_ordered_for(keyed_stage: Stage, call: str) -> None:
    """And no other, and then it is over."""
    mail, connection = letter("Next."), keyed_stage.connection
    pictured = letter("Next.", png())  # without a picture there is nothing to prepare
    prepared = connection.prepare(mail)
    requests = {
        "prepare": lambda: connection.prepare(pictured),
        "publish": lambda: connection.publish(mail, prepared),
        "recent": lambda: connection.recent(keyed_stage.clock.now()),
        "remove": lambda: connection.remove("1"),
        "find": lambda: connection.find("3kabcdefghij2"),
        "seen": lambda: connection.seen("3kabcdefghij2"),
    }
    keyed_stage.order("unreachable", call=call)
    for name in requests.keys() - {call}:
        requests[name]()
    with pytest.raises(NotSent):
        requests[call]()
    requests[call]()


def test_a_removal_whose_answer_is_lost_has_happened(stage: Stage) -> None:
    """The caller asks again, which is no error."""
    published = stage.send(letter("Gone."))
    stage.order("drop", call="remove")
    with pytest.raises(MaybeSent):
        stage.connection.remove(published.remote_id)
    assert stage.words() == []
    stage.connection.remove(published.remote_id)

"""Who is named beside a quotation, by every pattern that statements use, in each language that is known."""

import pytest

from quotes.passages import read
from quotes.statement import Statement

# A title, a paragraph of news, and two quotations; none of them names anybody.
TEXTS = {
    "en": (
        "A title of a release",
        "The news of the day stands in this paragraph.",
        "“We will fight for every home and every family in this city.”",
        "“It is time for the council to choose people over profit.”",
    ),
    "es": (
        "Un título de comunicado",
        "La noticia del día está en este párrafo.",
        "«Vamos a luchar por cada casa y por cada familia de esta ciudad»",
        "«Es hora de que el consejo elija a la gente y no a la codicia»",
    ),
    "fr": (
        "Un titre de communiqué",
        "La nouvelle du jour se trouve dans ce paragraphe.",
        "« Nous nous battrons pour chaque maison et chaque famille de cette ville »",
        "« Il est temps que le conseil choisisse les gens avant le profit »",
    ),
    "pt": (
        "Um título de nota",
        "A notícia do dia está neste parágrafo.",
        "“Vamos lutar por cada casa e por cada família desta cidade”",
        "“É hora de o conselho escolher as pessoas e não o lucro”",
    ),
    "de": (
        "Titel einer Pressemitteilung",
        "Die Nachricht des Tages steht in diesem Absatz.",
        "„Wir werden um jedes Haus und jede Familie in dieser Stadt kämpfen“",
        "„Es ist Zeit, dass der Rat die Menschen über den Profit stellt“",
    ),
    "it": (
        "Un titolo di comunicato",
        "La notizia del giorno sta in questo paragrafo.",
        "«Lotteremo per ogni casa e per ogni famiglia di questa città»",
        "«È ora che il consiglio scelga le persone e non il profitto»",
    ),
    "ht": (
        "Yon tit kominike",
        "Paragraf sa a gen nouvèl jounen an.",
        "«Nou pral goumen pou chak kay ak chak fanmi nan vil sa a»",
        "«Li lè pou konsèy la chwazi moun olye de pwofi»",
    ),
    "ar": (
        "عنوان البيان",
        "خبر اليوم في هذه الفقرة من البيان.",
        '"سنناضل من أجل كل بيت وكل عائلة في هذه المدينة دون تردد"',
        '"حان الوقت لكي يختار المجلس الناس قبل الأرباح والمصالح"',
    ),
    "zh": (
        "声明标题",
        "当天的新闻写在这一段里面。",
        "“我们要为这个城市的每一个家庭奋斗到底。”",
        "“现在是议会选择人民而不是利润的时候。”",
    ),
}


def speakers(lang: str, body: str, issuer: str | None = "River Union") -> list[str | None]:
    """Who says each of the quotations in *body*: {Q} and {Q2}, {C} and {C2} where they end with a comma."""
    heading, news, first, second = TEXTS[lang]
    named = {"Q": first, "Q2": second, "C": first.replace(".”", ",”"), "C2": second.replace(".”", ",”")}
    text = f"{heading}\n\n{news}\n\n{body.format_map(named)}"
    reading = read(Statement(text=text, lang=lang, issuer=issuer), lang)
    begins = [words.lstrip('“”«»„" \u00a0')[:12] for words in (first, second)]
    at = [text.index(begin) for begin in begins if begin in text[len(heading) + len(news) :]]
    voices = {passage.start: passage.speaker for passage in reading.passages}
    return [voices[place] for place in at]


ALONE = [
    ("en", "{C} said Jane Roe, campaigner at Demand Homes.", "Jane Roe"),  # where she works is no second speaker
    ("en", "He made the following statement:\n\n{Q}", None),  # a pronoun is no name
    ("en", "Here’s what was actually written:\n\n{Q}", None),
    # not one more speaker: what somebody is a member of
    ("en", "Jane Roe, a member of the Water and Sewer Caucuses, said: {Q}", "Jane Roe"),
    ("en", "{C} said Jane Roe, director for the Coalition Against Noise and Domestic Smoke.", "Jane Roe"),
    ("en", "U.S. Sen. Jane Roe, a member of the Water and Sewer Committees, said: {Q}", "Jane Roe"),
    ("en", "U.S. Sens. Jane Roe and Sam Poe along with U.S. Rep. Ana Li said: {Q}", "Jane Roe, Sam Poe and Ana Li"),
    ("en", "{C} said Jane Roe, director of River Union.", "Jane Roe"),
    ("en", "Said Jane Roe, director of River Union:\n\n{Q}", "Jane Roe"),
    ("en", "Jane Roe, Director of River Union: {Q}", "Jane Roe"),
    ("en", "Jane Roe (D-CA): {Q}", "Jane Roe"),
    ("en", "Rep. Jane Roe: {Q}", "Jane Roe"),
    ("en", "Rep. Jane Roe (D-CA), co-chair of the caucus: {Q}", "Jane Roe"),
    ("en", "Statement by Jane Roe, director of River Union:\n\n{Q}", "Jane Roe"),
    ("en", "Statement from Jane Roe, director of River Union:\n\nWe will fight for every home.", "Jane Roe"),
    ("en", "Quote attributable to Jane Roe, director of River Union:\n\n{Q}", "Jane Roe"),
    ("en", "{C} the letter reads.", "The letter"),
    ("en", "{C} the members wrote.", "The members"),
    ("en", "The letter reads: {Q}", "The letter"),
    ("en", "The members wrote in the letter: {Q}", "The members"),
    ("en", "Jane Roe testified: {Q}", "Jane Roe"),
    ("en", "Jane Roe stated, {Q}", "Jane Roe"),
    ("en", "{C} said Jane Roe and Sam Poe, co-directors of River Union.", "Jane Roe and Sam Poe"),
    ("en", "{C} Reps. Jane Roe and Sam Poe said in a joint statement.", "Jane Roe and Sam Poe"),
    ("en", "In a joint statement, Reps. Jane Roe and Sam Poe said: {Q}", "Jane Roe and Sam Poe"),
    ("en", "Jane Roe and Sam Poe were here.\n\nIn a joint statement, Reps. Roe and Poe said: {Q}", "Jane Roe and Sam Poe"),
    ("en", "Jane Roe, Sam Poe and Ana Li released the following joint statement:\n\nWe will fight for every home.", "Jane Roe, Sam Poe and Ana Li"),
    ("en", "River Union and Lake Union issued the following joint statement:\n\nWe will fight for every home.", "River Union and Lake Union"),
    ("en", "{C} said River Union and Lake Union in a joint statement.", "River Union and Lake Union"),
    ("en", "{C} said Mayor de Blasio.", "de Blasio"),
    ("en", "Mayor Bill de Blasio was here.\n\n{C} said Mayor de Blasio.", "Bill de Blasio"),
    ("en", "{C} said Mayor Bill de Blasio.", "Bill de Blasio"),
    ("en", "{C} said Rep. Ilhan Omar.", "Ilhan Omar"),
    ("en", "{C} said Congresswoman Ilhan Omar (MN-05).", "Ilhan Omar"),
    ("en", "{C} said U.S. Sen. Tammy Roe of Ohio.", "Tammy Roe"),
    ("en", "{C} said Dr. Jane Roe, MD, chief of medicine.", "Jane Roe"),
    ("en", "{C} said Jane Roe, Ph.D., of River College.", "Jane Roe"),
    ("en", "{C} said Sam Poe Jr., a nurse.", "Sam Poe Jr."),
    ("en", "{C} said Rev. Dr. William Barber II.", "William Barber II"),
    ("en", "{C} said Sister Norma Vega.", "Norma Vega"),
    ("en", "{C} said J. D. Roe, a nurse.", "J. D. Roe"),
    ("en", "{C} said Jane “Jo” Roe, a nurse.", "Jane “Jo” Roe"),
    ("en", "{C} said Jane O’Roe-Smith, a nurse.", "Jane O’Roe-Smith"),
    ("en", "{Q}\n– Jane Roe, director", "Jane Roe"),
    ("en", "{Q}\n- Jane Roe", "Jane Roe"),
    ("en", "{Q}\n\n— Jane Roe, director of River Union", "Jane Roe"),
    ("en", "{Q} – Jane Roe, director of River Union", "Jane Roe"),
    ("en", "{Q} —Jane Roe", "Jane Roe"),
    ("en", "{C} said a spokesperson for River Union.", None),
    ("en", "{C} said the mayor.", None),
    ("en", "{C} said a resident who asked not to be named.", None),
    ("en", "{C} said one organizer with River Union.", None),
    ("en", "{C} said the group's director.", None),
    ("en", "{C} a sign read.", None),
    ("en", "{C} people chanted.", None),
    ("en", "Jane Roe tweeted: {Q}", "Jane Roe"),
    ("en", "{C} according to Jane Roe.", "Jane Roe"),
    ("en", "{C} according to a report.", None),
    ("en", "{C} explained Jane Roe, who lives in Oakdale.", "Jane Roe"),
    ("en", "{C} Jane Roe, a nurse, told the council.", "Jane Roe"),
    ("en", "{C} Jane Roe, who lives in Oakdale, said.", "Jane Roe"),
    ("en", "Jane Roe, a nurse who lives in Oakdale, told the council: {Q}", "Jane Roe"),
    ("en", "River Union director Jane Roe said: {Q}", "Jane Roe"),
    ("en", "River Union's Jane Roe said: {Q}", "Jane Roe"),
    ("en", "{C} said River Union Executive Director Jane Roe.", "Jane Roe"),
    ("en", "{C} wrote Jane Roe in a letter to Mayor Sam Poe.", "Jane Roe"),
    ("en", "Jane Roe asked Mayor Sam Poe: {Q}", "Jane Roe"),
    ("en", "{C} said Jane Roe, adding that Sam Poe would come.", "Jane Roe"),
    ("en", "Speaking after Sam Poe, Jane Roe said: {Q}", "Jane Roe"),
    ("en", "After meeting Sam Poe, Jane Roe said: {Q}", "Jane Roe"),
    ("en", "Responding to Mayor Sam Poe, Jane Roe said: {Q}", "Jane Roe"),
    ("en", "Following the vote, Jane Roe, director of River Union, said: {Q}", "Jane Roe"),
    ("en", "{C} Roe said of Mayor Sam Poe.", "Roe"),
    ("en", "Jane Roe came.\n\n{C} Roe said of Mayor Sam Poe.", "Jane Roe"),
    ("en", "{C} said NAACP President Jane Roe.", "Jane Roe"),
    ("en", "{C} says the open letter.", "The open letter"),
    ("en", "{C} reads the letter, which Jane Roe signed.", "The letter"),
    ("en", "{C} states the report.", "The report"),
    ("en", "We, the undersigned organizations, wrote: {Q}", "The undersigned organizations"),
    ("en", "{C} JANE ROE said.", "JANE ROE"),
    ("es", "{Q}, dijo María López, portavoz de la Unión.", "María López"),
    ("es", "{Q}, señaló la diputada María López.", "María López"),
    ("es", "{Q}, señaló la diputada federal María López García.", "María López García"),
    ("es", "María López, directora de la Unión, afirmó: {Q}.", "María López"),
    ("es", "La diputada López dijo: {Q}.", "López"),
    ("es", "María López vino.\n\nLa diputada López dijo: {Q}.", "María López"),
    ("es", "Según María López, {Q}.", "María López"),
    ("es", "{Q}, según María López.", "María López"),
    ("es", "La carta dice: {Q}.", "La carta"),
    ("es", "{Q}, señala la carta.", "La carta"),
    ("es", "{Q}, dijeron María López y Juan Pérez.", "María López y Juan Pérez"),
    ("es", "La siguiente declaración puede atribuirse a María López, directora de la Unión:\n\nVamos a luchar por cada casa.", "María López"),
    ("es", "Declaración de María López, directora de la Unión:\n\n{Q}.", "María López"),
    ("es", "María López, directora: {Q}.", "María López"),
    ("es", "{Q}, dijo un vecino.", None),
    ("es", "{Q}, dijo la alcaldesa.", None),
    ("es", "{Q}\n— María López, directora", "María López"),
    ("es", "{Q}, dijo el alcalde de la ciudad, Juan Pérez.", "Juan Pérez"),
    ("es", "{Q}, expresó Juan de la Cruz.", "Juan de la Cruz"),
    ("fr", "{Q}, déclare Anne Martin, porte-parole du collectif.", "Anne Martin"),
    ("fr", "{Q}, a déclaré la députée Anne Martin.", "Anne Martin"),
    ("fr", "Selon Anne Martin, {Q}.", "Anne Martin"),
    ("fr", "{Q}, selon Anne Martin.", "Anne Martin"),
    ("fr", "Anne Martin, présidente du collectif : {Q}.", "Anne Martin"),
    ("fr", "La lettre précise : {Q}.", "La lettre"),
    ("fr", "{Q}, peut-on lire dans la lettre.", None),
    ("fr", "{Q}, affirment Anne Martin et Paul Petit.", "Anne Martin et Paul Petit"),
    ("fr", "{Q}, dit une habitante.", None),
    ("fr", "{Q}\n– Anne Martin, présidente", "Anne Martin"),
    ("fr", "{Q}, a dit le maire de la ville, Paul Petit.", "Paul Petit"),
    ("fr", "La déclaration suivante peut être attribuée à Anne Martin, présidente :\n\nNous nous battrons pour chaque maison.", "Anne Martin"),
    ("pt", "{Q}, disse Ana Souza, porta-voz da União.", "Ana Souza"),
    ("pt", "{Q}, afirma a deputada Ana Souza.", "Ana Souza"),
    ("pt", "Segundo Ana Souza, {Q}.", "Ana Souza"),
    ("pt", "Ana Souza, coordenadora da União, afirmou: {Q}.", "Ana Souza"),
    ("pt", "A carta diz: {Q}.", "A carta"),
    ("pt", "{Q}, disseram Ana Souza e João Lima.", "Ana Souza e João Lima"),
    ("pt", "{Q}, disse um morador.", None),
    ("pt", "{Q}, disse Ana Souza e Silva.", "Ana Souza e Silva"),
    ("de", "{Q}, sagt Anna Weber, Sprecherin des Bündnisses.", "Anna Weber"),
    ("de", "{Q}, so Anna Weber.", "Anna Weber"),
    ("de", "{Q}, erklärte Bürgermeisterin Anna Weber.", "Anna Weber"),
    ("de", "Anna Weber: {Q}.", "Anna Weber"),
    ("de", "Dazu Anna Weber, Sprecherin des Bündnisses: {Q}.", "Anna Weber"),
    ("de", "Dazu erklärt Anna Weber, Sprecherin des Bündnisses: {Q}.", "Anna Weber"),
    ("de", "{Q}, heißt es in dem Brief.", None),
    ("de", "{Q}, sagt eine Anwohnerin.", None),
    ("de", "{Q}, sagt Anna von der Weide.", "Anna von der Weide"),
    ("it", "{Q}, ha detto Anna Rossi, portavoce del comitato.", "Anna Rossi"),
    ("it", "{Q}, dichiara la sindaca Anna Rossi.", "Anna Rossi"),
    ("it", "Secondo Anna Rossi, {Q}.", "Anna Rossi"),
    ("it", "Anna Rossi, presidente del comitato, ha dichiarato: {Q}.", "Anna Rossi"),
    ("it", "{Q}, hanno detto Anna Rossi e Paolo Bianchi.", "Anna Rossi e Paolo Bianchi"),
    ("it", "{Q}, ha detto un abitante.", None),
    ("ht", "{Q}, te di Mari Jan, pòtpawòl òganizasyon an.", "Mari Jan"),
    ("ht", "Mari Jan te di: {Q}.", "Mari Jan"),
    ("ht", "Dapre Mari Jan, {Q}.", "Mari Jan"),
    ("ht", "Lèt la di: {Q}.", "Lèt la"),
    ("ht", "{Q}, yon manman te di.", None),
    ("ar", "قالت مريم حداد: {Q}.", "مريم حداد"),
    ("ar", "وقال النائب أحمد علي: {Q}.", "أحمد علي"),
    ("ar", "{Q}، قالت مريم حداد.", "مريم حداد"),
    ("ar", "قالت مريم حداد، المتحدثة باسم الاتحاد: {Q}.", "مريم حداد"),
    ("ar", "مريم حداد: {Q}.", "مريم حداد"),
    ("ar", "قالت إحدى السكان: {Q}.", None),
    ("zh", "王小明说：{Q}", "王小明"),
    ("zh", "市议员王小明表示：{Q}", "王小明"),
    ("zh", "发言人王小明指出：{Q}", "王小明"),
    ("zh", "王小明：{Q}", "王小明"),
    ("zh", "一位居民说：{Q}", None),
    ("zh", "公开信写道：{Q}", "公开信"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "body", "speaker"), ALONE)
def test_who_is_named_beside_a_quotation(lang: str, body: str, speaker: str | None) -> None:
    """A name without its titles, a letter or its members, several who speak jointly; else nobody, never a guess."""
    assert speakers(lang, body) == [speaker]


BOTH = [
    # a lead-in with U.S. in it, behind a place, before more sentences, of the afternoon
    ("en", "Sen. Jane Roe released the following statement on the death of U.S. Senator Sam Poe:\n\n{Q}\n\n{Q2}", "Jane Roe", "Jane Roe"),
    ("en", "San Lorenzo – Speaker Jane Roe issued the following statement on the U.S. jobs report:\n\n{Q}\n\n{Q2}", "Jane Roe", "Jane Roe"),
    ("en", "Rep. Jane Roe issued the following statement on the budget. The deficit is larger than ever before.\n\n{Q}\n\n{Q2}", "Jane Roe", "Jane Roe"),
    ("en", "This afternoon, Leader Jane Roe and Speaker Sam Poe released a joint statement. It tells of a plan.\n\n{Q}\n\n{C2} said Ana Li.", "Jane Roe and Sam Poe", "Ana Li"),
    # the sentence behind a quotation is the next one's
    ("en", "“We came a long way to be here,” said Ana Li.\n\nJane Roe, director, said: {Q} She added, {Q2}", "Jane Roe", "Jane Roe"),
    ("en", "Jane Roe said: {Q} Sam Poe answered: {Q2}", "Jane Roe", None),
    ("en", "{C} said Jane Roe.\n\n“We have waited for this day for long,” she continued, {Q2}", "Jane Roe", "Jane Roe"),
    ("en", "The following is a statement by Rep. Jane V. Roe (D-CA) reacting to the vote.\n\n{Q}\n\n{Q2}", "Jane V. Roe", "Jane V. Roe"),
    ("en", "Jane Roe, director of River Union, had this to say:\n\n{Q}\n\n{Q2}", "Jane Roe", "Jane Roe"),
    ("en", "The following can be attributed to Jane Roe, director of River Union:\n\n{Q}\n\n{Q2}", "Jane Roe", "Jane Roe"),
    ("en", "The following statement is from Jane Roe, director of River Union:\n\n{Q}\n\n{Q2}", "Jane Roe", "Jane Roe"),
    ("en", "{C} said Jane Roe. She continued: {Q2}", "Jane Roe", "Jane Roe"),
    ("en", "{C} said Jane Roe.\n\n{C2} she continued.", "Jane Roe", "Jane Roe"),
    ("en", "{C} said Jane Roe.\n\nRoe continued, {Q2}", "Jane Roe", "Jane Roe"),
    ("en", "Jane Roe is here.\n\n{C} said Sam Poe.\n\nHe added: {Q2}", "Sam Poe", "Sam Poe"),
    ("es", "{Q}, dijo María López. Agregó: {Q2}.", "María López", "María López"),
    ("es", "{Q}, dijo María López.\n\n{Q2}, agregó.", "María López", "María López"),
    ("es", "{Q}, dijo María López.\n\n{Q2}, añadió ella.", "María López", "María López"),
    ("fr", "{Q}, déclare Anne Martin.\n\n{Q2}, poursuit-elle.", "Anne Martin", "Anne Martin"),
    ("fr", "{Q}, déclare Anne Martin.\n\n{Q2}, ajoute-t-elle.", "Anne Martin", "Anne Martin"),
    ("fr", "{Q}, déclare Anne Martin. Elle ajoute : {Q2}.", "Anne Martin", "Anne Martin"),
    ("pt", "{Q}, disse Ana Souza.\n\n{Q2}, acrescentou ela.", "Ana Souza", "Ana Souza"),
    ("de", "{Q}, sagt Anna Weber.\n\n{Q2}, sagte sie.", "Anna Weber", "Anna Weber"),
    ("de", "{Q}, sagt Anna Weber.\n\n{Q2}, so Weber weiter.", "Anna Weber", "Anna Weber"),
    ("it", "{Q}, ha detto Anna Rossi.\n\n{Q2}, ha aggiunto.", "Anna Rossi", "Anna Rossi"),
    ("ht", "{Q}, te di Mari Jan.\n\nLi te ajoute: {Q2}.", "Mari Jan", "Mari Jan"),
    ("ar", "قالت مريم حداد: {Q}.\n\nوأضافت: {Q2}.", "مريم حداد", "مريم حداد"),
    ("zh", "王小明说：{Q}\n\n她补充说：{Q2}", "王小明", "王小明"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "body", "first", "second"), BOTH)
def test_who_goes_on(lang: str, body: str, first: str | None, second: str | None) -> None:
    """A pronoun, or a verb whose language leaves the subject out, is the one who spoke last; a lead-in speaks for all."""
    assert speakers(lang, body) == [first, second]


@pytest.mark.parametrize(
    ("lang", "verb"),
    [("es", "Agregó"), ("it", "Ha aggiunto"), ("ar", "وأضافت"), ("en", "She added"), ("zh", "她补充说")],
)
def test_nobody_spoke_last(lang: str, verb: str) -> None:
    """Where nobody was named before, whoever goes on is unknown."""
    assert speakers(lang, f"{verb}: {{Q}}") == [None]


@pytest.mark.parametrize(
    ("title", "body", "issuer", "speaker"),
    [
        ("Open letter on evictions", "Every family must have a home.", None, "Open letter on evictions"),
        ("Carta abierta sobre los desalojos", "Every family must have a home.", None, "Carta abierta sobre los desalojos"),
        ("Open letter on evictions", "We, the undersigned organizations, demand homes.", None, "The undersigned organizations"),
        ("Sobre los desalojos", "Las organizaciones firmantes exigimos vivienda.", None, "Las organizaciones firmantes"),
        ("Open letter on evictions", "We, the undersigned, demand homes.", "River Union", "River Union"),  # as it was given
        ("A word on evictions", "Every family must have a home.", None, None),  # no letter
    ],
)  # fmt: skip
def test_a_letter_is_signed_by_those_who_sign_it(
    title: str, body: str, issuer: str | None, speaker: str | None
) -> None:
    """As it calls them, else by its title; a person who gives the issuer knows better."""
    text = f"{title}\n\n{body} We will not rest until they have one."
    reading = read(Statement(text=text, lang="en", issuer=issuer), "en")
    assert {passage.speaker for passage in reading.passages} == {speaker}

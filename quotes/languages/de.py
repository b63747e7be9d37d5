"""German."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(
        r"""zur sofortigen veröffentlichung | pressemitteilung | pressemeldung | sperrfrist |
        veröffentlicht am | stand:"""
    ),
    months=entries(
        r"""jan(?:uar|\.)? | feb(?:ruar|\.)? | mär(?:z|\.)? | apr(?:il|\.)? | mai | juni? | juli? |
        aug(?:ust|\.)? | sept?(?:ember|\.)? | okt(?:ober|\.)? | nov(?:ember|\.)? | dez(?:ember|\.)?"""
    ),
    contact=phrases(
        r"""(?:presse)?kontakt:? | rückfragen | für (?:weitere )?(?:informationen|rückfragen) |
        tel(?:efon|\.)?: | ansprechpartner\w*"""
    ),
    statement=phrases(
        r"""erklär(?:ung|t|te) | folgend\w+ | stellungnahme | brief | sagt(?:e)? | fordern | pressemitteilung |
        dazu | hierzu"""
    ),
    issues=phrases(
        r"""(?:veröffentlicht(?:e|en)?|gibt|geben|gab|gaben) (?:heute )?(?:die|den|das|eine|einen|diese[sn]?) (?:folgende[nrs]? )?(?:erklärung|stellungnahme|brief|pressemitteilung)"""
    ),
    acts=phrases(
        r"""fordern? | fordert | verurteil(?:t|en) | kritisier(?:t|en) | erklär(?:t|en) | lehn(?:t|en) |
        warn(?:t|en)"""
    ),
    note=phrases(
        r"""anmerkung (?:der|des) übersetz\w+ | (?:aus dem \w+ )?übersetzt (?:aus|von) | (?:inoffizielle|nichtamtliche) übersetzung"""
    ),
    about=phrases(r"über (?:uns|die|den|das) | wer wir sind | hintergrund | zum hintergrund"),
    is_a=phrases(
        r"""(?:ist|sind) (?:ein|eine|der|die|das) (?:[\wäöüß-]+ ){0,4}?(?:organisation|verein|bündnis|netzwerk|bewegung|verband|stiftung|gewerkschaft|initiative|zusammenschluss|partei|dachverband) |
        wurde \d{4} gegründet | gegründet | setzt sich (?:seit|für)"""
    ),
    action=phrases(
        r"""hier klicken | klicken sie | unterschreib\w+ (?:sie|jetzt|hier) | mehr (?:infos|informationen) |
        besuchen sie | folg(?:en|t) (?:sie )?uns | anmeldung | weitere informationen |
        hier (?:geht|finden) | zum download"""
    ),
    salutation=phrases(r"sehr geehrte[rsn]? | liebe[rs]? | an (?:die|den|das)"),
    sign_off=phrases(
        r"""mit freundlichen grüßen | hochachtungsvoll | mit solidarischen grüßen | viele grüße"""
    ),
    signed=phrases(r"unterzeichne(?:r|nde|t)\w* | erstunterzeichner\w* | die .{3,40} ortsgruppen \w+,"),
    says=phrases(
        r"""sagt(?:e)? | erklärt(?:e)? | betont(?:e)? | fügt(?:e)? | so | kritisiert(?:e)? | fordert(?:e)? |
        meint(?:e)? | warnt(?:e)? | ergänzt(?:e)? | kommentiert(?:e)? | schreibt | schrieb |
        stellt(?:e)? fest | hat (?:gesagt|erklärt|betont) | laut"""
    ),
    pronoun=phrases(r"er | sie"),
    group=phrases(
        r"""(?:der|dieser|die|diese|das) (?:brief|offene brief|erklärung|stellungnahme|bericht|unterzeichnenden|organisationen)"""
    ),
    back=phrases(
        r"""(?:trotz|mit|durch|wegen|nach|dank) (?:ihre[rsmn]?|seine[rsmn]?|diese[rsmn]?) | dies(?:e[rsmn]?|es)? | das(?: (?:ist|war|heißt|bedeutet|zeigt|wäre)) | jene[rsmn]? | er |
        sie(?= (?:ist|sind|hat|haben|wird|werden|war|waren|kann|können|muss|müssen)) |
        es(?= (?:hat|wird|war|ist (?:ein|eine|der|die|das))) | ihre?[rsmn]? | seine?[rsmn]? |
        solche[rsmn]? | so | auch | außerdem | zudem | ferner | jedoch | allerdings | dennoch | trotzdem |
        aber | und | oder | denn | deshalb | deswegen | daher | darum | dadurch | damit | dabei | dafür |
        dagegen | dazu | hierzu | hierbei | stattdessen | somit | also | zum beispiel | beide | andere |
        weiterhin | schließlich | insbesondere | ebenso | ebenfalls | gleichzeitig | dort | danach |
        demnach | letztere | welche[rsmn]? | bei allen | es muss jedoch"""
    ),
    opens_well=phrases(
        r"""dieses jahr | diese woche |
        es (?:ist (?:zeit|höchste|nötig|notwendig|unverantwortlich|inakzeptabel|wichtig)|gibt|geht|braucht|darf|kann nicht)"""
    ),
    deictic=phrases(
        r"""dies(?:e[rsmn]?|es)?(?! (?:jahr|woche|land|zeit|welt)) ?\w* | jene[rsmn]? | solche[rsmn]? | ihnen |
        dabei | dazu | hierzu | letztere\w* | jedoch | ebenfalls | genannte[nrs]? |
        (?:der|die|das)selbe\w* | hinter sie"""
    ),
    outside=phrases(r"""letztere\w* | (?:oben )?genannte[nrs]? | obige[nrs]?"""),
    fragment=phrases(r"um|indem"),
    adds=phrases(r"auch | außerdem | zudem | ebenfalls | ebenso"),
    linker=phrases(
        r"""außerdem | zudem | dennoch | trotzdem | deshalb | daher | schließlich | zum beispiel"""
    ),
    linker_bare=phrases(r"aber | und | denn"),
    concession=phrases(r"obwohl | während | trotz | auch wenn | angesichts"),
    clause=phrases(
        r"""wir | ich | die \w+ | der \w+ | das \w+ | unsere?\w* | es (?:ist|darf|braucht|muss) | niemand |
        alle | jede\w* | kein\w*"""
    ),
    ties=phrases(r"wenn | falls | außer | aber | sondern | nicht | kein\w* | nie\w* | ohne | nur"),
    third=phrases(r"er | ihn | ihm | ihnen | ihre?\w* | seine?\w*"),
    person=phrases(r"er | ihn | ihm"),
    stance=phrases(
        r"""fordern? | fordert | verlangen | verurteil(?:en|t) | ableh?n\w+ | lehnen | muss | müssen |
        darf nicht | dürfen nicht | sollte[n]? | braucht | brauchen | nicht länger | nie(?:mals)? |
        nie wieder | genug | schluss | rechte? | gerechtigkeit | schützen | kämpf\w+ | unterstützen |
        stehen | solidarisch\w* | verteidig\w+ | verdien\w+ | inakzeptabel | kein\w* | halten wir |
        erwarten | appellier\w+ | es ist zeit"""
    ),
    contrast=phrases(
        r"""nicht nur | sondern | statt | anstatt | ohne | niemand | kein\w* | aber | während | alle[nrs]? |
        immer | nur"""
    ),
    strong=phrases(
        r"""skanda\w+ | schande | empör\w+ | gewalt\w* | gefähr\w+ | bedroh\w+ | freiheit\w* | würde |
        demokrat\w+ | zukunft | krise\w* | \w*katastroph\w* | verbrechen | rassis\w+ | mut\w* |
        dringlich\w* | zerstör\w+ | angst | hass | unverantwortlich | aggressiv\w* | überwach\w+ |
        diskrimin\w+ | leben | tod | friedlich\w*"""
    ),
    people=phrases(
        r"""menschen | familien? | kinder\w* | frauen | arbeiter\w* | beschäftigte\w* | bürger\w* |
        gesellschaft\w* | land | bevölkerung | geflüchtete\w* | generation\w*"""
    ),
    we=phrases(r"wir | uns | unsere?\w*"),
    procedural=phrases(
        r"""gesetz\w* | artikel | paragraph | absatz | verordnung | antrag | sitzung | ausschuss |
        januar|februar|märz|april|juni|juli|august|september|oktober|november|dezember | gestern | heute |
        bericht\w* | laut | wurde[n]? | prozent | euro | präsentiert | veröffentlich\w+ | wie bisher"""
    ),
    pleasantry=phrases(r"dank\w* | freuen uns | begrüßen | gratulier\w+ | stolz"),
)

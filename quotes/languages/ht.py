"""Haitian Creole."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(r"pou piblikasyon (?:imedyat|touswit) | nòt (?:pou )?(?:la)?près | kominike | dat:"),
    months=entries(
        r"""janvye | fevriye | mas | avril | me | jen | jiyè | out|dawou | septanm | oktòb | novanm | desanm"""
    ),
    contact=phrases(r"kontak(?:te)?(?: laprès)?:? | pou plis enfòmasyon | tel:"),
    statement=phrases(
        r"""deklarasyon | kominike | sa a | lèt | di | te di | deklare | te deklare | pibliye"""
    ),
    issues=phrases(r"(?:te )?(?:pibliye|bay|soti) (?:yon )?(?:deklarasyon|kominike|lèt) (?:sa a)?"),
    acts=phrases(r"denonse | mande | kondane | egzije | rejte"),
    note=phrases(r"""nòt tradiktè | tradui (?:soti|pa)"""),
    about=phrases(r"sou (?:nou|òganizasyon) | kiyès nou ye | konsènan"),
    is_a=phrases(
        r"""se yon (?:\w+ ){0,4}?(?:òganizasyon|asosyasyon|kowalisyon|rezo|mouvman|kolektif|federasyon|fondasyon|sendika|gwoup) |
        te fonde"""
    ),
    action=phrases(r"klike | siyen petisyon | vizite | swiv nou | li (?:lèt|plis)"),
    salutation=phrases(r"chè(?:r)? | mesye | madanm"),
    sign_off=phrases(r"ak respè | mèsi | solidèman"),
    signed=phrases(r"siyatè | moun ki siyen | ki siyen"),
    says=phrases(
        r"""(?:te )?di | (?:te )?deklare | (?:te )?ajoute | (?:te )?eksplike | (?:te )?ekri | dapre"""
    ),
    pronoun=phrases(r"li | yo"),
    group=phrases(r"(?:lèt|deklarasyon|kominike|rapò) la"),
    back=phrases(
        r"""sa | li | yo | men | epi | e | ak | tou | anplis | poutan | sepandan | konsa | donk | kidonk |
        se (?:poutèt|pou) sa | se sa k | poutèt sa | lè sa a | pa egzanp | an menm tan | answit | finalman |
        lòt | toude | moun sa yo"""
    ),
    opens_well=phrases(r"li (?:lè|tan|nesesè|enpòtan) | se (?:lè|kounye a)"),
    deictic=phrases(r"\w+ sa (?:a|yo) | menm \w+ (?:la|yo) | tou"),
    outside=phrases(r"""sa yo(?=[.,]) | sa a(?=[.,])"""),
    adds=phrases(r"tou | anplis | epitou"),
    linker=phrases(
        r"""sepandan | poutan | anplis | donk | kidonk | se poutèt sa | poutèt sa | finalman | pa egzanp"""
    ),
    linker_bare=phrases(r"men | epi"),
    concession=phrases(r"malgre | menmsi | pandan | byenke | kòm"),
    clause=phrases(r"nou | mwen | tout \w+ | pa gen | pèsonn | \w+ (?:yo|la|an|a) (?:dwe|pa|gen)"),
    ties=phrases(r"si | sof | men | pa | san | sèlman | jamè"),
    third=phrases(r"li | yo"),
    stance=phrases(
        r"""dwe | fòk | mande | egzije | kondane | denonse | rejte | refize |
        pa (?:ka|dwe|gen dwa|vle|janm|ap) | merite | gen dwa | dwa | jistis | goumen | lite | kanpe |
        pwoteje | defann | sispann | li (?:lè|tan) | jamè | ase | kontinye"""
    ),
    contrast=phrases(r"pa sèlman | men | olye | san | pèsonn | okenn | chak | tout | sèl"),
    strong=phrases(
        r"""wont | danje\w* | vyolans | rasis\w* | libète | diyite | demokrasi | lavni | kriz | lanmò | lavi |
        espwa | perèz | laperèz | kriyèl | enjistis | respè | soufri | menas\w* | grav"""
    ),
    people=phrases(
        r"""pèp | moun | fanmi | timoun | fanm | travayè | sitwayen | kominote | peyi | imigran | ayisyen"""
    ),
    we=phrases(r"nou"),
    procedural=phrases(
        r"""lwa | atik | dekrè | komisyon | jodi a | yè | rapò | dapre | pwojè |
        janvye|fevriye|avril|jiyè|septanm|oktòb|novanm|desanm"""
    ),
    pleasantry=phrases(r"remèsye | mèsi | felisite | fyè"),
)

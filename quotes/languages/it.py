"""Italian."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(
        r"""comunicato stampa$ | per (?:la )?(?:pubblicazione|diffusione) immediata | pubblicato il | data: |
        oggetto:"""
    ),
    months=entries(
        r"""gen(?:naio)? | feb(?:braio)? | mar(?:zo)? | apr(?:ile)? | mag(?:gio)? | giu(?:gno)? | lug(?:lio)? |
        ago(?:sto)? | set(?:tembre)? | ott(?:obre)? | nov(?:embre)? | dic(?:embre)?"""
    ),
    contact=phrases(
        r"""contatti(?: stampa)?:? | ufficio stampa:? | per (?:ulteriori|maggiori) informazioni |
        tel(?:efono|\.)?:"""
    ),
    statement=phrases(
        r"""dichiara(?:zione|to)? | comunicato | seguent[ei] | lettera | afferma(?:to)? | detto |
        chiede(?:re)? | chiediamo"""
    ),
    issues=phrases(
        r"""(?:ha |hanno )?(?:diffus[oa]|diffonde|pubblicato|pubblica|rilasciato|emesso) (?:oggi )?(?:la|il|questa|questo|una|un) (?:seguente )?(?:dichiarazione|comunicato|lettera|appello)"""
    ),
    acts=phrases(r"denuncia(?:no)? | chied(?:e|ono) | condanna(?:no)? | esig(?:e|ono) | rifiuta(?:no)?"),
    note=phrases(
        r"""nota (?:del|della|di) tradu\w+ | tradotto (?:dal|da) | traduzione (?:non ufficiale|dal)"""
    ),
    about=phrases(r"chi siamo | informazioni su | a proposito di"),
    is_a=phrases(
        r"""(?:è|sono) (?:un|una|un['’]|la|il|l['’]) ?(?:[\wàèéìòù-]+ ){0,4}?(?:organizzazione|associazione|coalizione|rete|movimento|collettivo|federazione|fondazione|sindacato|alleanza|partito|comitato|gruppo|ONG) |
        è stat[oa] fondat[oa] | fondat[oa] nel | è compost[oa] da"""
    ),
    action=phrases(
        r"""clicca(?:te)? | firma (?:la|qui|ora) | scarica | segui(?:ci|teci) | visita(?:te)? |
        per saperne di più | leggi (?:qui|il|la) | iscriviti | maggiori informazioni su"""
    ),
    salutation=phrases(r"gentil[ei] | egregi[oa]? | car[oaie] | illustrissim[oa] | spett(?:\.|abile)?"),
    sign_off=phrases(r"cordiali saluti | distinti saluti | cordialmente | in fede"),
    signed=phrases(
        r"""firmatar[io]+ | (?:la lettera )?è stata firmata da\w* | sottoscri\w+ | firmato da | aderiscono"""
    ),
    says=phrases(
        r"""(?:ha|hanno) (?:dichiarato|detto|affermato|aggiunto|spiegato|sottolineato|commentato|concluso|ricordato|scritto|denunciato) |
        dichiara(?:no)? | afferma(?:no)? | spiega(?:no)? | aggiunge | sottolinea(?:no)? | conclude |
        commenta | secondo | dice | denuncia | scrive"""
    ),
    pronoun=phrases(r"lui | lei | egli | ella | loro"),
    group=phrases(
        r"""(?:la|questa|il|questo|i|le|gli) (?:lettera|dichiarazione|comunicato|rapporto|firmatari|comitati|associazioni)"""
    ),
    back=phrases(
        r"""(?:nonostante|con|per|dopo|grazie a) (?:i |il |la |le )?(?:loro|su[oa]i?|sue|quest\w+) | quest[oaie] | quest['’]\w+ | quell[oaie] | ciò | ess[oaie] | lui | lei | loro | su[oa]i? | suoi |
        sue | tal[ei] | così | anche | inoltre | tuttavia | però | ma | e | ed | o | quindi | dunque |
        perciò | pertanto | per (?:questo|ciò|esempio) | in (?:questo|tal|particolare) | infatti | infine |
        poi | altr[oaie] | entrambi | allora | invece | nonostante ciò | di conseguenza | a tal fine |
        la quale | il quale | lo stesso | tra (?:questi|queste)"""
    ),
    opens_well=phrases(
        r"""quest['’]anno | questa settimana | è (?:ora|tempo|necessario|urgente|inaccettabile|fondamentale) |
        così come"""
    ),
    deictic=phrases(
        r"""quest[oaie](?! (?:anno|paese|momento|settimana)) ?\w* | quell[oaie] \w+ | tal[ei] \w+ | ciò |
        suddett[oaie] | lo stesso | inoltre | altresì"""
    ),
    outside=phrases(r"""suddett[oaie] | predett[oaie] | quest'ultim[oaie]"""),
    fragment=phrases(r"\w+[ae]ndo"),
    adds=phrases(r"anche | inoltre | altresì"),
    linker=phrases(
        r"""tuttavia | inoltre | infatti | quindi | pertanto | infine | per questo | di conseguenza |
        in particolare | per esempio"""
    ),
    linker_bare=phrases(r"ma | e | però | per questo"),
    concession=phrases(r"sebbene | mentre | nonostante | benché | anche se | di fronte a"),
    clause=phrases(
        r"""(?:chied|esig|condann|denunci|rifiut|appell|cred)\w*iamo | noi | il \w+ | la \w+ | i \w+ | le \w+ |
        gli \w+ | lo \w+ | l['’]\w+ | un[oa]? \w+ | non | nostr[oaie] | è \w+ | tutt[ei] | nessuno |
        senza \w+ | solo \w+ | si \w+"""
    ),
    ties=phrases(r"se | salvo | tranne | a meno | ma | non | mai | senza | né | solo | nessun\w*"),
    third=phrases(r"lui | lei | loro | essi | su[oa] | suoi | sue | esso | essa"),
    person=phrases(r"lui | lei"),
    stance=phrases(
        r"""chied(?:iamo|e|ono) | richied(?:e|iamo|ono) | esig(?:iamo|e|ono) | condann(?:iamo|a|ano) |
        denunci(?:amo|a|ano) | rifiut(?:iamo|a|ano) | dev(?:e|ono) | dobbiamo | dovrebbe(?:ro)? | bisogna |
        non (?:possiamo|può|possono|è|accettiamo) | mai | basta |
        è (?:ora|necessario|urgente|inaccettabile|inderogabile) | diritt[oi] | giustizia | difend\w+ |
        lott\w+ | merit\w+ | si dovrà | vengano | inderogabil\w+ | necessità | certezza"""
    ),
    contrast=phrases(
        r"""non solo | ma | invece di | anziché | senza | nessun\w* | niente | solo | sempre | ogni | tutt[ei] |
        ancora"""
    ),
    strong=phrases(
        r"""scandal\w+ | vergogn\w+ | indign\w+ | violen\w+ | pericol\w+ | minacc\w+ | grav\w+ | libertà |
        dignit\w+ | democra\w+ | futuro | crisi | crimin\w+ | razzis\w+ | emergenza | drammatic\w+ |
        urgen\w+ | paura | odio | mort\w+ | vita | vittime | senza precedenti | dignitos\w+ | aggravand\w+"""
    ),
    people=phrases(
        r"""popolo | persone | famiglie | bambini | donne | lavorat\w+ | cittadin\w+ | società | paese |
        comunità | popolazione | territorio"""
    ),
    we=phrases(r"noi | nostr[oaie] | ci | \w{3,}iamo"),
    procedural=phrases(
        r"""decreto | legge | articol[oi] | commissario |
        gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre |
        ieri | oggi | secondo | è stat[oa] | sono stat[ie] | euro | miliardi | milioni | stanziamento |
        delibera | inviat[oa] | presidente"""
    ),
    pleasantry=phrases(r"ringrazi\w+ | grazie | congratul\w+ | orgoglios\w+ | onore"),
)

"""Spanish."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(
        r"""para (?:su )?(?:publicación|difusión) inmediata | (?:comunicado|nota) de prensa |
        publicado(?: el|:) | fecha: | se firma el | acuerdo \d"""
    ),
    months=entries(
        r"""ene(?:ro)? | feb(?:rero)? | mar(?:zo)? | abr(?:il)? | may(?:o)? | jun(?:io)? | jul(?:io)? |
        ago(?:sto)? | sep(?:tiembre)?|set(?:iembre)? | oct(?:ubre)? | nov(?:iembre)? | dic(?:iembre)?"""
    ),
    contact=phrases(
        r"""contactos?(?: (?:de|para) (?:la )?prensa)?: | contacto$ | para (?:más|mayor) información |
        tel(?:éfono|\.)?: | correo(?: electrónico)?:"""
    ),
    statement=phrases(
        r"""declaraci(?:ón|ones) | comunicado | siguientes? | manifiesto | carta | dijo | afirmó | expresó |
        declaró | señaló | emitió | emitieron | manifestamos | expresamos | exigimos | solicitamos | pedimos"""
    ),
    issues=phrases(
        r"""(?:ha |han |hoy )?(?:emiti(?:ó|eron|do)|public(?:ó|a|an|aron|ado)|difundi(?:ó|eron|do)|emite[n]?|hace público) (?:hoy )?(?:la|el|este|esta|un|una) (?:siguiente )?(?:declaración|comunicado|manifiesto|carta)"""
    ),
    acts=phrases(
        r"""denuncian? | exigen? | rechazan? | condenan? | piden? | solicitan? | llaman? | reclaman? |
        se pronuncian? | expresan? | urgen?"""
    ),
    note=phrases(
        r"""nota (?:del|de la|de) traduc\w+ | traducido (?:del|por) | traducción (?:no oficial|del)"""
    ),
    about=phrases(
        r"""acerca de | sobre (?:nosotr[oa]s|el|la|los|las) | quiénes somos | antecedentes |
        nota(?:s)? (?:al|para)"""
    ),
    is_a=phrases(
        r"""(?:es|son) (?:un|una|la|el|uno|las|los) (?:[\wáéíóúñ-]+ ){0,4}?(?:organización|organizaciones|asociación|coalición|red|movimiento|colectivo|federación|fundación|sindicato|alianza|partido|comité|grupo|institución|plataforma|ONG) |
        fue fundad[oa] | fundad[oa] en | está (?:formad|integrad|compuest)[oa] por | se dedica a |
        trabaja (?:por|para)"""
    ),
    action=phrases(
        r"""haga clic | haz clic | clic aquí | (?:se )?pueden? (?:descargar|consultar|leer|ver|encontrar) |
        en este enlace | adhiérete | adherirse | firma (?:la|esta|aquí) | síguenos | visite |
        visita (?:nuestra|www|http) | inscríbete | agrega a tu organización | enviando un (?:email|correo) |
        más información en"""
    ),
    salutation=phrases(
        r"""estimad[oa]s? | querid[oa]s? | a (?:los|las|la|el|todos|todas|quien) [\w ,áéíóúñ]{3,70}[:,]$ |
        señor(?:es|a|as)?"""
    ),
    sign_off=phrases(
        r"""atentamente | cordialmente | saludos(?: cordiales)? | respetuosamente | sin otro particular"""
    ),
    signed=phrases(
        r"""firman(?:tes)?:? | firmad[oa] por | organizaciones firmantes | suscriben | signatari[oa]s |
        adhesiones | (?:l[oa]s )?abajo firmantes"""
    ),
    says=phrases(
        r"""dij(?:o|eron) | dice[n]? | afirm(?:ó|a|aron) | señal(?:ó|a|aron) | declar(?:ó|a|aron) |
        expres(?:ó|a|aron) | manifest(?:ó|aron) | manifiesta | asegur(?:ó|a|aron) | agreg(?:ó|a) |
        añad(?:ió|e) | sostuv(?:o|ieron) | sostiene | indic(?:ó|a|aron) | explic(?:ó|a|aron) |
        conclu(?:yó|ye) | coment(?:ó|a) | denunci(?:ó|a|aron) | asever(?:ó|a) | subray(?:ó|a) |
        destac(?:ó|a) | advirti(?:ó|eron) | según | escribi(?:ó|eron) | apunt(?:ó|a) | recalc(?:ó|a)"""
    ),
    pronoun=phrases(r"ella | él | ellos | ellas"),
    group=phrases(
        r"""(?:la|esta|el|este|los|las) (?:carta|declaración|comunicado|manifiesto|informe|organizaciones|firmantes|legisladores)"""
    ),
    back=phrases(
        r"""(?:a pesar de|pese a|con|por|tras|gracias a|mediante) (?:sus?|est[aeo]s?|es[aeo]s?|ello) |
        de (?:cualquier|todas) (?:forma|formas|modo|modos|manera|maneras) | cuando (?:esto|eso|ello|est[ae]s?) |
        est[eoa]s? | es[eoa]s? | aquell[oa]s? | ell[oa]s? | él | dich[oa]s? | tal(?:es)? |
        así(?: mismo| que| pues)? | asimismo | además | también | tampoco | sin embargo | no obstante |
        por (?:eso|ello|esto|tanto|lo tanto|consiguiente|ende|otro lado|otra parte|ejemplo) |
        en (?:este|ese|dicho|tal) (?:sentido|contexto|caso) |
        de (?:hecho|esta manera|este modo|igual (?:manera|forma|modo)|lo contrario) |
        en (?:cambio|consecuencia|efecto|concreto|definitiva|particular) | pese a (?:ello|esto) |
        a pesar de (?:ello|esto|eso) | y | e | o | pero | mas | sino | aunque (?:est|es|ell)\w+ | su | sus |
        l[oa]s? (?:mism|cual|anterior|citad)\w* | entre (?:ell[oa]s|algunos|otr[oa]s) |
        (?:es|fue) por (?:eso|ello) | ante (?:esto|ello|esta|este) | con (?:ello|esto|esta|este) | luego |
        entonces | mientras tanto | finalmente | otr[oa]s? | ambos | ambas | allí | ahí | lo que | lo cual |
        quien(?:es)? | como (?:ya )?(?:se )?(?:ha|mencion|dij)\w+ | cabe | encabezó | fue a |
        a (?:esto|ello) | les? | se (?:la|lo)"""
    ),
    opens_well=phrases(
        r"""este (?:año|mes|día) | esta (?:semana|mañana) |
        es (?:hora|momento|tiempo|necesari|urgent|inaceptabl|important|imprescindibl|inadmisibl|fundamental)\w* |
        así como | su (?:majestad|santidad) | quienes (?:\w+ ){1,8}(?:no|deben|debemos|somos|estamos)"""
    ),
    deictic=phrases(
        r"""(?:est[eoa]s?|es[eoa]s?|dich[oa]s?|tal(?:es)?|aquell[oa]s?)(?! (?:año|país|momento|semana|mes|siglo|vez|gobierno|tierra|como|que|es)) ?(?:\w+)? |
        (?:el|la|los|las) (?:citad|mencionad|referid|mism)[oa]s? | lo anterior |
        al respecto"""
    ),
    outside=phrases(
        r"""(?:esto|eso|aquello) \w+(?:e|a|ó|an|en)(?=[ ,]) | lo anterior | dich[oa]s? \w+ | (?:citad|mencionad|referid)[oa]s?"""
    ),
    fragment=phrases(r"(?:al \w+r|\w+[ae]ndo|\w+iendo)"),
    adds=phrases(r"también | asimismo | además | igualmente"),
    linker=phrases(
        r"""sin embargo | no obstante | además | asimismo | así mismo |
        por (?:lo tanto|tanto|ello|eso|esto|ende|consiguiente|otro lado|otra parte|ejemplo) |
        en (?:cambio|consecuencia|efecto|definitiva|conclusión|este sentido|ese sentido) | de hecho |
        finalmente | por último | es por (?:eso|ello) | pese a ello | a pesar de ello | de esta manera |
        en resumen"""
    ),
    linker_bare=phrases(r"pero | y | por (?:lo tanto|eso|ello) | de hecho | es por (?:eso|ello) que"),
    concession=phrases(
        r"""aunque | si bien | mientras(?! tanto) | a pesar de | pese a | ante | dado | en vista de | como |
        aún no"""
    ),
    clause=phrases(
        r"""(?:exig|ped|solicit|conden|rechaz|reclam|denunci|expres|llam|dem|insist|inst|cre|lament|apoy|defend|confi)\w*(?:amos|emos|imos) |
        nosotr[oa]s | el \w+ | la \w+ | los \w+ | las \w+ | un[oa]? \w+ | no | nuestr[oa]s? | es \w+ | hay |
        tod[oa]s | nadie | debe\w* | se \w+"""
    ),
    ties=phrases(
        r"""si | salvo | excepto | a menos | pero | sino | no | nunca | jamás | sin | ni | solo | sólo | nadie |
        ningún\w*"""
    ),
    third=phrases(r"él | ella | ellos | ellas | les? | su | sus | ello"),
    person=phrases(r"él | ella"),
    stance=phrases(
        r"""exig(?:imos|e|en|ir) | ped(?:imos|ir) | pide[n]? | solicit(?:amos|a|an) | demand(?:amos|a|an) |
        conden(?:amos|a|an) | rechaz(?:amos|a|an) | reclam(?:amos|a|an) | denunci(?:amos|a|an) |
        llam(?:amos|a|an) a | inst(?:amos|a|an) | deb(?:e|en|emos|ería|erían|ían?) | tienen? que |
        tenemos que | hay que | no (?:podemos|puede|pueden|vamos|permitiremos|es) | nunca | jamás | basta |
        ya basta | merece[n]? | es hora | es (?:necesari|urgent|inaceptabl|imprescindibl)\w* | derechos? |
        justicia | defend(?:er|emos) | luch(?:ar|amos|a) | seguiremos | insist(?:imos|e) | reivindicamos |
        indignad\w+ | confiamos | nos comprometemos"""
    ),
    contrast=phrases(
        r"""no sólo | no solo | sino | en lugar de | en vez de | sin | nadie | ningun[oa]? | hasta que |
        más que | no [^.,;]{2,60}, (?:sino|pero) | cuando | mientras | tod[oa]s"""
    ),
    strong=phrases(
        r"""indign\w+ | vergüenza | vergonz\w+ | escándalo | cruel\w* | violen\w+ | persecuci\w+ | muert\w+ |
        racis\w+ | peligr\w+ | amenaz\w+ | grave\w* | libertad\w* | dignidad | democra\w+ | futuro |
        crimen\w* | crimin\w+ | represi\w+ | impunidad | corrup\w+ | desastr\w+ | dolor\w* | miedo | odio |
        imperialismo | golpe | fascismo | precari\w+ | víctimas? | esperanza | soberanía | vida\w* |
        fundamental\w* | opres\w+ | vulner\w+"""
    ),
    people=phrases(
        r"""pueblos? | gente | personas | familias | niñ[oa]s | mujeres | trabajador[ae]s | ciudadan\w+ |
        comunidad(?:es)? | país | sociedad | migrantes | derechos humanos | jóvenes"""
    ),
    we=phrases(r"\w{3,}(?:amos|emos|imos) | nuestr[oa]s? | nosotr[oa]s | nos"),
    procedural=phrases(
        r"""artículos? | decreto | ley(?:es)? \d* | reglamento | resolución | convenio | sesión | expediente |
        enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre | pasado |
        ayer | hoy | proyecto | comisión | informe | según | anunci\w+ | present(?:ó|aron|ado) | fue |
        fueron | días | euros | trámite | documento | comunicado | señal(?:ó|a)"""
    ),
    pleasantry=phrases(
        r"""agradec\w+ | gracias | felicit\w+ | orgullos\w+ | saludamos | honor | nos complace"""
    ),
)

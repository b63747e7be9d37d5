"""French."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(r"(?:pour )?diffusion immédiate | communiqué(?: de presse)? | publié le | date ?:"),
    months=entries(
        r"""janv(?:ier|\.)? | févr?(?:ier|\.)? | mars | avr(?:il|\.)? | mai | juin | juil(?:let|\.)? | août |
        sept(?:embre|\.)? | oct(?:obre|\.)? | nov(?:embre|\.)? | déc(?:embre|\.)?"""
    ),
    contact=phrases(
        r"""contacts?(?: (?:de )?presse| médias)? ?:? | pour (?:plus|de plus amples) (?:d['’])?informations? |
        tél(?:éphone|\.)? ?:"""
    ),
    statement=phrases(
        r"""déclaration | communiqué | suivante?s? | lettre | déclar(?:e|é|ent) | dit | affirme |
        demand(?:e|ons) | exige(?:ons)? | appel | expliqu\w+ | adopté | rappel(?:le|ons)"""
    ),
    issues=phrases(
        r"""(?:a |ont )?(?:publi(?:é|e|ent)|diffus(?:é|e|ent)|adress(?:é|e|ent)|rend(?:u|ent)? public) (?:aujourd['’]hui )?(?:la|le|ce|cette|une|un) (?:\w+ )?(?:déclaration|communiqué|lettre|appel)"""
    ),
    acts=phrases(
        r"""dénoncent? | appellent? | demandent? | condamnent? | exigent? | s['’]opposent? | saluent? |
        réclament?"""
    ),
    note=phrases(
        r"""note (?:du|de la|de) traduct\w+ | note des traduct\w+ | ndt | traduit (?:de|du|par) | traduction (?:non officielle|de l['’])"""
    ),
    about=phrases(r"à propos | qui sommes[- ]nous | contexte | notes? (?:aux|à l)"),
    is_a=phrases(
        r"""(?:est|sont) (?:un|une|la|le|l['’]) ?(?:[\wéèêàçôî-]+ ){0,4}?(?:organisation|association|collectif|coalition|réseau|mouvement|fédération|fondation|syndicat|alliance|parti|comité|groupe|ONG|plateforme) |
        a été (?:fondée?|créée?) | fondée? en | regroupe | rassemble"""
    ),
    action=phrases(
        r"""cliquez | signez | en signant | signer (?:cette|la) pétition | téléchargez | à télécharger |
        consultez | suivez[- ]nous | rendez-vous sur | retrouvez | inscrivez-vous | en savoir plus |
        lire (?:ici|la suite|le communiqué) | plus d['’]informations? sur"""
    ),
    salutation=phrases(r"chère?s? | madame | monsieur | mesdames | messieurs"),
    sign_off=phrases(r"cordialement | veuillez agréer | salutations | bien à vous | solidairement"),
    signed=phrases(
        r"""signataires? | (?:premiers |premières )?signataires | les groupes de la majorité | signé par |
        organisations signataires"""
    ),
    says=phrases(
        r"""(?:a|ont) (?:déclaré|affirmé|expliqué|ajouté|souligné|dit|indiqué|rappelé|dénoncé|conclu|estimé|insisté|précisé|commenté|écrit|réagi) |
        déclare(?:nt)? | affirme(?:nt)? | explique(?:nt)? | ajoute(?:nt)? | souligne(?:nt)? | dit | disent |
        conclut | estime(?:nt)? | selon | indique(?:nt)? | rappelle(?:nt)? | dénonce(?:nt)? | s['’]indigne |
        précise(?:nt)? | insiste | regrette | déplore | commente | écrit | réagit"""
    ),
    pronoun=phrases(r"il | elle | ils | elles | [- ]t-(?:il|elle)"),
    group=phrases(
        r"""(?:la|cette|le|ce|les|l['’]) ?(?:lettre|déclaration|communiqué|rapport|organisations|signataires|associations|pétition)"""
    ),
    back=phrases(
        r"""(?:malgré|avec|par|grâce à|sous|pour|après) (?:leurs?|son|sa|ses|ce|cet|cette|ces) | de toute façon | quoi qu['’]il en soit | quand (?:cela|il|elle|ils|elles) |
        ce(?:t|tte|s)? | c['’](?:est|était) | cela | ça | ceci | il | elle | ils | elles | celui(?:-ci)? |
        celle(?:-ci)? | ceux | celles | son | sa | ses | leurs? | tel(?:le)?s? | ainsi | aussi | également |
        de plus | en outre | par ailleurs | en effet | or | donc | mais | et | ou | puis | toutefois |
        cependant | pourtant | néanmoins | pour (?:cela|autant|ces|cette|mémoire) |
        c['’]est (?:pourquoi|ainsi) | d['’](?:où|ailleurs|une part|autre part) |
        à (?:cet|ce) (?:égard|titre|effet) | dans ce(?:tte|s)? | par (?:conséquent|exemple|contre) |
        en (?:conséquence|revanche|particulier|cela) | ensuite | enfin | face à (?:cela|ces|cette) |
        pendant que ce | malgré (?:cela|ces|cette) | autre | d['’]autres | notons que | on peut citer |
        lequel | laquelle | en France par exemple | avec (?:ses|cette|ces)"""
    ),
    opens_well=phrases(
        r"""cette (?:année|semaine) | ce (?:matin|soir) |
        il (?:faut|est (?:temps|urgent|nécessaire|inacceptable|impératif|essentiel|indispensable)|y a|n['’]y a|ne (?:faut|suffit|peut y)) |
        c['’]est (?:maintenant|à nous|ensemble) | ainsi que"""
    ),
    deictic=phrases(
        r"""(?:ce|cet|cette|ces)(?! (?:pays|jour|année|matin|siècle|que|qui|n['’]|sont|sera)) \w+ | celui-ci |
        celle-ci | ceux-ci | celles-ci | cela | également | ledit | ladite |
        (?:le|la|les) (?:même|dit|précité)e?s?"""
    ),
    outside=phrases(r"""ledit | ladite | (?:précité|susdit)e?s? | ce(?:s|tte)? dernière?s?"""),
    fragment=phrases(r"en \w+ant"),
    adds=phrases(r"aussi | également | de plus | en outre | par ailleurs"),
    linker=phrases(
        r"""par ailleurs | en effet | de plus | en outre | cependant | toutefois | néanmoins | pourtant |
        ainsi | par conséquent | en conséquence | enfin | or | d['’]ailleurs | par exemple |
        c['’]est pourquoi | pour cela | à ce titre | à cet égard | en revanche | en somme | aujourd['’]hui"""
    ),
    linker_bare=phrases(
        r"""mais | et | car | c['’]est pourquoi | notons qu(?:e|['’]) |
        (?:il|elle|cela) (?:montre|prouve|démontre) qu(?:e|['’])"""
    ),
    concession=phrases(
        r"""bien que | alors que | pendant que | tandis que | malgré | en tant que | face à | alors même que |
        si | même si"""
    ),
    clause=phrases(
        r"""nous | je | on | le \w+ | la \w+ | les \w+ | l['’]\w+ | des \w+ | un \w+ | une \w+ | notre | nos |
        il (?:faut|est) | tou(?:s|tes) | aucun | personne | qu['’]\w+"""
    ),
    ties=phrases(
        r"""si | sauf | à moins | mais | ne | n['’]\w+ | pas | jamais | sans | ni | aucune? | seulement |
        s['’]il"""
    ),
    third=phrases(
        r"""il | elle | ils | elles | lui | leurs? | son | sa | ses | celle-ci | celui-ci | celles-ci"""
    ),
    person=phrases(r"lui"),
    stance=phrases(
        r"""exige(?:ons|nt|r)? | demand(?:ons|e|ent) | appel(?:ons|le|lent) | dénon(?:çons|ce|cent) |
        condamn(?:ons|e|ent) | refus(?:ons|e|ent) | rejet(?:ons|te) | réclam(?:ons|e|ent) | revendiqu\w+ |
        (?:doit|doivent|devons|devrait|devraient) | il faut |
        il est (?:temps|urgent|nécessaire|inacceptable|impératif) |
        ne (?:peut|peuvent|pouvons|doit|saurait|sera) | jamais | plus jamais | inacceptable | droits? |
        justice | défend(?:re|ons) | lutt(?:e|er|ons) | sout(?:enons|ient|enir) | combat(?:tre|tons)? |
        mérit\w+ | garantir | fermement | espérons | compte | dev(?:ient|enir)"""
    ),
    contrast=phrases(
        r"""non (?:pas|seulement) | mais | au lieu de | plutôt que | sans | aucune? | personne | rien | ni |
        faute de | même | seule? | tou(?:s|tes|te|t)"""
    ),
    strong=phrases(
        r"""scandal\w+ | honte\w* | indign\w+ | viol\w+ | dang\w+ | menac\w+ | grave\w* | libertés? | dignité |
        démocrat\w+ | avenir | crise | urgence | discrimin\w+ | racis\w+ | surveillance | illégal\w* |
        arbitraire | victoire | succès | incontestable | inconstitutionnel\w* | précari\w+ | haine | peur |
        mort\w* | vie\w* | force | disparaiss\w+ | fondamenta\w+ | combat"""
    ),
    people=phrases(
        r"""peuple | gens | personnes | familles? | enfants | femmes | travailleu\w+ | citoyen\w* | société |
        pays | élèves | étudiants | exilé\w* | réfugié\w* | humain\w* | diaspora"""
    ),
    we=phrases(r"nous | notre | nos | \w{3,}ons"),
    procedural=phrases(
        r"""articles? | décret | loi | code | décision | audience | conseil | convention | ministère |
        janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre | hier |
        aujourd['’]hui | rapport | projet | proposition | commission | session | procédure | a été |
        ont été | selon | annonc\w+ | tribunal | euros | révision | amendement | par exemple"""
    ),
    pleasantry=phrases(
        r"""remerci\w+ | merci | félicit\w+ | salu(?:ons|e|ent) | fiers? | honneur | heureux"""
    ),
)

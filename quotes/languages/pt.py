"""Portuguese."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(
        r"""para (?:divulgação|publicação) imediata | comunicado de imprensa | nota (?:de imprensa|à imprensa) |
        publicado em | data: | nota:"""
    ),
    months=entries(
        r"""jan(?:eiro)? | fev(?:ereiro)? | mar(?:ço)? | abr(?:il)? | maio? | jun(?:ho)? | jul(?:ho)? |
        ago(?:sto)? | set(?:embro)? | out(?:ubro)? | nov(?:embro)? | dez(?:embro)?"""
    ),
    contact=phrases(
        r"""contactos?(?: (?:de|para a) imprensa)?:?$ | contatos?:?$ | para (?:mais|maiores) informações |
        tel(?:efone|\.)?:"""
    ),
    statement=phrases(
        r"""declaração | comunicado | seguintes? | carta | nota | disse | afirmou | declarou | manifesto |
        exigimos | pedimos | expressa"""
    ),
    issues=phrases(
        r"""(?:divulg(?:ou|a|am|aram)|public(?:ou|a|am|aram)|emiti(?:u|ram)) (?:hoje )?(?:a|o|esta|este|uma|um) (?:seguinte )?(?:declaração|comunicado|manifesto|carta|nota)"""
    ),
    acts=phrases(
        r"""denunciam? | exigem? | repudiam? | condenam? | pedem? | rejeitam? | apelam? | defendem?"""
    ),
    note=phrases(r"""nota (?:do|da|de) tradu\w+ | traduzido (?:do|por) | tradução (?:não oficial|do)"""),
    about=phrases(r"sobre (?:nós|a|o|as|os) | quem somos | contexto"),
    is_a=phrases(
        r"""(?:é|são) (?:um|uma|a|o|as|os) (?:[\wáéíóúãõçê-]+ ){0,4}?(?:organização|associação|coalizão|rede|movimento|coletivo|federação|fundação|sindicato|aliança|partido|comité|comitê|grupo|ONG) |
        foi fundad[oa] | fundad[oa] em | é compost[oa] por"""
    ),
    action=phrases(
        r"""clique | saiba mais | assine | siga | visite | leia (?:a|o|aqui|mais) | inscreva-se |
        pode(?:m)? ser (?:lid|consultad|encontrad)\w+ | mais informações em"""
    ),
    salutation=phrases(r"prezad[oa]s? | car[oa]s? | exm[oa]s? | excelentíssim[oa]s? | senhor(?:es|a|as)?"),
    sign_off=phrases(
        r"""atenciosamente | cordialmente | com os melhores cumprimentos | respeitosamente | saudações"""
    ),
    signed=phrases(
        r"""assinam | signatári[oa]s | subscrevem | (?:os |as )?abaixo[- ]assinad[oa]s | assinad[oa] por |
        professores signatários"""
    ),
    says=phrases(
        r"""disse(?:ram)? | diz(?:em)? | afirm(?:ou|a|aram) | declar(?:ou|a|aram) | acrescent(?:ou|a) |
        explic(?:ou|a) | destac(?:ou|a) | conclu(?:iu|i) | ressalt(?:ou|a) | segundo | escrev(?:eu|e) |
        sublinh(?:ou|a) | denunci(?:ou|a) | coment(?:ou|a)"""
    ),
    pronoun=phrases(r"el[ea]s?"),
    group=phrases(
        r"""(?:a|esta|o|este|os|as) (?:carta|declaração|comunicado|manifesto|relatório|organizações|signatários)"""
    ),
    back=phrases(
        r"""(?:apesar|com|por|após|graças a) (?:d)?(?:seus?|suas?|est[ea]s?|ess[ea]s?|iss?to?) | de qualquer (?:forma|modo|maneira) | quando (?:isso|isto|ess[ea]s?|est[ea]s?) |
        est[ea]s? | ess[ea]s? | isto | isso | aquel[ea]s? | aquilo | el[ea]s? | seus? | suas? | tais | tal |
        assim(?: sendo)? | também | além (?:disso|disto) | ademais | no entanto | contudo | todavia |
        porém | entretanto | por (?:isso|isto|conseguinte|outro lado|exemplo) | portanto | logo | e | ou |
        mas | ness[ea]s? | nest[ea]s? | dess[ea]s? | dest[ea]s? | diss[oa] |
        diante (?:disso|disto|dess\w+) | outr[oa]s? | ambos | ambas | o mesmo | a mesma |
        com (?:isso|isto) | de facto | de fato | o que | o qual | a qual | então | finalmente | por fim |
        em tudo isto"""
    ),
    opens_well=phrases(
        r"""est[ea] (?:ano|semana|mês) | é (?:hora|tempo|preciso|urgente|necessário|inaceitável) | assim como"""
    ),
    deictic=phrases(
        r"""(?:n|d)?(?:est[ea]s?|ess[ea]s?|aquel[ea]s?)(?! (?:ano|país|momento|semana|mês|século|que)) ?\w* |
        isto | isso | disso | nisso | tais \w+ | tal \w+ | (?:o|a) referid[oa] | também |
        (?:o|a)s? mesm[oa]s?"""
    ),
    outside=phrases(r"""referid[oa]s? | supracitad[oa]s?"""),
    fragment=phrases(r"(?:ao \w+r|\w+[aei]ndo)"),
    adds=phrases(r"também | além disso | igualmente | ainda"),
    linker=phrases(
        r"""no entanto | contudo | todavia | porém | entretanto | além disso | ademais | portanto | por isso |
        assim | de facto | de fato | por fim | finalmente | por outro lado | em suma | diante disso"""
    ),
    linker_bare=phrases(r"mas | e | por isso"),
    concession=phrases(
        r"""embora | apesar de | enquanto | ainda que | mesmo que | como | dado | diante d[oae]s?"""
    ),
    clause=phrases(
        r"""(?:exig|ped|rejeit|repudi|conden|denunci|apel|defend|acredit)\w*(?:amos|emos|imos) | nós | o \w+ |
        a \w+ | os \w+ | as \w+ | um \w+ | uma \w+ | não | nossos? | nossas? | é \w+ | há | tod[oa]s |
        ninguém | deve\w*"""
    ),
    ties=phrases(
        r"""se | salvo | exceto | a menos | mas | não | nunca | sem | nem | apenas | ninguém | nenhuma?"""
    ),
    third=phrases(r"el[ea]s? | lhes? | seus? | suas? | del[ea]s? | nel[ea]s?"),
    person=phrases(r"ele | ela | dele | dela"),
    stance=phrases(
        r"""exig(?:imos|e|em|ir) | ped(?:imos|e|em) | repudi(?:amos|a|am|ar) | conden(?:amos|a|am) |
        rejeit(?:amos|a|am) | denunci(?:amos|a|am|ado) | apel(?:amos|a|am) | defend(?:emos|e|em|er) |
        dev(?:e|em|emos|eria|eriam) | tem que | é preciso |
        é (?:urgente|necessário|inaceitável|fundamental) | não (?:podemos|pode|podem|aceitamos|vamos|é) |
        nunca | jamais | basta | merece[m]? | direitos? | justiça | lut(?:ar|amos|a) | solidari\w+ |
        intolerável | inadmissível | opo(?:mo|r)\w*"""
    ),
    contrast=phrases(
        r"""não só | não apenas | mas | em vez de | ao invés de | sem | ninguém | nenhuma? | nada | apenas |
        tod[oa]s | quando | enquanto"""
    ),
    strong=phrases(
        r"""indign\w+ | vergonh\w+ | escândalo | violên\w+ | violent\w+ | persegui\w+ | mort\w+ | racis\w+ |
        perig\w+ | ameaç\w+ | grav\w+ | liberdade\w* | dignidade | democra\w+ | futuro | crime\w* |
        repress\w+ | corrup\w+ | medo | ódio | invasor\w+ | vigilância | privacidade | autoritár\w+ |
        censura | ataque\w* | discrimin\w+ | preconceito\w* | fundamenta\w+ | intolerân\w+ | vida\w*"""
    ),
    people=phrases(
        r"""povo | pessoas | famílias? | crianças | mulheres | trabalhador\w+ | cidad(?:ã|ão)\w* | portugueses |
        brasileir\w+ | sociedade | país | comunidade\w* | alun\w+ | estudantes | human\w+"""
    ),
    we=phrases(r"\w{3,}(?:amos|emos|imos) | nossos? | nossas? | nós | nos"),
    procedural=phrases(
        r"""artigos? | decreto | lei | proposta | resolução | contrato |
        janeiro|fevereiro|março|abril|junho|julho|agosto|setembro|outubro|novembro|dezembro | passad[oa] |
        ontem | hoje | projeto | comissão | relatório | segundo | anunci\w+ | apresent(?:ou|aram) | foi |
        foram | dias | euros | dia \d+"""
    ),
    pleasantry=phrases(r"agradec\w+ | obrigad\w+ | parabén\w* | orgulh\w+ | saudamos | honra"),
)

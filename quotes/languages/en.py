"""English."""

from quotes.languages import Words, entries, phrases

WORDS = Words(
    release=phrases(
        r"""for immediate release | embargoed | (?:press|news|media) (?:release|statement) | published:? |
        posted on | released?: | updated?:? \w+ \d | date:"""
    ),
    months=entries(
        r"""jan(?:uary)? | feb(?:ruary)? | mar(?:ch)? | apr(?:il)? | may | june? | july? | aug(?:ust)? |
        sept?(?:ember)? | oct(?:ober)? | nov(?:ember)? | dec(?:ember)?"""
    ),
    contact=phrases(
        r"""(?:(?:press|media|news) )?(?:contacts?|inquiries|enquiries|office)(?: (?:details|information))?: |
        (?:press|media|news) (?:contacts?|inquiries|enquiries) | contact (?:details|us) |
        for (?:more|further|additional) information,? (?:please )?contact | phone: | tel\.?: | e-?mail:"""
    ),
    statement=phrases(
        r"""statements? | following | letter (?:\w+ ){0,4}(?:reads|begins|below) | comments? | remarks | said |
        says | wrote | writes | stated | declared | added | continued | concluded | issued | released |
        attributed to | had this to say | testified | quotes?"""
    ),
    issues=phrases(
        r"""(?:(?:today|have|has|jointly) )*(?:released|issued|published|made|shared|released|releases|issues) (?:the|this|a|its|their|the following) ?(?:\w+ ){0,3}?(?:statement|declaration|letter|response|call|comments?|following)"""
    ),
    acts=phrases(
        r"""(?:releases? )?statements? (?:on|regarding|about|in) | calls? (?:on|for|upon) | urges? | condemns? |
        denounces? | demands? | opposes? | applauds? | responds? | supports? | announces? | declares? |
        rejects? | says? | criticizes?"""
    ),
    note=phrases(
        r"""(?:translator|translation)(?:['’]?s)? notes? | notes? (?:on|about) (?:the|this) translation | note from the translator | (?:this is an? )?(?:un)?official translation | translated (?:from|by) | \[translat\w+"""
    ),
    about=phrases(r"about (?:us|the [A-Z]\w+|[A-Z]\w+) | who we are | background | notes? to editors?"),
    is_a=phrases(
        r"""(?:is|are|was) (?:a|an|the|one of|dedicated|based|best known|proud|committed) ?(?:\w+[- ]){0,8}?(?:organi[sz]ation|non-?profit|coalition|partnership|network|alliance|union|federation|association|collective|foundation|institute|cent(?:er|re)|charity|campaign|movement|project|group|company|initiative|consortium|committee|chapter|think tank|party|tribe|voice|membership|community|member|vice-chair) |
        (?:is|are) (?:a|an|the) \w+[- ]based | consists of | was founded | founded in | is composed of |
        is best known | has been instrumental | has been (?:active|a (?:vocal|leading)) | works to |
        is dedicated to | represents (?:more than|over|nearly) | serves (?:as|on) """
    ),
    action=phrases(
        r"""(?:click|tap) (?:here|below|on|to) |
        (?:can|may) be (?:found|viewed|read|downloaded|seen|accessed) \w* |
        (?:is|are) available (?:here|online|at|below) |
        (?:please )?(?:visit|see|read|view|watch|download|follow) (?:the |our |us |more |@|\S*\.(?:com|org|net|gov))[^.?!]*(?:here|below|:|@\w|\.(?:com|org|net|gov)) |
        follow (?:\w+ ){0,8}@\w+ | learn more (?:at|about|here) | for (?:more|further) (?:information|on) |
        for (?:the )?(?:full|complete) (?:text|list|letter|report) | sign (?:the (?:letter|petition|statement|pledge|call|appeal|declaration)|this|up|here|our) |
        text \w+ to \d+ | donate (?:here|now|today|at) | rsvp | register (?:here|at|now) |
        share (?:this|on) | (?:text|copy|transcript|video|pdf) of (?:the )?(?:\w+ )?(?:letter|bill|report) |
        send us | join us (?:at|on|for) | if you (?:want|would like) to (?:sign|join|donate) | click |
        press inquiries can be | encourages? (?:\w+ ){1,5}to follow"""
    ),
    salutation=phrases(
        r"""dear | to whom it may concern | the honou?rable | to (?:the|all|our) [\w ,]{3,60}[:,]$"""
    ),
    sign_off=phrases(
        r"""sincerely | respectfully(?: submitted)? | yours (?:truly|faithfully|sincerely) | best(?: regards)? |
        in solidarity | (?:kind|warm) regards | regards | very truly yours | signed"""
    ),
    signed=phrases(
        r"""signed(?: by)?:?$ | signatories | the undersigned | co-?signed | signed, | endorsed by |
        (?:list of )?signers | (?:organi[sz]ational |current )?(?:signatories|endorsers)"""
    ),
    says=phrases(
        r"""sa(?:id|ys?|ying) | stat(?:ed|es) | add(?:ed|s) | continu(?:ed|es) | conclud(?:ed|es) |
        wr(?:ote|ites?) | not(?:ed|es) | testif(?:ied|ies) | explain(?:ed|s) | declar(?:ed|es) |
        remark(?:ed|s) | comment(?:ed|s) | argu(?:ed|es) | warn(?:ed|s) | assert(?:ed|s) |
        emphasi[sz](?:ed|es) | reads? | told | tweeted | according to | observ(?:ed|es) | began | begins |
        respond(?:ed|s) | claim(?:s|ed)?(?= that) | boast(?:s|ed)? | insist(?:s|ed) | alleg(?:es|ed) | urg(?:ed|es) | stress(?:ed|es) | reiterat(?:ed|es) | ask(?:ed|s)"""
    ),
    pronoun=phrases(
        r"""she | he | they | it | the (?:letter|statement)(?= (?:also|further|continues|goes))"""
    ),
    group=phrases(
        r"""(?:the|this|our|their|a) (?:\w+ ){0,2}?(?:letter|statement|petition|resolution|report|complaint|lawmakers|members|senators|representatives|organi[sz]ations|groups|signers|signatories|coalition|authors|congresswomen|congressmen|attorneys general|briefing|op-ed)"""
    ),
    back=phrases(
        r"""(?:despite|through|with|by|given|because of|thanks to|under|for|from|after|against) (?:their|its|his|her|this|these|that|those) |
        in a (?:day|week|month|year|few \w+) | additional | this | that(?:'s|’s)? | these | those | they(?:'re|’re|'ve|’ve)? | he | she | it(?:'s|’s)? | his |
        her | their | its | such | here | and | but | or | so | also | yet | nor | however | therefore |
        thus | hence | instead | then | moreover | furthermore | meanwhile | nevertheless | nonetheless |
        otherwise | likewise | similarly | additionally | finally | specifically | consequently | rather |
        again | both | another | others? | same | if (?:so|not) | as a result | as such |
        in (?:addition|other words|fact|response|contrast|turn|particular|that|this) |
        for (?:example|instance|this|that|these|those) | on the (?:other hand|contrary) | after all |
        at the same time | among (?:other|them|these|those) | because of (?:this|that) |
        with (?:this|that|these) | by doing so | to (?:that|this) end | even so | too |
        like(?:wise| this| that) | who | which | whose | him | them | the (?:former|latter|same|other) |
        (?:first|second|third|next|last)ly | earlier (?:this|that) | currently | although this |
        while (?:this|that|they|he|she|it|these) | when (?:they|he|she|it) |
        if (?:they|he|she|it|this|that) | as (?:this|they|he|she|it) | because (?:they|he|she|it) |
        since (?:they|he|she|then) | unlike"""
    ),
    opens_well=phrases(
        r"""it(?:'s|’s| is| was| has)? (?:(?:long |high |well |past |about )?time|never|(?:\w+ )?(?:\w+(?:able|ible|ful|al|ous|ive|ing|ent|ant|ed)|clear|wrong|right|true|vital|time|up to|our|my|hard|easy|past|no|common|important|imperative|critical|not)(?: \w+){0,3} (?:that|to|for|when|how|why|whether|who|we|if|for)) |
        it(?:'s|’s| is) (?:said that|\w+ (?:who|that)|\w+(?:ing|able|ible) (?:seeing|watching|knowing|hearing)) | it takes |
        this (?:past |latest |very )?(?:year|week|month|weekend|morning|summer|spring|fall|winter|session|congress|time|moment|election) |
        (?:this|now) is (?:the|a|our) (?:time|moment|day) |
        this is (?:when|how we|who we|what (?:democracy|justice)) | those who | those of us |
        that (?:is )?why we (?:must|need)\b(?!) | both (?:parties|chambers|sides|of) | let(?:'s|’s| us) |
        so (?:many|much|long|far) | such (?:is|a)(?!) | they say |
        this (?:latest|new) (?:version|attempt|attack)(?= of) | yet another"""
    ),
    deictic=phrases(
        r"""(?:these|those|such)(?! (?:who|of us|that|in power|whose|are the))(?: (?!who)\w+)? |
        this(?! (?:year|week|month|country|nation|moment|day|time|weekend|summer|morning|election|congress|city|state|land|world|generation|century|is (?:the|a|our)|session|pandemic|crisis|administration|president|planet|society|government))(?: \w+)? |
        (?:of|in|for|to|with|by|on|at|from|under) that(?=[.,;!?]|$) | doing so | do so | the same"""
    ),
    outside=phrases(
        r"""the (?:latter|former|aforementioned|above) | follow(?:s|ed|ing)? suit | as (?:stated|mentioned|noted|described) (?:above|earlier) |
        (?:of|in|for|to|with|by|on|at|from|create|make|support|oppose|under) that \w+(?=[.,;!?]|$)"""
    ),
    fragment=phrases(r"(?:by|while|after|before|without) \w+ing"),
    adds=phrases(r"also | too(?=[.,;!?]|$) | as well(?=[.,;!?]|$) | additionally | in addition"),
    linker=phrases(
        r"""however | therefore | thus | hence | instead | moreover | furthermore | meanwhile | nevertheless |
        nonetheless | again | additionally | finally | specifically | consequently | indeed | sadly |
        as (?:a result|such|always|our letter explains[^,]*) |
        in (?:addition|other words|fact|response|short|contrast|particular|conclusion) |
        for (?:example|instance|(?:this|that|these|those) reasons?) | on the other hand | after all |
        at the same time | to (?:this|that) end | because of this | it is for these reasons that,? today |
        with (?:this|that) in mind"""
    ),
    linker_bare=phrases(r"and | but | so | yet"),
    concession=phrases(r"""although | while | though | even though | despite"""),
    clause=phrases(
        r"""we(?:'re|’re|'ve|’ve|'ll|’ll)? | i(?:'m|’m|'ve|’ve)? | the \w+ | our \w+ |
        there (?:is|are|can|must|has|will) | it(?:'s|’s| is) (?:time|\w+ (?:that|to|who)) |
        no(?: one|body)? | every\w* | all | let(?:'s|’s| us) | you | a | my | congress | americans? |
        people | [A-Z]\w+(?: [A-Z]\w+)* (?:must|should|will|cannot|can|is|are|has|have)"""
    ),
    ties=phrases(
        r"""if | unless | except | until | only | provided | but | not | no | never | nor | without |
        \w+n['’]t | cannot | nothing | nobody | none"""
    ),
    third=phrases(
        r"""he | she | him | her | his | hers | they | them | their | theirs | it | its | it['’]s"""
    ),
    person=phrases(r"he | she | him | her | his | hers | himself | herself"),
    stance=phrases(
        r"""must(?: not)? | should(?: not|n't|n’t)? | demand(?:s|ing)? | call(?:s|ing)? (?:on|for|upon) |
        urg(?:e|es|ing) | condemn(?:s|ing)? | denounc(?:e|es|ing) | oppos(?:e|es|ing) | reject(?:s|ing)? |
        refus(?:e|es|ing) | cannot | can(?:'t|’t| not| no longer) | won(?:'t|’t) |
        will (?:not|never|no longer|always|continue|keep|fight) | needs? to | need | ha(?:ve|s) to |
        ha(?:ve|s) (?:a|the) (?:right|duty|responsibility|obligation) | deserv(?:e|es|ing) |
        stand(?:s|ing)? (?:with|up|against|by|together|in) | it(?:'s|’s| is) (?:long past )?time |
        the time | time (?:for|to) | let(?:'s|’s| us) | committed? to | no longer | never | enough |
        unacceptable | imperative | is wrong | make sure | keep (?:our|their|the|fighting) |
        (?:he|she|they|we|i|it) will | want(?:s)?(?: to)? | accountable | will be judged | right to |
        is (?:clear|critical|essential|vital)"""
    ),
    contrast=phrases(
        r"""not [^.;]{2,60}?,? but | not only | rather than | instead of | no (?:one|body|person|family|child) |
        without | isn(?:'t|’t) | aren(?:'t|’t) | is not | are not | not just | only way | no matter |
        regardless | simply | but | far from | neither | any | every(?:one|thing|body)? |
        too (?:many|much|long|often|far) | when | because"""
    ),
    strong=phrases(
        r"""outrag\w+ | shame\w* | cruel\w* | devastat\w+ | disast\w+ | unconscionable | danger\w* | brave\w* |
        courag\w+ | unprecedented | racis\w+ | violen\w+ | attack\w* | destr(?:oy|uct)\w* | corrupt\w* |
        deadly | kill\w* | die[sd]? | death | suffer\w* | hope | love | fear\w* | truth | lie[sd]? |
        profit\w* | power\w* | greed\w* | reckless\w* | horri\w+ | tragic\w* | tragedy | urgent\w* |
        extreme\w* | fundamental\w* | vulnerable | basic | worst | best | greatest | broken | fail\w* |
        betray\w* | nightmare | crisis | discriminat\w+ | oppress\w+ | inevitable | punish\w* | censor\w* |
        terroris\w+ | simple | always | threat\w* | freedoms? | democracy | dignity | future | justice |
        risk | trust | respect | harm\w* | history | real | hard | safe | responsibility | consequences |
        behind | line | world | law | every day | history"""
    ),
    people=phrases(
        r"""people | famil(?:y|ies) | communit(?:y|ies) | americans? | children | kids | women | men |
        workers? | lives | nation | country | public | voters | patients | students | immigrants | seniors |
        victims | human(?:ity)? | rights | homes? | jobs | citizens | parents | residents | generations? |
        neighbors"""
    ),
    we=phrases(r"we(?:'re|’re|'ve|’ve|'ll|’ll)? | our | us | ourselves"),
    procedural=phrases(
        r"""workshops? | consultations? | ha(?:ve|s) the (?:chance|opportunity) to | guest | donat\w+ | festivals? | volunteers? | attend(?:ed|ing|ees)? | events? | rall(?:y|ies) | speakers? | participants | meeting | directed |
        introduc(?:e|ed|es|ing) | co-?sponsor\w* | co-?lead\w* | would | legislation | this bill |
        the bill | act | acts? of \d{4} | (?:sub)?committee | section \d+ | pursuant | amend(?:s|ed|ment)? |
        department of | resolution | hearing | briefing |
        (?:last|earlier this|this|next) (?:week|month|year) | yesterday | today | announc(?:e|ed|es|ing) |
        (?:mon|tues|wednes|thurs|fri|satur|sun)day | january | february | march \d | april | june | july |
        august | september | october | november | december | percent | grants? | fiscal | funding |
        programs? | services | includ(?:e|es|ed|ing) | respond (?:to|by) | request(?:s|ed|ing)? |
        provide[sd]? | signed | launch(?:ed|es)? | report(?:s|ed|ing)? | according to | letters? |
        petition | website | e-?mails? | op-ed | tweet\w* | led | members of | published | released |
        established? | draft(?:ed)? | the following | as well as | issued | joined | organized | data |
        lawmakers | agenc(?:y|ies) | passed | plans | projects? | review | associations? | group |
        statement | additional | executive | representatives? | senators? | congress(?:man|woman) | local |
        protests? | million | after"""
    ),
    pleasantry=phrases(
        r"""work(?:ing)? (?:closely )?(?:with|together with|alongside) (?:our|my|the|local|members|colleagues|you) |
        thanks? (?!to) | thank you | grateful | honou?red | pleased |
        proud to (?:introduce|join|support|co\w*|vote|sponsor|endorse) | look(?:s|ing)? forward |
        congratulat\w+ | applaud\w* | commend\w* | appreciate\w* | welcome[sd]? | delighted | excited to |
        glad | colleagues | leadership | my office | happy to | bipartisan | partner(?:ing|ship)? with |
        support of"""
    ),
)

"""Chinese, in simplified and traditional characters."""

from quotes.languages import Words, phrases

WORDS = Words(
    release=phrases(
        r"(?:即时|即時)发布 | 新[闻聞]稿 | 【?\s*[编編]者按 | [发發]布日期 | 本文原[载載]", bounded=False
    ),
    contact=phrases(r"(?:媒体|媒體)?[联聯][系絡络] | [电電][话話] | 查[询詢]", bounded=False),
    statement=phrases(r"[声聲]明 | 如下 | 以下 | 要求 | [呼籲吁] | 表示 | 指出 | 致函", bounded=False),
    note=phrases(r"[译譯]者[注註按] | [译譯]自 | 非官方[译譯]文", bounded=False),
    about=phrases(r"[关關]於?于?(?:我们|我們|本会|本會) | 背景", bounded=False),
    is_a=phrases(
        r"是一[个個間间].{0,12}(?:组织|組織|协会|協會|团体|團體|联盟|聯盟|机构|機構|公会|公會) | 成立於?于?\d{4}",
        bounded=False,
    ),
    action=phrases(
        r"[点點][击擊] | [请請][浏瀏][览覽] | [联聯]署 | 附件 | 下[载載] | [关關]注我[们們]", bounded=False
    ),
    salutation=phrases(r"尊敬的 | [亲親][爱愛]的 | 致[：:]?", bounded=False),
    sign_off=phrases(r"此致 | 敬[礼禮启啟上]", bounded=False),
    signed=phrases(
        r"(?:共同)?(?:发起|發起|联署|聯署|签署|簽署)(?:团体|團體|人|机构|機構|组织|組織|单位|單位) | 署名",
        bounded=False,
    ),
    says=phrases(
        r"表示 | 指出 | [说說称稱]道?(?=[：:，,]) | [强強][调調] | [认認][为為] | [写寫]道", bounded=False
    ),
    pronoun=phrases(r"[他她] | [他她][们們]", bounded=False),
    group=phrases(r"(?:该|該|本)(?:声明|聲明|报告|報告) | 公[开開]信", bounded=False),
    back=phrases(
        r"""[这這那此其] | [他她它](?:[们們])? | 因此 | 所以 | 但(?:是)? | 然而 | 而且? | 不[过過] | 同[时時] | 另外 | 此外 | [当當]中 | 其中 |
        其[后後] | 至今 | [当當][时時] | [申甚]言之 | 更可怕的是 | 于是 | 於是 | 也 | [并並]且? | 或 | 又 | 即 | 原[规規]定 | 若[为為] | 上述 |
        [该該] | 以上 | 另 | 且""",
        bounded=False,
    ),
    opens_well=phrases(r"[这這]是(?:我们|我們) | 在[这這][个個] | 其[实實]", bounded=False),
    deictic=phrases(
        r"""上述 | 前述 | 此[类類次等] | [该該](?:男子|公司|法|案|案件|組織|组织|机构|機構) | [这這]些 | 同[样樣]""",
        bounded=False,
    ),
    outside=phrases(r"上述 | 前述", bounded=False),
    adds=phrases(r"亦 | 同[樣样] | 此外 | 另外", bounded=False),
    linker=phrases(
        r"因此 | 所以 | 然而 | 但(?:是)? | 此外 | 同[时時] | 更可怕的是 | [总總]而言之 | 最[后後]",
        bounded=False,
    ),
    linker_bare=phrases(r"但(?:是)? | 惟 | 然而 | 因此", bounded=False),
    clause=phrases(
        r"""本[会會次] | 我[们們] | 香港 | 中[国國] | 政府 | [当當]局 | 任何 | 我 | 被 | [现現]在 | [严嚴]正""",
        bounded=False,
    ),
    ties=phrases(r"如果 | 若 | 除非 | 但 | 不 | [没沒] | [无無] | 未 | [虽雖] | 只", bounded=False),
    stance=phrases(
        r"""[严嚴]正 | 要求 | 呼[籲吁] | [谴譴][责責] | 抗[议議] | 反[对對] | 必[须須] | [应應](?:[当當该該])? | 不能 | 不得 | 不可 | 立即 | 停止 |
        [终終]止 | [无無]法 | [权權]利? | 自由 | 正[义義] | 民主 | 人[权權] | [尊遵]重 | 支持 | 撤回 | [释釋]放 | [确確]保 | 需要""",
        bounded=False,
    ),
    contrast=phrases(
        r"""不但 | 不[仅僅] | 反而 | 而不是 | 而非 | [没沒]有 | [无無][视視] | 竟 | [却卻] | 只有 | 任何 | 更 | 甚至""",
        bounded=False,
    ),
    strong=phrases(
        r"""[愤憤][慨怒] | [担擔][忧憂] | 打[压壓] | 搜捕 | 抓捕 | 被捕 | 酷刑 | 暴力 | [侮羞]辱 | [严嚴]酷 | [严嚴]重 | 危[机機險险] | 威[胁脅] |
        恐[惧懼怖] | [压壓]迫 | 犯罪 | 良心 | 心寒 | 逼供 | 折磨 | [剥剝][夺奪] | 下落不明 | 失[踪蹤] | 希望 | 未[来來] | 核心""",
        bounded=False,
    ),
    people=phrases(
        r"""人民 | 民[众眾] | 工人 | 工友 | [劳勞]工 | [劳勞]苦大[众眾] | [学學]生 | [家親亲][属屬] | 公民 | 市民 | 香港人 | [兒儿]童 | [妇婦]女 |
        社[会會]""",
        bounded=False,
    ),
    we=phrases(r"我[们們] | 本[会會]", bounded=False),
    procedural=phrases(
        r"""[条條]例 | 第\d+[条條章] | 《[^》]+》 | \d+月 | \d{4}年 | 日前 | 近日 | [机機][构構] | 理[监監]事 | 如《 | 「[^」]{2,12}」 |
        [关關]於 | [关關]于 | [无無][论論] | 依照 | 程序 | [规規]定""",
        bounded=False,
    ),
    pleasantry=phrases(r"感[谢謝] | 祝[贺賀] | [欢歡]迎", bounded=False),
)

"""Quotes to look at themes with. Nobody said them."""

from dataclasses import dataclass
from datetime import date

from quotes import dates
from quotes.cards.card import Card
from quotes.cards.theme import Theme

SIZES = ((1600, 900), (1080, 1350), (1080, 1080), (1200, 630))
"""Wide, tall and square posts, and the picture of a link."""
_DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A quote with all that may stand beside it on a card."""

    kind: str
    lang: str
    quote: str
    speaker: str
    issuer: str
    title: str

    def card(self, theme: Theme, size: tuple[int, int]) -> Card:
        """Its card in *theme* at *size*."""
        return Card(
            quote=self.quote,
            speaker=self.speaker,
            issuer=self.issuer,
            lang=self.lang,
            theme=theme,
            title=self.title,
            date=dates.shown(_DAY, self.lang),
            width=size[0],
            height=size[1],
        )


SHORT = Sample(
    kind="short",
    lang="en",
    quote="No one should lose their home because a rent bill rose faster than a paycheck.",
    speaker="Marisol Vega-Ortiz",
    issuer="Alder Street Tenants Union",
    title="Statement on the rent emergency",
)
LONG = Sample(
    kind="long",
    lang="en",
    quote="Together, through true solidarity and organizing, we are committed to building a city where every "
    "person who comes here has their humanity recognized and is treated with fairness and justice. We call "
    "on the next council to work with us, and we will hold it to its word.",
    speaker="Guadalupe Hernández",
    issuer="Alder Street Tenants Union",
    title="Statement on the rent emergency",
)
ARABIC = Sample(
    kind="Arabic",
    lang="ar",
    quote="لا ينبغي لأحد أن يفقد منزله لأن الإيجار ارتفع أسرع من راتبه.",
    speaker="مريم الحداد",
    issuer="اتحاد المستأجرين",
    title="بيان حول أزمة الإيجارات",
)
SAMPLES = (
    SHORT,
    LONG,
    Sample(
        kind="Spanish",
        lang="es",
        quote="Nadie debería perder su hogar porque el alquiler subió más rápido que su salario.",
        speaker="Íñigo Muñoz Peña",
        issuer="Unión de Inquilinos",
        title="Declaración sobre el alquiler",
    ),
    ARABIC,
    Sample(
        kind="Urdu",
        lang="ur",
        quote="کسی کو بھی اپنا گھر صرف اس لیے نہیں کھونا چاہیے کہ کرایہ تنخواہ سے زیادہ تیزی سے بڑھا۔",
        speaker="عائشہ خان",
        issuer="کرایہ دار یونین",
        title="کرایوں پر بیان",
    ),
    Sample(
        kind="Vietnamese",
        lang="vi",
        quote="Không ai đáng bị mất nhà chỉ vì tiền thuê tăng nhanh hơn tiền lương của họ.",
        speaker="Nguyễn Thị Hồng Ngọc",
        issuer="Hội Người Thuê Nhà",
        title="Tuyên bố về tiền thuê nhà",
    ),
    Sample(
        kind="Amharic",
        lang="am",
        quote="ማንም ሰው ኪራይ ከደመወዙ በፍጥነት ስለጨመረ ቤቱን ማጣት የለበትም።",
        speaker="ሰላም ተስፋዬ",
        issuer="የተከራዮች ማህበር",
        title="ስለ ኪራይ መግለጫ",
    ),
    Sample(
        kind="Hindi",
        lang="hi",
        quote="किसी को भी अपना घर केवल इसलिए नहीं खोना चाहिए कि किराया वेतन से तेज़ बढ़ा।",
        speaker="अनीता शर्मा",
        issuer="किरायेदार संघ",
        title="किराए पर वक्तव्य",
    ),
    Sample(
        kind="emoji",
        lang="en",
        quote="We won 🎉 and nobody on our street ✊🏾 has to move out 🏠 this winter.",
        speaker="Marisol Vega-Ortiz",
        issuer="Alder Street Tenants Union",
        title="Statement on the rent emergency",
    ),
    Sample(
        kind="Chinese",
        lang="zh",
        quote="任何人都不应该因为房租涨得比工资快而失去自己的家。",
        speaker="李明",
        issuer="租客联合会",
        title="关于房租的声明",
    ),
    Sample(
        kind="Korean",
        lang="ko",
        quote="임금보다 임대료가 더 빨리 올랐다는 이유로 누구도 집을 잃어서는 안 됩니다.",
        speaker="김지우",
        issuer="세입자 연합",
        title="임대료에 관한 성명",
    ),
)
PREVIEW = (SHORT, LONG, ARABIC)
"""What a theme is looked at with first."""
